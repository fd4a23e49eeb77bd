// The audit log. Each line's hash covers the line and the hash before it, so a line that was changed, put in or taken
// out is found by going through the chain.

import { createHash } from 'node:crypto';
import type { Connection } from '../database.ts';
import type { Repository } from './handlers.ts';

type Line = {
  readonly line: number;
  readonly at: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly details: string;
};

const BEFORE_THE_FIRST = '0'.repeat(64);

export function audit(connection: Connection): Repository<'audit', 'audit.verify'> {
  const last = connection.prepare('SELECT line, hash FROM audit ORDER BY line DESC LIMIT 1');
  const insert = connection.prepare(`
    INSERT INTO audit (line, at, actor, action, subject, details, hash)
    VALUES (@line, @at, @actor, @action, @subject, @details, @hash)`);
  const all = connection.prepare('SELECT line, at, actor, action, subject, details, hash FROM audit ORDER BY line');
  const everWritten = connection.prepare(`SELECT seq FROM sqlite_sequence WHERE name = 'audit'`).pluck();
  return {
    writes: {
      audit: ({ line: { actor, action, subject, details } }, now) => {
        const before = last.get() as { line: number; hash: string } | undefined;
        const line: Line = {
          line: (before?.line ?? 0) + 1,
          at: now,
          actor,
          action,
          subject,
          details: canonical(details),
        };
        insert.run({ ...line, hash: chainHash(before?.hash ?? BEFORE_THE_FIRST, line) });
        return null;
      },
    },
    queries: {
      'audit.verify': () => {
        let lines = 0;
        let hash = BEFORE_THE_FIRST;
        for (const row of all.iterate() as IterableIterator<Line & { hash: string }>) {
          if (row.line !== lines + 1 || row.hash !== chainHash(hash, row)) return { lines, brokenAt: lines + 1 };
          hash = row.hash;
          lines += 1;
        }
        const written = (everWritten.get() as number | undefined) ?? 0;
        return { lines, brokenAt: written === lines ? null : lines + 1 };
      },
    },
  };
}

/** SHA-256 over the hash before and the line as a JSON array, lower-case hex. */
function chainHash(before: string, { line, at, actor, action, subject, details }: Line): string {
  return createHash('sha256')
    .update(before)
    .update(JSON.stringify([line, at, actor, action, subject, details]))
    .digest('hex');
}

/** The details with their names in order, so that the same details give the same text. */
function canonical(details: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.fromEntries(Object.entries(details).sort(([a], [b]) => (a < b ? -1 : 1))));
}
