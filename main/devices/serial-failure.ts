// Why a serial port could not be opened, in the devices' words.

import type { DeviceFailure } from '../services/ports.ts';

/** The native package tells its errors apart by their texts only: this is the one place that reads them. */
export function failureOfSerial(message: string): DeviceFailure {
  if (/cannot lock port|access denied|resource busy/i.test(message))
    return { code: 'deviceNotReady', reason: 'inUse', detail: message };
  if (/no such file|file not found|no such device/i.test(message))
    return { code: 'deviceNotReady', reason: 'noDevice', detail: message };
  if (/permission denied/i.test(message)) return { code: 'hardwareError', reason: 'notPermitted', detail: message };
  return { code: 'hardwareError', reason: 'cannotOpen', detail: message };
}
