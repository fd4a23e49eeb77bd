// The catalogue and its updates as the technician's window sees them.

import type { CatalogueReply, CatalogueView } from '../../../preload/contract/catalogue.ts';
import { vietnamDay } from '../../domain/calendar/vietnam-time.ts';
import type { Catalogue } from '../../domain/procedures/catalogue.ts';
import type { Result } from '../../domain/result.ts';
import type { CatalogueUpdates, UpdateFailure } from '../../services/catalogue/updates.ts';

export function catalogueView(updates: Pick<CatalogueUpdates, 'list' | 'keyIsSet'>, catalogue: Catalogue, now: number): CatalogueView {
  return {
    keyIsSet: updates.keyIsSet(),
    procedures: catalogue.all(vietnamDay(now)).map(({ code, version, name, verified }) => ({ code, version, name: name.vi, verified })),
    updates: updates.list().map(({ heldBy: _, takenBackBy: __, ...update }) => update),
  };
}

export function catalogueReply(done: Result<{ readonly serial: number }, UpdateFailure>): CatalogueReply {
  if (done.ok) return { done: true, serial: done.value.serial };
  const { code: reason, detail } = done.error;
  const line = 'line' in done.error ? done.error.line : undefined;
  return { done: false, reason, ...(line !== undefined && { line }), ...(detail !== undefined && { detail }) };
}
