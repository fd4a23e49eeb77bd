// A settings file that is right, in a directory of its own.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createSealer } from '../../../main/settings/sealer.ts';

export const SEALER = createSealer(new Uint8Array(32).fill(1));
export const OTHER_SEALER = createSealer(new Uint8Array(32).fill(2));

export const RIGHT = {
  version: 1,
  counter: { mode: 'selfService', kioskId: 'kiosk-1' },
  unit: { code: 'H36.12', name: 'UBND xã Hiệp Thạnh', parent: 'UBND tỉnh Lâm Đồng' },
  devices: { receiptPrinter: { transport: 'tcp', host: '127.0.0.1' } },
  portal: { url: 'http://127.0.0.1:4001', session: 'portal-session-secret' },
  gateway: {
    kind: 'payos',
    url: 'http://127.0.0.1:4002',
    clientId: 'client-1',
    apiKey: 'api-key-secret',
    checksumKey: 'checksum-secret',
  },
};

/** The file is written if there is something to write. */
export function settingsPlace(content?: unknown): {
  file: string;
  dataDir: string;
  text: () => string;
  json: () => Record<string, never>;
} {
  const dataDir = mkdtempSync(join(tmpdir(), 'mot-cua-settings-'));
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }));
  const file = join(dataDir, 'settings.json');
  if (content !== undefined)
    writeFileSync(
      file,
      typeof content === 'string' || content instanceof Uint8Array ? content : JSON.stringify(content, null, 2),
    );
  return { file, dataDir, text: () => readFileSync(file, 'utf8'), json: () => JSON.parse(readFileSync(file, 'utf8')) };
}

/** RIGHT with one value changed at a dotted path; undefined takes it out. */
export function rightBut(path: string, value: unknown): unknown {
  const copy = structuredClone(RIGHT) as Record<string, unknown>;
  const steps = path.split('.');
  const name = steps.pop()!;
  let holder = copy;
  for (const step of steps) holder = (holder[step] ??= {}) as Record<string, unknown>;
  if (value === undefined) delete holder[name];
  else holder[name] = value;
  return copy;
}
