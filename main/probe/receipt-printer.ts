// `probe receipt-printer`: its status (default), or a test picture printed and confirmed.

import { createReceiptPrinter } from '../devices/receipt-printer/device.ts';
import { problemOf } from '../devices/receipt-printer/status.ts';
import type { ProbeAnswer } from './member.ts';
import { answerOf, fine, parseArguments, refused, tools, withDevice, wrongUsage } from './member.ts';
import { settingsFrom } from './settings-file.ts';

const USAGE = 'receipt-printer [status | test] (--settings FILE | --address HOST:PORT [--dots 576|384])';
const SECONDS = 60;

export async function receiptPrinter(args: string[]): Promise<ProbeAnswer> {
  const parsed = parseArguments(args, ['settings', 'address', 'dots']);
  const action = parsed?.words[0] ?? 'status';
  const address = parsed?.options.get('address');
  const file = parsed?.options.get('settings');
  const dots = Number(parsed?.options.get('dots') ?? 576);
  if (
    !parsed ||
    parsed.words.length > 1 ||
    (action !== 'status' && action !== 'test') ||
    (address === undefined) === (file === undefined)
  )
    return wrongUsage(USAGE);
  const match = address === undefined ? null : /^(.{1,253}):(\d{1,5})$/.exec(address);
  if ((address !== undefined && !match) || (dots !== 576 && dots !== 384)) return wrongUsage(USAGE);
  let settings = match ? { host: match[1]!, port: Number(match[2]), dots } : undefined;
  if (file !== undefined) {
    const read = settingsFrom(file);
    if (!read.ok) return refused(read.error);
    if (!read.value.devices.receiptPrinter)
      return refused({ code: 'notConfigured', detail: 'devices.receiptPrinter is null' });
    settings = read.value.devices.receiptPrinter;
  }
  return withDevice(createReceiptPrinter({ settings: settings!, ...tools }), SECONDS, async (printer, signal) => {
    if (action === 'test') return answerOf(await printer.test(signal));
    const status = await printer.status(signal);
    if (!status.ok) return refused(status.error);
    const problem = problemOf(status.value);
    return problem
      ? { status: 1, output: { refused: problem.reason, code: problem.code, ...status.value } }
      : fine(status.value);
  });
}
