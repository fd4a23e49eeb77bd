// A paper that a person lets be kept for the next dossier: the last of its kind, whole, as it was scanned and judged.

import type { Translated } from '../fees/fee.ts';
import type { CardVerdict } from '../identity/identity.ts';
import type { Paper, Procedure } from '../procedures/procedure.ts';
import type { KeptPage } from './kept-page.ts';

export type SavedPaper = {
  readonly id: string;
  /** Names the folder and the key of its sealed pages. */
  readonly owner: string;
  readonly kind: string;
  readonly name: Translated;
  /** When its owner let it be kept, ms. */
  readonly savedAt: number;
  readonly pages: readonly KeptPage[];
};

/** Papers of one kind are the same document: named by the procedure's data, else the same paper of the same procedure. */
export function kindOf(procedure: Pick<Procedure, 'code'>, paper: Pick<Paper, 'id' | 'kind'>): string {
  return paper.kind ?? `${procedure.code}/${paper.id}`;
}

/** What is kept of a person is asked of and shown to nobody but whose card's chip proved who they are. */
export function mayUseSaved(card: CardVerdict | undefined): boolean {
  return card?.overall === 'genuine';
}

/** A page as it is kept for the next time: what was decided about its flaws is decided anew then. */
export function pageToSave(page: KeptPage): KeptPage {
  const { keptBy: _, saved: __, ...rest } = page;
  return rest;
}
