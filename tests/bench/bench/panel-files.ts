// The panel's own files, and nothing beside them.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import QRCode from 'qrcode';
import { RawReply } from '../control.ts';
import { BadControlRequest } from '../faults.ts';

const FILES: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'panel.css': 'text/css; charset=utf-8',
  'panel.js': 'text/javascript; charset=utf-8',
};
const FONT = /^be-vietnam-pro-(?:latin|vietnamese)-(?:400|600)-normal\.woff2$/;
const FONTS = new URL('../../../node_modules/@fontsource/be-vietnam-pro/files/', import.meta.url);
const MAX_QR_TEXT = 1000;

export function panelFile(name: string): RawReply {
  if (FONT.test(name)) return new RawReply('font/woff2', readFileSync(fileURLToPath(new URL(name, FONTS))));
  const type = FILES[name];
  if (type === undefined) throw new BadControlRequest('no such file');
  return new RawReply(type, readFileSync(fileURLToPath(new URL(`../panel/${name}`, import.meta.url))));
}

/** A code that a real scanner can read from the screen. */
export async function qrPicture(text: string | null): Promise<RawReply> {
  if (text === null || text === '' || text.length > MAX_QR_TEXT)
    throw new BadControlRequest(`"text" must have 1 to ${MAX_QR_TEXT} characters`);
  return new RawReply(
    'image/svg+xml',
    await QRCode.toString(text, { type: 'svg', margin: 2, color: { dark: '#1a1e27', light: '#fffdf9' } }),
  );
}
