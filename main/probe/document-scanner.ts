// `probe document-scanner`: what it can do and how it is (default), a scan of what lies in it, into a folder, or the list of
// the scanners that answer in the network. A document camera needs a window, and is refused.

import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createDocumentScanner } from '../devices/document-scanner/create.ts';
import type { DocumentScannerSettings } from '../devices/document-scanner/create.ts';
import { createFindScanners } from '../devices/document-scanner/transport-mdns.ts';
import { SANE_DEVICE } from '../devices/document-scanner/scanimage.ts';
import type { ScannedPage } from '../services/ports.ts';
import type { ProbeAnswer } from './member.ts';
import { answerOf, fine, parseArguments, refused, tools, withDevice, wrongUsage } from './member.ts';
import { settingsFrom } from './settings-file.ts';

const USAGE = 'document-scanner list | [status | scan --into FOLDER] (--settings FILE | --url URL | --sane DEVICE | --folder FOLDER)';
const SECONDS = 300;

export async function documentScanner(args: string[]): Promise<ProbeAnswer> {
  const parsed = parseArguments(args, ['settings', 'url', 'sane', 'folder', 'into']);
  const action = parsed?.words[0] ?? 'status';
  const into = parsed?.options.get('into');
  const file = parsed?.options.get('settings');
  const url = parsed?.options.get('url');
  const sane = parsed?.options.get('sane');
  const folder = parsed?.options.get('folder');
  if (parsed && action === 'list' && parsed.words.length === 1 && parsed.options.size === 0)
    return fine({ scanners: await createFindScanners(tools)() });
  if (
    !parsed ||
    parsed.words.length > 1 ||
    (action !== 'status' && action !== 'scan') ||
    (action === 'scan') !== (into !== undefined)
  )
    return wrongUsage(USAGE);
  if ([url, sane, folder, file].filter((given) => given !== undefined).length !== 1) return wrongUsage(USAGE);
  if ((url !== undefined && !/^https?:\/\/[^/]/.test(url)) || (sane !== undefined && !SANE_DEVICE.test(sane)))
    return wrongUsage(USAGE);
  let scannerSettings: DocumentScannerSettings =
    folder !== undefined ? { transport: 'folder', folder: resolve(folder) } : sane === undefined ? { transport: 'escl', url } : { transport: 'sane', device: sane };
  if (file !== undefined) {
    const settings = settingsFrom(file);
    if (!settings.ok) return refused(settings.error);
    if (!settings.value.devices.documentScanner)
      return refused({ code: 'notConfigured', detail: 'devices.documentScanner is null' });
    scannerSettings = settings.value.devices.documentScanner;
  }
  if (scannerSettings.transport === 'camera')
    return refused({ code: 'unsupportedCommand', reason: 'needsWindow', detail: 'only a window of the running program sees through a document camera: look under Devices in the technician’s window' });
  return withDevice(createDocumentScanner({ settings: scannerSettings, ...tools }), SECONDS, async (scanner, signal) => {
    if (into === undefined) return answerOf(await scanner.test(signal));
    const startedAt = performance.now();
    const since = (): number => Math.round(performance.now() - startedAt);
    const came = new Map<ScannedPage, number>();
    const scanned = await scanner.scan(signal, (page) => void came.set(page, since()));
    const took = since();
    const pages = scanned.ok ? scanned.value : scanned.error.pages;
    await mkdir(into, { recursive: true });
    const files: { file: string; bytes: number; cameAfterMs: number }[] = [];
    for (const [index, page] of pages.entries()) {
      const path = join(into, `page-${index + 1}.${page.mime === 'image/jpeg' ? 'jpg' : 'png'}`);
      await writeFile(path, page.bytes);
      files.push({ file: path, bytes: page.bytes.length, cameAfterMs: came.get(page) ?? took });
    }
    if (scanned.ok) return fine({ scanner: scanner.address, took, pages: files });
    const { code, reason, detail } = scanned.error;
    return {
      status: 1,
      output: { refused: reason ?? code, code, ...(detail === undefined ? {} : { detail }), pages: files },
    };
  });
}
