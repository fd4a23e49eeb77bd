// The shape of a repository: for each write and each query of the store's port, what it does with the connection.

import type { Queries, QueryName, Write, WriteReply } from '../../services/store.ts';

export type WriteHandlers = {
  /** Runs inside the transaction; `now` is the time of the whole transaction, ms. */
  readonly [K in Write['write']]: (write: Extract<Write, { write: K }>, now: number) => WriteReply[number];
};

export type QueryHandlers = { readonly [Q in QueryName]: (args: Queries[Q]['args']) => Queries[Q]['reply'] };

export type Repository<W extends Write['write'], Q extends QueryName> = {
  readonly writes: Pick<WriteHandlers, W>;
  readonly queries: Pick<QueryHandlers, Q>;
};

/** A row as SQLite gives it, without its NULLs. */
export function withoutNulls<T>(row: unknown): T {
  return Object.fromEntries(Object.entries(row as object).filter(([, value]) => value !== null)) as T;
}
