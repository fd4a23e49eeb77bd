// Failed sign-ins and look-ups, and until when a subject is locked.

import type { Connection } from '../database.ts';
import type { Repository } from './handlers.ts';

export function lockouts(connection: Connection): Repository<'lockout.save' | 'lockout.prune', 'lockout'> {
  const save = connection.prepare(`
    INSERT INTO lockouts (subject, failures, locked_until) VALUES (@subject, @failures, @lockedUntil)
    ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, locked_until = excluded.locked_until`);
  const prune = connection.prepare(`DELETE FROM lockouts WHERE subject LIKE 'lookUp:%' AND locked_until < ?`);
  const find = connection.prepare('SELECT failures, locked_until AS lockedUntil FROM lockouts WHERE subject = ?');
  return {
    writes: {
      'lockout.save': ({ subject, failures, lockedUntil }) => {
        save.run({ subject, failures, lockedUntil });
        return null;
      },
      'lockout.prune': ({ before }) => {
        prune.run(before);
        return null;
      },
    },
    queries: {
      lockout: ({ subject }) =>
        (find.get(subject) as { failures: number; lockedUntil: number } | undefined) ?? { failures: 0, lockedUntil: 0 },
    },
  };
}
