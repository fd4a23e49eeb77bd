// What the client and its worker say to each other.

import type { Failure, Result } from '../domain/result.ts';
import type { Queries, QueryName, StoreFailure, Write, WriteReply } from '../services/store.ts';
import type { Backup } from './backup.ts';
import type { EngineOptions, OpenReport } from './engine.ts';

/** A worker serves what it is sent, or, started for one thing `aside`, carries that out and ends. */
export type WorkerData = EngineOptions & { readonly aside?: Request };

/** Each call and what it gives. */
export type Calls = {
  write: { args: { readonly writes: readonly Write[]; readonly now: number }; reply: Result<WriteReply, StoreFailure> };
  read: {
    args: { readonly query: QueryName; readonly args: unknown };
    reply: Result<Queries[QueryName]['reply'], StoreFailure>;
  };
  'vault.put': {
    args: { readonly journeyId: string; readonly documentId: string; readonly bytes: Uint8Array };
    reply: Result<{ readonly sha256: string }, StoreFailure>;
  };
  'vault.get': {
    args: { readonly journeyId: string; readonly documentId: string };
    reply: Result<Uint8Array, StoreFailure | Failure<'missing' | 'altered'>>;
  };
  'vault.remove': {
    args: { readonly journeyId: string; readonly documentId: string };
    reply: Result<void, StoreFailure>;
  };
  'vault.destroy': { args: { readonly journeyId: string }; reply: Result<void, StoreFailure> };
  backup: { args: { readonly now: number }; reply: Result<Backup, StoreFailure> };
  /** What is no longer needed once there is a backup. */
  tidy: { args: { readonly now: number }; reply: Result<void, StoreFailure> };
  tryWriting: { args: { readonly now: number }; reply: Result<void, StoreFailure> };
  close: { args: undefined; reply: Result<void, StoreFailure> };
};
export type CallName = keyof Calls;

export type Request = {
  readonly [N in CallName]: { readonly id: number; readonly call: N; readonly args: Calls[N]['args'] };
}[CallName];

const LONG_QUERIES: readonly QueryName[] = ['integrity', 'audit.verify'];

/** Whether a call takes as long as the file is big, so that it has a thread of its own. */
export function isForAside(request: Request): boolean {
  return request.call === 'backup' || (request.call === 'read' && LONG_QUERIES.includes(request.args.query));
}

export type Message =
  | { readonly opened: Result<OpenReport, StoreFailure> }
  | { readonly id: number; readonly tookMs: number; readonly reply: Result<unknown, Failure> }
  /** The call threw something that is not a named failure: a bug of ours. */
  | { readonly id: number; readonly bug: string };
