// `probe receipt-printer`: its status (default), a test picture printed and confirmed, a cut, the drawer.

import { createReceiptPrinter } from '../devices/receipt-printer/device.ts';
import type { PrinterModelName } from '../devices/receipt-printer/models.ts';
import { PRINTER_MODELS } from '../devices/receipt-printer/models.ts';
import { problemOf } from '../devices/receipt-printer/status.ts';
import type { PrinterAddress } from '../devices/receipt-printer/transport.ts';
import type { ProbeAnswer } from './member.ts';
import { answerOf, fine, parseArguments, refused, tools, withDevice, wrongUsage } from './member.ts';
import { settingsFrom } from './settings-file.ts';

const USAGE =
  'receipt-printer [status | test | cut | drawer] (--settings FILE | --address HOST:PORT | --serial PATH [--baud N] | --usb PATH | --queue NAME) [--model NAME]';
const SECONDS = 60;

const ACTIONS = ['status', 'test', 'cut', 'drawer'] as const;

export async function receiptPrinter(args: string[]): Promise<ProbeAnswer> {
  const parsed = parseArguments(args, ['settings', 'address', 'serial', 'baud', 'usb', 'queue', 'model']);
  const action = ACTIONS.find((name) => name === (parsed?.words[0] ?? 'status'));
  if (!parsed || parsed.words.length > 1 || !action) return wrongUsage(USAGE);
  const file = parsed.options.get('settings');
  const given = addressFrom(parsed.options);
  const model = parsed.options.get('model') ?? 'generic-80mm';
  if ((given === undefined) === (file === undefined) || !isModel(model)) return wrongUsage(USAGE);
  let settings = given && { ...given, model };
  if (file !== undefined) {
    const read = settingsFrom(file);
    if (!read.ok) return refused(read.error);
    if (!read.value.devices.receiptPrinter)
      return refused({ code: 'notConfigured', detail: 'devices.receiptPrinter is null' });
    settings = read.value.devices.receiptPrinter;
  }
  return withDevice(createReceiptPrinter({ settings: settings!, ...tools }), SECONDS, async (printer, signal) => {
    if (action === 'test') return answerOf(await printer.test(signal));
    if (action === 'cut') return answerOf(await printer.cut(signal));
    if (action === 'drawer') return answerOf(await printer.openDrawer(signal));
    const status = await printer.status(signal);
    if (!status.ok) return refused(status.error);
    const problem = problemOf(status.value);
    return problem
      ? { status: 1, output: { refused: problem.reason, code: problem.code, ...status.value } }
      : fine(status.value);
  });
}

const isModel = (name: string): name is PrinterModelName => name in PRINTER_MODELS;

/** Undefined unless exactly one way to the printer is given. */
function addressFrom(options: ReadonlyMap<string, string>): PrinterAddress | undefined {
  const [address, serial, usb, queue] = ['address', 'serial', 'usb', 'queue'].map((name) => options.get(name));
  if ([address, serial, usb, queue].filter((value) => value !== undefined).length !== 1) return undefined;
  const match = address === undefined ? null : /^(.{1,253}):(\d{1,5})$/.exec(address);
  if (match) return { transport: 'tcp', host: match[1], port: Number(match[2]) };
  const baudRate = Number(options.get('baud') ?? 115_200);
  if (serial !== undefined && Number.isInteger(baudRate)) return { transport: 'serial', path: serial, baudRate };
  if (usb !== undefined) return { transport: 'usb', path: usb };
  return queue === undefined ? undefined : { transport: 'spooler', path: queue };
}
