// `probe document-scanner`: what it can do and how it is (default), or a scan of what lies in it, into a folder.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createEsclScanner } from '../devices/document-scanner/device.ts';
import type { ProbeAnswer } from './member.ts';
import { answerOf, fine, parseArguments, refused, tools, withDevice, wrongUsage } from './member.ts';
import { settingsFrom } from './settings-file.ts';

const USAGE = 'document-scanner [status | scan --into FOLDER] (--settings FILE | --url URL)';
const SECONDS = 300;

export async function documentScanner(args: string[]): Promise<ProbeAnswer> {
  const parsed = parseArguments(args, ['settings', 'url', 'into']);
  const action = parsed?.words[0] ?? 'status';
  const into = parsed?.options.get('into');
  const file = parsed?.options.get('settings');
  let url = parsed?.options.get('url');
  if (
    !parsed ||
    parsed.words.length > 1 ||
    (action !== 'status' && action !== 'scan') ||
    (action === 'scan') !== (into !== undefined)
  )
    return wrongUsage(USAGE);
  if ((url === undefined) === (file === undefined) || (url !== undefined && !/^https?:\/\/[^/]/.test(url)))
    return wrongUsage(USAGE);
  if (file !== undefined) {
    const settings = settingsFrom(file);
    if (!settings.ok) return refused(settings.error);
    if (!settings.value.devices.documentScanner)
      return refused({ code: 'notConfigured', detail: 'devices.documentScanner is null' });
    ({ url } = settings.value.devices.documentScanner);
  }
  return withDevice(createEsclScanner({ settings: { url: url! }, ...tools }), SECONDS, async (scanner, signal) => {
    if (into === undefined) return answerOf(await scanner.test(signal));
    const scanned = await scanner.scan(signal);
    const pages = scanned.ok ? scanned.value : scanned.error.pages;
    await mkdir(into, { recursive: true });
    const files: { file: string; bytes: number }[] = [];
    for (const [index, page] of pages.entries()) {
      const path = join(into, `page-${index + 1}.${page.mime === 'image/jpeg' ? 'jpg' : 'pdf'}`);
      await writeFile(path, page.bytes);
      files.push({ file: path, bytes: page.bytes.length });
    }
    if (scanned.ok) return fine({ pages: files });
    const { code, reason, detail } = scanned.error;
    return {
      status: 1,
      output: { refused: reason ?? code, code, ...(detail === undefined ? {} : { detail }), pages: files },
    };
  });
}
