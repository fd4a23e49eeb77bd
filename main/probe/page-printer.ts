// `probe page-printer`: how it is and what it can do (default), a test page, or a PDF, followed until it has come out.

import { readFile } from 'node:fs/promises';
import { createPagePrinter } from '../devices/page-printer/device.ts';
import type { PagePrinterSettings } from '../devices/page-printer/device.ts';
import { problemOf } from '../devices/page-printer/status.ts';
import type { ProbeAnswer } from './member.ts';
import { answerOf, fine, numberOption, parseArguments, refused, tools, withDevice, wrongUsage } from './member.ts';
import { settingsFrom } from './settings-file.ts';

const USAGE = 'page-printer [status | test | print FILE [--media a4|a5] [--copies N]] (--settings FILE | --url URL | --queue NAME)';
const SECONDS = 250;

export async function pagePrinter(args: string[]): Promise<ProbeAnswer> {
  const parsed = parseArguments(args, ['settings', 'url', 'queue', 'media', 'copies']);
  const [action = 'status', document, ...more] = parsed?.words ?? [];
  const media = parsed?.options.get('media') ?? 'a4';
  const copies = numberOption(parsed?.options.get('copies'), 1, 1, 20);
  const [file, url, queue] = ['settings', 'url', 'queue'].map((name) => parsed?.options.get(name));
  if (!parsed || more.length > 0 || !['status', 'test', 'print'].includes(action) || (action === 'print') !== (document !== undefined)) return wrongUsage(USAGE);
  if ([file, url, queue].filter((given) => given !== undefined).length !== 1 || (media !== 'a4' && media !== 'a5') || copies === undefined) return wrongUsage(USAGE);
  if (url !== undefined && !/^(ipps?|https?):\/\/[^/]/.test(url)) return wrongUsage(USAGE);
  let settings: PagePrinterSettings = url === undefined ? { transport: process.platform === 'win32' ? 'windows' : 'cups', queue } : { transport: 'ipp', url };
  if (file !== undefined) {
    const read = settingsFrom(file);
    if (!read.ok) return refused(read.error);
    if (!read.value.devices.pagePrinter) return refused({ code: 'notConfigured', detail: 'devices.pagePrinter is null' });
    settings = read.value.devices.pagePrinter;
  }
  let pdf: Uint8Array = new Uint8Array();
  if (document !== undefined) {
    try {
      pdf = new Uint8Array(await readFile(document));
    } catch (error) {
      return refused({ code: 'unreadable', detail: `${document}: ${(error as NodeJS.ErrnoException).code ?? 'failed'}` });
    }
  }
  return withDevice(createPagePrinter({ settings, ...tools }), SECONDS, async (printer, signal) => {
    if (action === 'test') return answerOf(await printer.test(signal));
    if (action === 'print') {
      const printed = await printer.print(pdf, { media, copies, jobName: 'Mot Cua probe' }, signal);
      if (printed.ok) return fine(printed.value);
      const { code, reason, detail, sent } = printed.error;
      return { status: 1, output: { refused: reason ?? code, code, ...(detail === undefined ? {} : { detail }), sent } };
    }
    const status = await printer.status(signal);
    if (!status.ok) return refused(status.error);
    const problem = problemOf(status.value);
    return problem ? { status: 1, output: { refused: problem.reason, code: problem.code, ...status.value } } : fine(status.value);
  });
}
