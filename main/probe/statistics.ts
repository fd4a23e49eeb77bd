// `probe statistics --data DIR --from YYYY-MM-DD --to YYYY-MM-DD`: the report of a period, without the program running.

import { isIsoDate } from '../domain/calendar/iso-date.ts';
import { createCatalogue } from '../domain/procedures/catalogue.ts';
import { shippedProcedures } from '../domain/procedures/shipped.ts';
import { statisticsReport } from '../services/statistics/report.ts';
import type { Store } from '../services/store.ts';
import { guarded, openEngine } from '../storage/engine.ts';
import { presentDatabaseKey } from '../storage/keys.ts';
import { answerOf, parseArguments, refused, tools, wrongUsage } from './member.ts';
import type { ProbeAnswer } from './member.ts';

const USAGE = 'statistics --data DIR --from YYYY-MM-DD --to YYYY-MM-DD';

export async function statistics(args: string[]): Promise<ProbeAnswer> {
  const parsed = parseArguments(args, ['data', 'from', 'to']);
  const [dir, from, to] = ['data', 'from', 'to'].map((name) => parsed?.options.get(name));
  if (parsed === undefined || parsed.words.length > 0 || dir === undefined || from === undefined || to === undefined) return wrongUsage(USAGE);
  if (!isIsoDate(from) || !isIsoDate(to) || from > to) return wrongUsage(USAGE);
  const found = presentDatabaseKey(dir, null);
  if (!found.ok) return refused(found.error);
  const opened = openEngine({ dir, key: found.value.key, firstStart: false, now: tools.clock.now() });
  if (!opened.ok) return refused(opened.error);
  const engine = opened.value;
  try {
    const store: Pick<Store, 'read'> = { read: async (query, ...given) => guarded(() => engine.read(query, given[0] as never)) };
    return answerOf(await statisticsReport({ store, catalogue: createCatalogue(shippedProcedures()), now: tools.clock.now() }, { from, to }));
  } finally {
    engine.close();
  }
}
