import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import type { DocumentRow } from '../../../main/services/store.ts';
import type { Engine } from '../../../main/storage/engine.ts';
import { storagePaths } from '../../../main/storage/paths.ts';
import { atEachFileSystemCall, stoppedAt } from './fixtures/file-system-calls.ts';
import { copyOf, inProcess, journey, NOW, temporaryDirectory } from './helpers.ts';

const PUT_AND_DIE = fileURLToPath(new URL('./fixtures/put-and-die.ts', import.meta.url));
const BYTES = new TextEncoder().encode('Giấy khai sinh của Đỗ Thị Hằng, số 068190001234');

const row = (id: string, journeyId: string): DocumentRow => ({
  id,
  journeyId,
  paperId: 'CT01',
  mime: 'image/jpeg',
  pages: 1,
  bytes: BYTES.length,
  sha256: '0'.repeat(64),
  createdAt: NOW,
});

/** A journey with a document, its row and its file. */
function withDocument(dir: string, id = 'doc-1', journeyId = 'j-1'): Engine {
  const { engine } = inProcess(dir);
  engine.vault.put(journeyId, id, BYTES);
  engine.write(
    [
      { write: 'journey.save', journey: journey(journeyId) },
      { write: 'document.add', document: row(id, journeyId) },
    ],
    NOW,
  );
  return engine;
}

const fileOf = (dir: string, id = 'doc-1', journeyId = 'j-1') =>
  join(storagePaths(dir).vault, journeyId, `${id}.sealed`);

