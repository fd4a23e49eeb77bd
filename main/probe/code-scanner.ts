// `probe code-scanner`: opens the scanner's port and waits for one code, which it shows.

import { createCodeScanner } from '../devices/code-scanner/device.ts';
import type { ProbeAnswer } from './member.ts';
import { fine, numberOption, parseArguments, refused, tools, withDevice, wrongUsage } from './member.ts';
import { settingsFrom } from './settings-file.ts';

const USAGE = 'code-scanner (--settings FILE | --path PORT [--baud RATE]) [--seconds N]';

export async function codeScanner(args: string[]): Promise<ProbeAnswer> {
  const parsed = parseArguments(args, ['settings', 'path', 'baud', 'seconds']);
  const baudRate = numberOption(parsed?.options.get('baud'), 9600, 300, 4_000_000);
  const seconds = numberOption(parsed?.options.get('seconds'), 30, 1, 600);
  const file = parsed?.options.get('settings');
  let path = parsed?.options.get('path');
  if (
    !parsed ||
    parsed.words.length > 0 ||
    baudRate === undefined ||
    seconds === undefined ||
    (file === undefined) === (path === undefined)
  )
    return wrongUsage(USAGE);
  let baud = baudRate;
  if (file !== undefined) {
    const settings = settingsFrom(file);
    if (!settings.ok) return refused(settings.error);
    const scanner = settings.value.devices.codeScanner;
    if (!scanner) return refused({ code: 'notConfigured', detail: 'devices.codeScanner is null' });
    ({ path, baudRate: baud } = scanner);
  }
  const scanner = createCodeScanner({ settings: { path: path!, baudRate: baud }, ...tools });
  return withDevice(scanner, seconds, async (device, signal) => {
    let scanned: Uint8Array | undefined;
    device.onScan((scan) => {
      scanned ??= scan.bytes;
    });
    const tested = await device.test(signal);
    if (!tested.ok || !scanned) return refused(tested.ok ? { code: 'internalError' } : tested.error);
    return fine({
      bytes: scanned.length,
      text: new TextDecoder().decode(scanned),
      hex: Buffer.from(scanned).toString('hex'),
    });
  });
}
