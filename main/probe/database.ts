// `probe database --data DIR`: looks at the database without changing it, also while the program runs.
// `probe database backup --data DIR` makes a backup; `probe database restore FILE --data DIR` puts one in the database's
// place, keeping what was there. Neither while the program runs.

import { backupDatabase, restoreDatabase } from '../storage/maintenance.ts';
import { inspectDatabase } from '../storage/inspect.ts';
import { presentDatabaseKey } from '../storage/keys.ts';
import { answerOf, fine, parseArguments, refused, tools, wrongUsage } from './member.ts';
import type { ProbeAnswer } from './member.ts';

const USAGE = 'database [backup | restore FILE] --data DIR';

export async function database(args: string[]): Promise<ProbeAnswer> {
  const parsed = parseArguments(args, ['data']);
  const dir = parsed?.options.get('data');
  if (parsed === undefined || dir === undefined) return wrongUsage(USAGE);
  const [action, file, ...rest] = parsed.words;
  const wanted = action === 'restore' ? 2 : action === undefined ? 0 : 1;
  if (parsed.words.length !== wanted || rest.length > 0 || ![undefined, 'backup', 'restore'].includes(action))
    return wrongUsage(USAGE);

  const found = presentDatabaseKey(dir, null);
  if (!found.ok) return refused(found.error);
  const { key, keyFrom } = found.value;
  const now = tools.clock.now();
  if (action === 'backup') return answerOf(backupDatabase(dir, { key, now }));
  if (action === 'restore') return answerOf(restoreDatabase(dir, file!, { key, now }));

  const seen = inspectDatabase(dir, { key });
  if (!seen.ok) return refused(seen.error);
  const { integrity, content, backups } = seen.value;
  const broken = !integrity.sound
    ? 'corrupt'
    : content !== undefined && content.audit.brokenAt !== null
      ? 'auditBroken'
      : null;
  const output = { keyFrom, ...seen.value.integrity, ...content, backups };
  return broken === null ? fine(output) : { status: 1, output: { refused: broken, ...output } };
}
