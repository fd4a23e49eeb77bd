// A numbered step of the database's layout. It runs once, in a transaction of its own, and is never changed afterwards.

import type { Connection } from '../database.ts';

export type Migration = {
  /** 1, 2, 3 … without a gap; becomes the file's `user_version`. */
  readonly version: number;
  readonly name: string;
  readonly up: (connection: Connection) => void;
};
