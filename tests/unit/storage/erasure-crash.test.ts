// A power cut in the middle of erasing: what was acknowledged is gone, what was not is whole, and going on finishes it.

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import { inspectDatabase } from '../../../main/storage/inspect.ts';
import { inProcess, journey, newDossier, temporaryDirectory, TEST_KEY } from './helpers.ts';

const ERASER = fileURLToPath(new URL('./fixtures/erase-until-killed.ts', import.meta.url));
const COUNT = 60;

/** Kills it after it has said its `lines`-th id; resolves with what it said. */
function eraser(dir: string, lines: number): Promise<string[]> {
  const child = spawn(process.execPath, [ERASER, dir, String(COUNT)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString('latin1');
    if (said.split('\n').length > lines) child.kill('SIGKILL');
  });
  return new Promise((resolve) => child.once('close', () => resolve(said.slice(0, said.lastIndexOf('\n')).split('\n'))));
}

it('is all or nothing for each dossier, over several kills', async () => {
  const dir = temporaryDirectory();
  const { engine } = inProcess(dir);
  for (let at = 0; at < COUNT; at += 1) {
    const id = `d-${at}`;
    engine.write([{ write: 'journey.save', journey: journey(id) }, { write: 'dossier.register', dossier: newDossier(id) }], 1);
    engine.write([{ write: 'dossier.step', id, event: { n: 1, actor: 'an', kind: 'step', status: 'withdrawn' } }], 2);
    engine.vault.put(id, 'p', new Uint8Array([1, 2, 3]));
    engine.write([{ write: 'document.add', document: { id: `${id}-p`, journeyId: id, paperId: 'p', mime: 'image/jpeg', pages: 1, bytes: 3, sha256: 'a'.repeat(64), createdAt: 1 } }], 2);
  }
  engine.close();

  let acknowledged = 0;
  for (const lines of [5, 17, 40, Infinity]) {
    const said = await eraser(dir, lines);
    const ids = said.filter((line) => line !== 'end');
    acknowledged = Math.max(acknowledged, ids.length);
    if (lines === Infinity) expect(said.at(-1)).toBe('end');
    const again = inProcess(dir);
    for (let at = 0; at < COUNT; at += 1) {
      const id = `d-${at}`;
      const { dossier } = again.engine.read('dossier.byId', { id })!;
      const events = again.engine.read('dossier.events', { id }).filter(({ kind }) => kind === 'erased');
      const gone = dossier.erased === 'all';
      if (at < ids.length) expect(gone, id).toBe(true);
      expect(events, id).toHaveLength(gone ? 1 : 0);
      expect(again.engine.vault.get(id, 'p').ok && gone, id).toBe(false);
      expect(dossier.applicant.number.value === '', id).toBe(gone);
    }
    again.engine.close();
    expect(unwrap(inspectDatabase(dir, { key: TEST_KEY })).integrity.sound).toBe(true);
  }
  expect(acknowledged).toBe(COUNT);
}, 120_000);
