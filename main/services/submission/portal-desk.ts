// What waits for the portal and what was set aside, for staff: why, since when, and the two things that can be done with
// a message that the portal does not take. Each is one transaction with its audit line.

import type { Clock } from '../ports.ts';
import type { OutboxRow, Store, Write } from '../store.ts';
import { assemblyStream } from '../documents/assembly-rows.ts';
import { DESK_KINDS } from './portal-rows.ts';
import type { DeskKind } from './portal-rows.ts';

/** Why a message is closed unsent. The first two: the portal has it, by another way. */
export type ClosingReason = 'enteredByHand' | 'alreadyThere' | 'withdrawn' | 'mistake';

export type PortalBacklog = { readonly dossiers: number; readonly messages: number; readonly setAside: number; readonly since: number | null };

export type WaitingMessage = {
  readonly id: number;
  readonly kind: DeskKind;
  readonly state: 'waiting' | 'setAside' | 'behind';
  readonly dossierId: string;
  readonly code: string;
  readonly since: number;
  readonly attempts: number;
  /** A code: `refused`, `unreachable`, `timeOut` … */
  readonly reason?: string;
  readonly nextTryAt?: number;
};

export type PortalDesk = {
  backlog(): Promise<PortalBacklog | null>;
  /** What is set aside first, then by age; `limit` at most. */
  messages(limit: number): Promise<readonly WaitingMessage[] | null>;
  /** False where the message is not set aside any more, or it could not be kept. */
  sendAgain(id: number, officerId: string): Promise<boolean>;
  close(id: number, reason: ClosingReason, officerId: string): Promise<boolean>;
};

export function createPortalDesk(options: {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly clock: Clock;
  readonly outboxChanged: () => void;
}): PortalDesk {
  const { store, clock, outboxChanged } = options;

  async function setAsideRow(id: number): Promise<OutboxRow | null> {
    const row = await store.read('outbox.byId', { id });
    return row.ok && row.value?.state === 'setAside' && isDeskKind(row.value.kind) ? row.value : null;
  }

  /** Once nothing of a dossier is set aside, it waits or is accepted as it was before. */
  async function portalState(row: OutboxRow, hasIt: boolean): Promise<readonly Write[]> {
    // The dossier itself does not wait for a paper that is still being made.
    if (row.kind === 'document.assemble') return [];
    const rest = await store.read('outbox.ofStream', { stream: row.stream });
    const others = rest.ok ? rest.value.filter(({ id }) => id !== row.id) : [];
    if (others.some(({ state }) => state === 'setAside')) return [];
    return [{ write: 'dossier.portal', id: row.subject, state: hasIt ? 'accepted' : 'waiting' }];
  }

  /** Its messages, and its papers that are still being made. */
  async function rowsOfDossier({ subject, stream }: OutboxRow): Promise<readonly number[] | null> {
    const kept = await store.read('dossier.byId', { id: subject });
    if (!kept.ok) return null;
    const streams = [stream, ...(kept.value?.dossier.documents ?? []).map(({ id }) => assemblyStream(id))];
    const rows = await Promise.all(streams.map((one) => store.read('outbox.ofStream', { stream: one })));
    return rows.every((read) => read.ok) ? rows.flatMap((read) => (read.ok ? read.value.map(({ id }) => id) : [])) : null;
  }

  async function keep(writes: readonly Write[]): Promise<boolean> {
    const kept = await store.write(writes);
    if (kept.ok) outboxChanged();
    return kept.ok;
  }

  return {
    async backlog() {
      const backlog = await store.read('outbox.backlog', { kinds: DESK_KINDS });
      if (!backlog.ok) return null;
      const { subjects, rows, setAside, since } = backlog.value;
      return { dossiers: subjects, messages: rows, setAside, since };
    },
    async messages(limit) {
      const open = await store.read('outbox.open', { kinds: DESK_KINDS, limit });
      if (!open.ok) return null;
      const codes = new Map<string, string>();
      const stopped = new Set(open.value.filter(({ state }) => state === 'setAside').map(({ stream }) => stream));
      const listed: WaitingMessage[] = [];
      for (const row of open.value) {
        if (!codes.has(row.subject)) {
          const kept = await store.read('dossier.byId', { id: row.subject });
          codes.set(row.subject, kept.ok && kept.value ? kept.value.dossier.code : '');
        }
        listed.push({
          id: row.id,
          kind: row.kind as DeskKind,
          state: row.state === 'setAside' ? 'setAside' : stopped.has(row.stream) ? 'behind' : 'waiting',
          dossierId: row.subject,
          code: codes.get(row.subject)!,
          since: row.createdAt,
          attempts: row.attempts,
          ...(row.lastError !== undefined && { reason: row.lastError }),
          ...(row.state === 'waiting' && row.notBefore > clock.now() && { nextTryAt: row.notBefore }),
        });
      }
      return listed;
    },
    async sendAgain(id, officerId) {
      const row = await setAsideRow(id);
      if (!row) return false;
      return keep([
        { write: 'outbox.release', id },
        ...(await portalState(row, row.kind !== 'portal.dossier')),
        { write: 'audit', line: { actor: officerId, action: 'portal.sendAgain', subject: row.subject, details: { row: id, kind: row.kind } } },
      ]);
    },
    async close(id, reason, officerId) {
      const row = await setAsideRow(id);
      if (!row) return false;
      const portalHasIt = reason === 'enteredByHand' || reason === 'alreadyThere';
      // A dossier that the portal never gets has nothing to follow it.
      const dropsAll = row.kind === 'portal.dossier' && !portalHasIt;
      const closed = dropsAll ? await rowsOfDossier(row) : [id];
      if (!closed) return false;
      return keep([
        ...closed.map((one): Write => ({ write: 'outbox.close', id: one, reason })),
        ...(dropsAll ? [] : await portalState(row, true)),
        { write: 'audit', line: { actor: officerId, action: 'portal.closed', subject: row.subject, details: { row: id, kind: row.kind, reason, messages: closed.length } } },
      ]);
    },
  };
}

const isDeskKind = (kind: string): kind is DeskKind => (DESK_KINDS as readonly string[]).includes(kind);
