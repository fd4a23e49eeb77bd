// The panel's own files, and nothing beside them.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { RawReply } from '../control.ts';
import { BadControlRequest } from '../faults.ts';

const FILES: Readonly<Record<string, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'panel.css': 'text/css; charset=utf-8',
  'panel.js': 'text/javascript; charset=utf-8',
};

export function panelFile(name: string): RawReply {
  const type = FILES[name];
  if (type === undefined) throw new BadControlRequest('no such file');
  return new RawReply(type, readFileSync(fileURLToPath(new URL(`../panel/${name}`, import.meta.url))));
}
