import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import { inspectDatabase } from '../../../main/storage/inspect.ts';
import { inProcess, temporaryDirectory, TEST_KEY } from './helpers.ts';

const WRITER = fileURLToPath(new URL('./fixtures/write-until-killed.ts', import.meta.url));
const ROUNDS = 4;

/** Runs the writer, kills it some time after its first acknowledgement, and resolves with the last number it said. */
function killedAtRandom(dir: string): Promise<number> {
  const writer = spawn(process.execPath, [WRITER, dir], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  writer.stdout.on('data', (chunk: Buffer) => {
    if (said === '') setTimeout(() => writer.kill('SIGKILL'), Math.random() * 120);
    said += chunk.toString('latin1');
  });
  return new Promise((resolve, reject) => {
    writer.once('close', (status, signal) => {
      const last = said.slice(0, said.lastIndexOf('\n')).split('\n').at(-1);
      if (signal === 'SIGKILL') resolve(Number(last));
      else reject(new Error(`the writer ended by itself with ${status}`));
    });
  });
}

describe('a process that is killed while it writes', () => {
  it(`loses nothing that was acknowledged and leaves no halves, ${ROUNDS} times in a row`, async () => {
    const dir = temporaryDirectory();
    for (let round = 0; round < ROUNDS; round += 1) {
      const acknowledged = await killedAtRandom(dir);
      const looked = unwrap(inspectDatabase(dir, { key: TEST_KEY }));
      expect(looked.integrity.sound).toBe(true);
      const { engine } = inProcess(dir);
      const revision = engine.read('journeys.open', undefined)[0]!.revision;
      expect(revision).toBeGreaterThanOrEqual(acknowledged);
      expect(revision).toBeLessThanOrEqual(acknowledged + 1);
      expect(engine.read('outbox.count', undefined).waiting).toBe(revision);
      expect(engine.read('audit.verify', undefined)).toEqual({ lines: revision, brokenAt: null });
      expect(looked.content?.audit).toEqual({ lines: revision, brokenAt: null });
      const codes = engine.read('dossiers.since', { from: 0, limit: 100_000 }).map(({ dossier }) => dossier.code);
      expect(new Set(codes).size).toBe(revision);
      expect(codes).toContain(`H36.12-261124-${String(revision).padStart(4, '0')}`);
      expect(engine.read('integrity', undefined).sound).toBe(true);
      engine.close();
    }
  }, 180_000);
});
