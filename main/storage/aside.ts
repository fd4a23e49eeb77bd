// What takes as long as the file is big: the daily backup, the check of the whole file, the chain of the audit log. Each is
// done by a thread of its own with a connection of its own, so that nothing waits for it: beside a log (WAL) one may read
// while another writes, and reads the file as it was when it began.

import type { Failure, Result } from '../domain/result.ts';
import { connect } from './database.ts';
import { guarded } from './engine.ts';
import type { EngineOptions } from './engine.ts';
import { backupDatabase } from './maintenance.ts';
import { storagePaths } from './paths.ts';
import type { Request } from './protocol.ts';
import { repositories } from './repositories/index.ts';

/** Opens the database that another thread has open, does the one thing, and closes it. */
export function carryOutAside(options: EngineOptions, request: Request): Result<unknown, Failure> {
  if (request.call === 'backup') return backupDatabase(options.dir, { ...options, now: request.args.now });
  if (request.call !== 'read') throw new Error(`${request.call} is not done aside`);
  const { query, args } = request.args;
  return guarded(() => {
    const connection = connect(storagePaths(options.dir).database, { ...options, readonly: true });
    try {
      const { queries } = repositories(connection);
      return (queries[query] as (args: unknown) => unknown)(args);
    } finally {
      connection.close();
    }
  });
}
