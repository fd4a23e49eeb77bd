// SQLite's full check of the whole file, for the technician; the start does the quick one.

import type { Queries } from '../services/store.ts';
import { cipherOf, damageOf, schemaVersion } from './database.ts';
import type { Connection } from './database.ts';

export function integrity(connection: Connection): Queries['integrity']['reply'] {
  const damage = damageOf(connection, 'full');
  return {
    sound: damage === null,
    detail: damage ?? 'ok',
    schemaVersion: schemaVersion(connection),
    cipher: cipherOf(connection),
  };
}
