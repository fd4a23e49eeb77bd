// Form 07 over a period, printed on pages. Its rows are people: they are read from the store when the pages are drawn and kept
// nowhere else, so that what is erased of a dossier is erased here, too.

import { addDays, isIsoDate } from '../../domain/calendar/iso-date.ts';
import type { IsoDate } from '../../domain/identity/identity.ts';
import { momentOf } from '../../domain/calendar/vietnam-time.ts';
import type { Catalogue } from '../../domain/procedures/catalogue.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Failure, Result } from '../../domain/result.ts';
import { registerBook } from '../../domain/slips/forms/register-book.ts';
import type { Slip } from '../../domain/slips/slip.ts';
import type { FormSources } from '../printing/form-sources.ts';
import type { Store } from '../store.ts';

/** Both days belong to it. */
export type RegisterPeriod = { readonly from: IsoDate; readonly to: IsoDate };

export type Register = {
  /** How many dossiers will stand on it. */
  print(period: { readonly from: string; readonly to: string }, by: string): Promise<Result<{ readonly jobId: string; readonly dossiers: number }, Failure<'badPeriod' | 'noPagePrinter' | 'none' | 'tooMany' | 'store'>>>;
  /** Null where it cannot be read now. */
  slipOf(period: RegisterPeriod): Promise<Slip | null>;
};

export type RegisterOptions = FormSources & {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly catalogue: Catalogue;
  readonly outboxChanged: () => void;
};

/** Some hundred pages: more is printed in parts. */
export const MOST_IN_REGISTER = 1_500;

export function createRegister({ store, catalogue, templates, wayOf, unit, clock, random, outboxChanged }: RegisterOptions): Register {
  const read = ({ from, to }: RegisterPeriod) => store.read('dossiers.between', { from: momentOf(from, '00:00'), to: momentOf(addDays(to, 1), '00:00'), limit: MOST_IN_REGISTER + 1 });

  async function slipOf(period: RegisterPeriod): Promise<Slip | null> {
    const [kept, template] = [await read(period), templates().get('registerBook')];
    if (!kept.ok || !template) return null;
    const entries = kept.value.map(({ dossier, handedOverAt }) => {
      const procedure = catalogue.version(dossier.procedure.code, dossier.procedure.version);
      return { dossier, ...(procedure && { procedure }), ...(handedOverAt !== undefined && { handedOverAt }) };
    });
    return registerBook(template, { unit, printedAt: clock.now(), ...period, entries });
  }

  return {
    slipOf,
    async print({ from, to }, by) {
      if (!isIsoDate(from) || !isIsoDate(to) || from > to) return fail('badPeriod');
      const way = wayOf('registerBook');
      if (!way || way.paper === 'roll') return fail('noPagePrinter');
      const kept = await read({ from, to });
      if (!kept.ok) return fail('store', kept.error.code);
      if (kept.value.length === 0) return fail('none');
      if (kept.value.length > MOST_IN_REGISTER) return fail('tooMany', String(MOST_IN_REGISTER));
      const jobId = `register.${Buffer.from(random(12)).toString('hex')}`;
      const written = await store.write([
        { write: 'outbox.add', row: { key: jobId, kind: 'register.print', stream: 'print.pages', subject: jobId, payload: JSON.stringify({ from, to, askedAt: clock.now() }), priority: 2 } },
        { write: 'audit', line: { actor: by, action: 'register.printAsked', subject: jobId, details: { from, to, dossiers: kept.value.length } } },
      ]);
      if (!written.ok) return fail('store', written.error.code);
      outboxChanged();
      return ok({ jobId, dossiers: kept.value.length });
    },
  };
}
