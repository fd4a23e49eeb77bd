// What was erased stays erased when an older backup is restored, and the words that it was found by leave the file.

import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import type { Erased } from '../../../main/domain/dossier/dossier.ts';
import { connect } from '../../../main/storage/database.ts';
import type { Engine } from '../../../main/storage/engine.ts';
import { forgetErasures, noteErasures, readErasures } from '../../../main/storage/erasure-notes.ts';
import { restoreDatabase } from '../../../main/storage/maintenance.ts';
import { storagePaths } from '../../../main/storage/paths.ts';
import { backupOf, inProcess, journey, newDossier, NOW, temporaryDirectory, TEST_KEY } from './helpers.ts';

const DAY = 86_400_000;
const OPTIONS = { key: TEST_KEY, now: NOW + 2 * DAY };
const person = (name: string) => ({ number: { value: '068190001234', source: 'qr' as const }, fullName: { value: name, source: 'qr' as const } });

/** Three dossiers with a document each, and a backup of them. */
function counter() {
  const dir = temporaryDirectory();
  const { engine } = inProcess(dir);
  for (const id of ['d-1', 'd-2', 'd-3']) {
    engine.write([{ write: 'journey.save', journey: journey(id) }], NOW);
    engine.vault.put(id, `${id}-p`, new Uint8Array([1, 2, 3]));
    engine.write([{ write: 'dossier.register', dossier: newDossier(id, { applicant: person('Zwieback Ypsilon') }) }, { write: 'dossier.step', id, event: { n: 1, actor: 'an', kind: 'step', status: 'withdrawn' } }], NOW);
  }
  const { file } = backupOf(dir);
  return { dir, engine, file, notes: storagePaths(dir).erasures };
}
const erase = (engine: Engine, id: string, what: Erased, n = 2, actor = 'an') => engine.write([{ write: 'dossier.erase', id, n, actor, what, reason: 'Đơn số 7' }], NOW + DAY);
const found = (engine: Engine) => engine.read('dossiers.search', { text: 'zwieback', limit: 9 }).found.map(({ dossier }) => dossier.id);

describe('a backup from before an erasure', () => {
  it('is erased again when it is restored: person, search, documents’ key, and the log says so', () => {
    const { dir, engine, file } = counter();
    erase(engine, 'd-1', 'all');
    erase(engine, 'd-2', 'documents', 2, 'system');
    engine.close();
    unwrap(restoreDatabase(dir, file, OPTIONS));
    const { engine: restored } = inProcess(dir);
    expect(restored.read('dossier.byId', { id: 'd-1' })?.dossier).toMatchObject({ erased: 'all', applicant: { number: { value: '' } } });
    expect(restored.read('dossier.byId', { id: 'd-2' })?.dossier).toMatchObject({ erased: 'documents', applicant: { number: { value: '068190001234' } } });
    expect(['d-1', 'd-2', 'd-3'].map((id) => restored.vault.get(id, `${id}-p`).ok)).toEqual([false, false, true]);
    expect(found(restored)).toEqual(['d-3', 'd-2']);
    expect(restored.read('dossiers.erasures', { limit: 9 })).toMatchObject([
      { actor: 'an', erased: 'all', at: NOW + DAY, reason: 'Xóa lại sau khi khôi phục bản sao lưu' },
      { actor: 'system', erased: 'documents', at: NOW + DAY },
    ]);
    expect(restored.read('audit.verify', undefined)).toEqual({ lines: 2, brokenAt: null });
    restored.close();
    // Restored once more it is the same.
    unwrap(restoreDatabase(dir, file, { ...OPTIONS, now: OPTIONS.now + 1_000 }));
    expect(found(inProcess(dir).engine)).toEqual(['d-3', 'd-2']);
  });

  it('has no papers of whoever took back that they may be kept', () => {
    const { dir, engine } = counter();
    const number = '068190001234';
    const pages = [{ id: 'x', paperId: 'lease', mime: 'image/jpeg' as const, bytes: 3, sha256: 'a'.repeat(64) }];
    engine.write([{ write: 'saved.allow', dossierId: 'd-1', number, owner: 'p-1', askedBy: 'citizen' }, { write: 'saved.add', dossierId: 'd-1', owner: 'p-1', papers: [{ id: 's', kind: 'lease', name: { vi: 'Hợp đồng', en: 'Lease' }, pages }] }], NOW);
    engine.vault.put('p-1', 'x', new Uint8Array([1, 2, 3]));
    const { file } = backupOf(dir, NOW + 1_000);
    expect(engine.vault.get('p-1', 'x').ok).toBe(true);
    engine.write([{ write: 'saved.withdraw', owner: 'p-1', actor: 'citizen' }], NOW + DAY);
    engine.close();
    unwrap(restoreDatabase(dir, file, OPTIONS));
    const { engine: restored } = inProcess(dir);
    expect(restored.read('saved.ofPerson', { number })).toBeNull();
    expect(restored.vault.get('p-1', 'x')).toMatchObject({ ok: false, error: { detail: 'no key' } });
  });

  it('keeps what was not erased after all: of two officers one was refused', () => {
    const { dir, engine, file } = counter();
    expect(() => erase(engine, 'd-1', 'all', 5)).toThrow('conflict');
    erase(engine, 'd-2', 'all');
    expect(() => erase(engine, 'd-2', 'all', 2, 'binh')).toThrow('conflict');
    engine.close();
    unwrap(restoreDatabase(dir, file, OPTIONS));
    expect(found(inProcess(dir).engine)).toEqual(['d-3', 'd-1']);
  });

  it('is erased again by what the database itself knew where no notes were kept yet', () => {
    const { dir, engine, file, notes } = counter();
    erase(engine, 'd-3', 'all');
    engine.close();
    rmSync(notes);
    inProcess(dir).engine.close();
    unwrap(restoreDatabase(dir, file, OPTIONS));
    expect(found(inProcess(dir).engine)).toEqual(['d-2', 'd-1']);
  });
});

