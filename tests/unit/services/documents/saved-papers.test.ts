// Which of a dossier's papers are kept for the next one.

import { describe, expect, it } from 'vitest';
import type { KeptPage } from '../../../../main/domain/pages/kept-page.ts';
import type { Paper, Procedure } from '../../../../main/domain/procedures/procedure.ts';
import { savingWrites } from '../../../../main/services/documents/saved-papers.ts';

const paper = (id: string, more: Partial<Paper> = {}): Paper => ({ id, name: { vi: id, en: id }, originals: 1, copies: 0, required: false, ...more });
const page = (id: string, paperId: string, saved = false) => ({ id, paperId, ...(saved && { saved }) }) as KeptPage;

/** The ids of the papers that are kept, by what was filed; null where none is. */
function kept(asked: readonly Paper[], filed: readonly KeptPage[]): readonly string[] | null {
  const writes = savingWrites({ dossierId: 'j1', number: '068099001234', newOwner: 'p1', askedBy: 'citizen', procedure: { code: '9' } as Procedure, asked, filed, rows: [] });
  const row = writes?.find(({ write }) => write === 'outbox.add');
  return row?.write === 'outbox.add' ? (JSON.parse(row.row.payload) as { papers: { kind: string }[] }).papers.map(({ kind }) => kind) : null;
}

describe('of a filed dossier is kept', () => {
  it('what has pages that are new, as the kind of paper that it is', () => {
    expect(kept([paper('deed'), paper('lease', { kind: 'lease' }), paper('area')], [page('a', 'deed'), page('b', 'lease')])).toEqual(['9/deed', 'lease']);
    expect(kept([paper('deed')], [page('a', 'deed', true)])).toBeNull();
    expect(kept([paper('deed')], [])).toBeNull();
  });

  it('nothing that serves one dossier alone', () => {
    expect(kept([paper('deed'), paper('letter', { once: true })], [page('a', 'deed'), page('b', 'letter')])).toEqual(['9/deed']);
    expect(kept([paper('letter', { once: true })], [page('b', 'letter')])).toBeNull();
  });
});
