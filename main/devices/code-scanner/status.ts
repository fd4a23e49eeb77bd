// A code scanner's state in the shared vocabulary. It has no status of its own: what can be known is the port's.

import type { DeviceFailure, DeviceStatusName } from '../../services/ports.ts';

export function statusOf(failure: DeviceFailure): { readonly status: DeviceStatusName; readonly detail: string } {
  const detail = failure.reason ?? failure.code;
  switch (failure.reason) {
    case 'noDevice':
    case 'disconnected':
      return { status: 'noDevice', detail };
    case 'inUse':
      return { status: 'deviceBusy', detail };
    case 'notAnswering':
      return { status: 'offline', detail };
    default:
      return { status: 'hardwareError', detail };
  }
}