function filesIn(dir: string): string[] {
  const { vault } = storagePaths(dir);
  return existsSync(vault)
    ? readdirSync(vault, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
    : [];
}

describe('the vault', () => {
  it('gives back what was put, under a key of its own for each journey', () => {
    const dir = temporaryDirectory();
    const engine = withDocument(dir);
    engine.vault.put('j-2', 'doc-2', BYTES);
    expect(unwrap(engine.vault.get('j-1', 'doc-1'))).toEqual(BYTES);
    engine.vault.destroy('j-1');
    expect(engine.vault.get('j-1', 'doc-1')).toMatchObject({ ok: false, error: { code: 'missing' } });
    expect(unwrap(engine.vault.get('j-2', 'doc-2'))).toEqual(BYTES);
  });

  it('leaves nothing readable on the disk', () => {
    const dir = temporaryDirectory();
    withDocument(dir);
    for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const content = readFileSync(join(entry.parentPath, entry.name));
      for (const text of ['Giấy khai sinh', '068190001234', 'SQLite format'])
        expect(content.includes(text), `${text} in ${entry.name}`).toBe(false);
    }
  });

  it('notices every kind of alteration', () => {
    const dir = temporaryDirectory();
    const engine = withDocument(dir);
    engine.vault.put('j-1', 'doc-2', BYTES);
    const sealed = readFileSync(fileOf(dir));
    const alterations: [string, Uint8Array][] = [
      ['a flipped bit in the body', sealed.map((byte, index) => (index === 20 ? byte ^ 1 : byte))],
      ['a flipped bit in the tag', sealed.map((byte, index) => (index === sealed.length - 1 ? byte ^ 1 : byte))],
      ['a flipped bit in the nonce', sealed.map((byte, index) => (index === 5 ? byte ^ 1 : byte))],
      ['a cut end', sealed.subarray(0, -1)],
      ['nothing left', new Uint8Array(0)],
      ['more at the end', Buffer.concat([sealed, Buffer.from('x')])],
      ['the file of another document', readFileSync(fileOf(dir, 'doc-2'))],
    ];
    for (const [what, bytes] of alterations) {
      writeFileSync(fileOf(dir), bytes);
      expect(engine.vault.get('j-1', 'doc-1'), what).toMatchObject({ ok: false, error: { code: 'altered' } });
    }
    writeFileSync(fileOf(dir), sealed);
    expect(unwrap(engine.vault.get('j-1', 'doc-1'))).toEqual(BYTES);
  });

  it('cannot be opened with a file that was kept after its key was deleted', () => {
    const dir = temporaryDirectory();
    const engine = withDocument(dir);
    const kept = join(dir, 'kept');
    copyFileSync(fileOf(dir), kept);
    engine.vault.destroy('j-1');
    engine.vault.put('j-1', 'doc-9', BYTES);
    renameSync(kept, fileOf(dir));
    expect(engine.vault.get('j-1', 'doc-1')).toMatchObject({ ok: false, error: { code: 'altered' } });
  });

  it('takes no id that leads out of its folder', () => {
    const { engine } = inProcess(temporaryDirectory());
    for (const id of ['..', '../x', 'a/b', 'a\\b', '', 'a'.repeat(65), 'a.b', 'a\0']) {
      expect(() => engine.vault.put('j-1', id, BYTES), id).toThrow(RangeError);
      expect(() => engine.vault.destroy(id), id).toThrow(RangeError);
    }
  });

  it('sweeps what a kill left behind when the program starts, and only then', () => {
    const dir = temporaryDirectory();
    const engine = withDocument(dir);
    engine.vault.put('j-1', 'without-row', BYTES);
    writeFileSync(`${fileOf(dir)}.0011.tmp`, 'half');
    mkdirSync(join(storagePaths(dir).vault, 'j-without-key'));
    writeFileSync(fileOf(dir, 'doc-1', 'j-without-key'), 'x');
    engine.close();
    inProcess(dir, { firstStart: false }).engine.close();
    expect(filesIn(dir)).toHaveLength(4);
    const after = inProcess(dir).engine;
    expect(filesIn(dir)).toEqual(['doc-1.sealed']);
    expect(unwrap(after.vault.get('j-1', 'doc-1'))).toEqual(BYTES);
  });

  it('has the whole document or none after a SIGKILL at any step of putting it', async () => {
    const prepared = temporaryDirectory();
    const { engine } = inProcess(prepared);
    engine.write(
      [
        { write: 'journey.save', journey: journey('j-1') },
        { write: 'document.add', document: row('doc-1', 'j-1') },
      ],
      NOW,
    );
    engine.close();

    const counting = inProcess(copyOf(prepared)).engine;
    let calls = 0;
    const restore = atEachFileSystemCall(() => (calls += 1));
    counting.vault.put('j-1', 'doc-1', BYTES);
    restore();
    expect(calls).toBeGreaterThan(7);

    const killedAt = async (step: number): Promise<boolean> => {
      const dir = copyOf(prepared);
      const child = await promisify(execFile)(process.execPath, [PUT_AND_DIE, dir, String(step)]).catch(
        (error: { signal: string }) => error,
      );
      const acknowledged = 'stdout' in child && child.stdout === 'acknowledged\n';
      if (!acknowledged) expect(child).toMatchObject({ signal: 'SIGKILL' });
      const after = inProcess(dir).engine;
      const found = after.vault.get('j-1', 'doc-1');
      if (found.ok) expect(found.value).toEqual(new Uint8Array(300_000).fill(65));
      else expect(found.error.code, `step ${step}`).toBe('missing');
      expect(found.ok || !acknowledged).toBe(true);
      expect(filesIn(dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
      return acknowledged;
    };
    const outcomes = await Promise.all(Array.from({ length: calls + 1 }, (_, index) => killedAt(index + 1)));
    expect(outcomes).toEqual([...Array<boolean>(calls).fill(false), true]);
  }, 180_000);

  it('is left whole or gone when the machine stops at any step of destroying it', () => {
    const prepared = temporaryDirectory();
    withDocument(prepared).close();
    let finished = false;
    for (let step = 1; !finished; step += 1) {
      const dir = copyOf(prepared);
      const { engine } = inProcess(dir);
      finished = stoppedAt(step, () => engine.vault.destroy('j-1'));
      engine.close();
      const after = inProcess(dir).engine;
      expect(after.vault.get('j-1', 'doc-1')).toMatchObject({ ok: false, error: { code: 'missing' } });
      expect(filesIn(dir)).toEqual([]);
    }
  });
});