describe('the notes', () => {
  const note = (id: string, actor = 'system', at = 5) => ({ id, what: 'all' as const, at, actor });

  it('hold nothing of a person', () => {
    const { engine, notes } = counter();
    erase(engine, 'd-1', 'all');
    expect(readFileSync(notes, 'utf8').trim()).toBe(`{"id":"d-1","what":"all","at":${NOW + DAY},"actor":"an"}`);
  });

  it('are read around a line that was torn, and go on after it', () => {
    const file = join(temporaryDirectory(), 'notes');
    noteErasures(file, [note('a')]);
    appendFileSync(file, '{"id":"b","wh');
    noteErasures(file, [note('c')]);
    expect(readErasures(file).map(({ id }) => id)).toEqual(['a', 'c']);
  });

  it('forget what no backup holds and the rules erase by themselves, never a citizen’s request', () => {
    const file = join(temporaryDirectory(), 'notes');
    noteErasures(file, [note('rule'), note('asked', 'an'), note('new', 'system', 10)]);
    forgetErasures(file, 10);
    expect(readErasures(file).map(({ id }) => id)).toEqual(['asked', 'new']);
  });

  it('are never more than what can be read, whatever bytes lie in their place', () => {
    const file = join(temporaryDirectory(), 'notes');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), fc.array(fc.json(), { maxLength: 4 }), (bytes, lines) => {
        writeFileSync(file, Buffer.concat([bytes, Buffer.from(`\n${lines.join('\n')}\n`)]));
        expect(readErasures(file)).toEqual([]);
      }),
    );
  });
});

describe('words of the search', () => {
  /** What lies in the index's parts, as bytes. */
  const indexed = (dir: string) => {
    const raw = connect(storagePaths(dir).database, { key: TEST_KEY, readonly: true });
    const blocks = raw.prepare('SELECT block FROM dossier_search_data').pluck().all() as Buffer[];
    raw.close();
    return Buffer.concat(blocks).toString('latin1');
  };

  it('lie in the file until they are merged away, piece by piece, also over a restart', () => {
    const { dir, engine } = counter();
    for (const id of ['d-1', 'd-2', 'd-3']) erase(engine, id, 'all');
    expect(found(engine)).toEqual([]);
    expect(indexed(dir)).toContain('zwieback');
    engine.write([{ write: 'search.forget' }], NOW);
    engine.close();
    const { engine: again } = inProcess(dir);
    let pieces = 0;
    for (; again.read('search.toForget', undefined) && pieces < 100; pieces += 1) again.write([{ write: 'search.forget' }], NOW);
    expect(pieces).toBeLessThan(100);
    expect(indexed(dir)).not.toContain('zwieback');
    expect(again.read('dossiers.search', { text: 'da rut', limit: 9 }).found).toHaveLength(3);
    expect(again.read('integrity', undefined)).toMatchObject({ sound: true });
  });
});
