// Facts about the file itself, by name.

import type { Connection } from './database.ts';

export function readMeta(connection: Connection, name: string): string | null {
  return (connection.prepare('SELECT value FROM meta WHERE name = ?').pluck().get(name) as string | undefined) ?? null;
}

export function writeMeta(connection: Connection, name: string, value: string): void {
  connection
    .prepare('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value')
    .run(name, value);
}

/**
 * Running numbers of a day begin above this. 0, except on the day on which a backup was restored: the dossiers registered
 * after that backup are gone from the file but have been filed, and no code may be given twice.
 */
export function runningFloor(connection: Connection, day: string): number {
  return Number(readMeta(connection, `runningFloor ${day}`) ?? 0);
}

export function raiseRunningFloor(connection: Connection, day: string): void {
  const highest = connection.prepare('SELECT max(last) FROM running_numbers WHERE day = ?').pluck().get(day) as
    number | null;
  writeMeta(connection, `runningFloor ${day}`, String(Math.max(highest ?? 0, runningFloor(connection, day)) + 1_000));
}
