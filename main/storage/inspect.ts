// Looks at a database without changing it, also while the program runs: for the probe.

import { fail } from '../domain/result.ts';
import type { Failure, Result } from '../domain/result.ts';
import type { Queries, StoreFailure } from '../services/store.ts';
import { listBackups } from './backup.ts';
import { openOrCreate, schemaVersion } from './database.ts';
import { guarded } from './engine.ts';
import { integrity } from './integrity.ts';
import { LATEST_VERSION, refuseNewer } from './migrations/index.ts';
import { databaseExists, storagePaths } from './paths.ts';
import { repositories } from './repositories/index.ts';

export type Inspection = {
  readonly integrity: Queries['integrity']['reply'];
  /** Absent where the program has first to bring the file to its own version. */
  readonly content?: {
    readonly audit: Queries['audit.verify']['reply'];
    readonly outbox: Queries['outbox.count']['reply'];
    readonly openJourneys: number;
    readonly openPayments: number;
  };
  readonly backups: readonly { readonly file: string; readonly madeAt: string; readonly bytes: number }[];
};

export function inspectDatabase(
  dir: string,
  options: { readonly key: Uint8Array; readonly nativeBinding?: string },
): Result<Inspection, StoreFailure | Failure<'missing'>> {
  const paths = storagePaths(dir);
  if (!databaseExists(paths)) return fail('missing', 'there is no database in this folder');
  return guarded(() => {
    const connection = openOrCreate(paths, { ...options, readonly: true });
    try {
      refuseNewer(connection);
      const backups = listBackups(paths).map(({ file, madeAt, bytes }) => ({
        file,
        madeAt: new Date(madeAt).toISOString(),
        bytes,
      }));
      const checked = integrity(connection);
      if (!checked.sound || schemaVersion(connection) !== LATEST_VERSION) return { integrity: checked, backups };
      const { queries } = repositories(connection);
      const content = {
        audit: queries['audit.verify'](undefined),
        outbox: queries['outbox.count'](undefined),
        openJourneys: queries['journeys.open'](undefined).length,
        openPayments: queries['payments.open'](undefined).length,
      };
      return { integrity: checked, content, backups };
    } finally {
      connection.close();
    }
  });
}
