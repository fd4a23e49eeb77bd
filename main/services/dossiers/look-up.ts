// A citizen looks a dossier up: by the QR on its slip, by the code and the secret typed from it, or all of a person's by
// the chip of the identity card. Of a slip, the secret beside the code is what opens it; wrong ones are counted in the
// database for that code, whether there is such a dossier or not, and lock it for a while. Of a card, only a chip that is
// proved genuine opens anything. What was found is kept in memory only, until it is closed, somebody begins a journey, or
// nobody has touched the screen for a minute. The portal is asked beside this machine, so that a dossier filed at another
// counter is found, too; where it does not answer, it is said that only this machine was asked.

import { createHash, timingSafeEqual } from 'node:crypto';
import { pause } from '../../base/clock.ts';
import { readLookUp } from '../../domain/dossier/dossier-code.ts';
import type { CodeShape } from '../../domain/dossier/dossier-code.ts';
import type { Dossier } from '../../domain/dossier/dossier.ts';
import { canOf } from '../../domain/identity/personal-number.ts';
import type { SavedPaper } from '../../domain/pages/saved-paper.ts';
import { afterWrongPin, isLocked, NOT_LOCKED } from '../../domain/staff/lockout.ts';
import { withdrawal } from '../documents/saved-papers.ts';
import type { CardReader, Clock, DeviceFailure, FoundAtPortal, Portal, PortalQuestion } from '../ports.ts';
import type { DossierEvent, Store, Write } from '../store.ts';

export type LookUpFailure = 'notFound' | 'notFoundHere' | 'noneAnywhere' | 'locked' | 'unavailable' | 'notASlip' | 'noCardReader' | 'cardUnreadable' | 'cardNotProved' | 'noneOfPerson';
export type FoundDossier = { readonly dossier: Dossier; readonly events: readonly DossierEvent[] };

export type LookedUp =
  | { readonly state: 'closed' }
  | { readonly state: 'asking' }
  | { readonly state: 'card'; readonly step: 'lay' | 'reading' | 'removed'; readonly percent: number }
  /** The portal is being asked. */
  | { readonly state: 'searching' }
  | { readonly state: 'failed'; readonly problem: LookUpFailure }
  | { readonly state: 'found'; readonly by: 'slip' | 'card'; readonly dossiers: readonly FoundDossier[]; readonly elsewhere: readonly FoundAtPortal[]; readonly onlyHere: boolean; readonly saved?: LookedUpPapers };

/** Papers that the card's owner lets be kept. `number` never leaves main. */
export type LookedUpPapers = { readonly number: string; readonly papers: readonly SavedPaper[]; readonly withdrawn?: 'done' | 'failed' };

export type LookUp = {
  readonly shape: CodeShape;
  readsCards(): boolean;
  current(): LookedUp;
  /** Asks for a slip or a card. */
  open(): void;
  /** By what the slip's QR says. */
  find(code: string, secret: string): Promise<void>;
  /** By what was typed from the slip; what cannot be a slip's is not found, too. */
  findTyped(figures: string, secret: string): Promise<void>;
  /** By the chip of this number's card, which is now to be laid on the reader. */
  readCard(number: string): Promise<void>;
  /** Whoever's card was proved takes back that papers may be kept: all of them go. */
  withdrawSaved(): Promise<void>;
  /** A code was scanned that says nothing here. */
  strange(): void;
  /** Somebody is still there. */
  touch(): void;
  close(): void;
  onChanged(listener: () => void): () => void;
};

export type LookUpOptions = {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly clock: Clock;
  /** Null where there is none or it does not work. */
  readonly reader: () => CardReader | null;
  readonly shape: CodeShape;
  readonly outboxChanged: () => void;
  readonly portal: Pick<Portal, 'find'>;
};

/** Long enough to read it slowly. */
const SHOWN_MS = 60_000;
/** A card that is not laid down by then is not coming. */
const CARD_MS = 60_000;
const PAUSE_MS = 400;
/** A person's newest; nobody reads more of them standing. */
const MOST_OF_A_PERSON = 20;
/** More tries than hands can make at once are not taken up. */
const MOST_WAITING = 8;
/** Nobody waits longer before the screen; what the portal says later is not shown. */
const PORTAL_MS = 8_000;
const CLOSED: LookedUp = { state: 'closed' };

export function createLookUp({ store, clock, reader, shape, portal, outboxChanged }: LookUpOptions): LookUp {
  const listeners = new Set<() => void>();
  let shown: LookedUp = CLOSED;
  let cancel = () => {};
  let asked = 0;
  let reading: AbortController | null = null;

  function show(next: LookedUp) {
    shown = next;
    touch();
    for (const listener of [...listeners]) listener();
  }

  function touch() {
    cancel();
    cancel = shown.state === 'closed' ? () => {} : clock.after(SHOWN_MS, close);
  }

  /** What was asked before this is not answered any more. */
  function newTurn(): number {
    reading?.abort();
    reading = null;
    return ++asked;
  }

  function close() {
    newTurn();
    if (shown.state !== 'closed') show(CLOSED);
  }

  const failed = (problem: LookUpFailure): LookedUp => ({ state: 'failed', problem });

  /** Null where the portal did not answer. */
  async function atPortal(by: PortalQuestion): Promise<readonly FoundAtPortal[] | null> {
    let stop = () => {};
    const late = new Promise<null>((resolve) => (stop = clock.after(PORTAL_MS, () => resolve(null))));
    const answer = portal.find(by).then((found) => (found.ok ? found.value : null));
    return Promise.race([answer, late]).finally(stop);
  }

  async function bySlip(code: string, secret: string, onAsking: () => void): Promise<LookedUp> {
    const subject = `lookUp:${createHash('sha256').update(code).digest('hex').slice(0, 32)}`;
    const [kept, tries] = await Promise.all([store.read('dossier.byCode', { code }), store.read('lockout', { subject })]);
    if (!kept.ok || !tries.ok) return failed('unavailable');
    const now = clock.now();
    if (isLocked(tries.value, now)) return failed('locked');
    const dossier = kept.value?.dossier;
    const here = isSame(secret, dossier?.secret ?? '') && dossier !== undefined ? dossier : undefined;
    if (!here) onAsking();
    const there = here ? [] : await atPortal({ code, secret });
    const right = here !== undefined || (there !== null && there.length > 0);
    const next = right ? NOT_LOCKED : afterWrongPin(tries.value, now);
    const written = await store.write([
      { write: 'lockout.save', subject, ...next },
      audit(right ? 'dossier.lookedUp' : 'dossier.lookUpRefused', dossier?.id ?? 'unknown', { by: 'slip', failures: next.failures, ...(right && !here && { at: 'portal' }) }),
    ]);
    // A wrong try that cannot be counted must not be free.
    if (!written.ok) return failed('unavailable');
    // Of a wrong secret and an unknown code the same is said, whether the portal was asked or not.
    if (!right) return failed(isLocked(next, now) ? 'locked' : there === null ? 'notFoundHere' : 'notFound');
    return found('slip', here ? [here] : [], there);
  }

  async function byPerson(number: string): Promise<LookedUp> {
    const [kept, savedPapers, there] = await Promise.all([
      store.read('dossiers.ofPerson', { number, limit: MOST_OF_A_PERSON }),
      store.read('saved.ofPerson', { number }),
      atPortal({ number }),
    ]);
    if (!kept.ok || !savedPapers.ok) return failed('unavailable');
    const papers = savedPapers.value?.papers ?? [];
    const known = new Set(kept.value.map(({ code }) => code));
    const elsewhere = there && there.filter(({ code }) => !known.has(code));
    const written = await store.write([
      ...kept.value.map(({ id }) => audit('dossier.lookedUp', id, { by: 'card' })),
      ...(elsewhere && elsewhere.length > 0 ? [audit('dossier.lookedUp', 'unknown', { by: 'card', at: 'portal', count: elsewhere.length })] : []),
    ]);
    if (!written.ok) return failed('unavailable');
    if (kept.value.length === 0 && papers.length === 0 && !elsewhere?.length) return failed(elsewhere ? 'noneAnywhere' : 'noneOfPerson');
    return found('card', kept.value, elsewhere, papers.length > 0 ? { number, papers } : undefined);
  }

  async function found(by: 'slip' | 'card', dossiers: readonly Dossier[], elsewhere: readonly FoundAtPortal[] | null, saved?: LookedUpPapers): Promise<LookedUp> {
    const events = await Promise.all(dossiers.map(({ id }) => store.read('dossier.events', { id })));
    const all = dossiers.map((dossier, at) => ({ dossier, events: events[at]! }));
    if (all.some((one) => !one.events.ok)) return failed('unavailable');
    return { state: 'found', by, dossiers: all.map((one) => ({ dossier: one.dossier, events: one.events.ok ? one.events.value : [] })), elsewhere: elsewhere ?? [], onlyHere: elsewhere === null, ...(saved && { saved }) };
  }

  async function withdrawSaved(): Promise<void> {
    if (shown.state !== 'found' || shown.by !== 'card' || !shown.saved) return;
    const turn = asked;
    const { saved, ...rest } = shown;
    const kept = await store.read('saved.ofPerson', { number: saved.number });
    const written = kept.ok && kept.value ? await store.write(withdrawal(kept.value, 'citizen')) : kept;
    // Gone meanwhile is gone, too.
    const done = written.ok || written.error.code === 'conflict';
    if (done) outboxChanged();
    if (turn === asked) show({ ...rest, saved: done ? { number: saved.number, papers: [], withdrawn: 'done' } : { ...saved, withdrawn: 'failed' } });
  }

  let queue: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  async function find(code: string, secret: string): Promise<void> {
    const turn = newTurn();
    if (waiting >= MOST_WAITING) return show(failed('unavailable'));
    waiting += 1;
    // One after another, or tries at the same moment would be counted once.
    const answer = queue.then(() => bySlip(code, secret, () => turn === asked && show({ state: 'searching' })));
    queue = answer.catch(() => {});
    const next = await answer.finally(() => (waiting -= 1));
    if (turn === asked) show(next);
  }

  async function readCard(number: string): Promise<void> {
    const turn = newTurn();
    const device = reader();
    if (!device) return show(failed('noCardReader'));
    const stop = new AbortController();
    reading = stop;
    const until = clock.now() + CARD_MS;
    show({ state: 'card', step: 'lay', percent: 0 });
    // Of the citizen before nothing is resumed.
    device.forget();
    while (turn === asked) {
      const result = await device.readIdentity({
        access: { can: canOf(number) },
        expectedNumber: number,
        portrait: false,
        resume: false,
        timeoutMs: CARD_MS,
        signal: stop.signal,
        onProgress: ({ percent }) => turn === asked && percent > 0 && show({ state: 'card', step: 'reading', percent }),
        onText: () => {},
      });
      if (turn !== asked) return;
      if (result.ok) {
        device.forget();
        const { verdict, fields } = result.value;
        const proved = verdict.overall === 'genuine' && fields.number?.value === number;
        const next = proved ? await byPerson(number) : failed('cardNotProved');
        if (turn === asked) show(next);
        return;
      }
      const problem = problemOf(result.error);
      if (problem !== null || clock.now() >= until) return show(failed(problem ?? 'cardUnreadable'));
      show({ state: 'card', step: result.error.reason === 'noMedia' ? 'lay' : 'removed', percent: 0 });
      await pause(clock, PAUSE_MS, stop.signal);
    }
  }

  return {
    shape,
    readsCards: () => reader() !== null,
    current: () => shown,
    open() {
      newTurn();
      show({ state: 'asking' });
    },
    find,
    async findTyped(figures, secret) {
      const slip = readLookUp(shape, figures, secret);
      if (slip.ok) return find(slip.value.code, slip.value.secret);
      newTurn();
      show(failed('notFound'));
    },
    readCard,
    strange() {
      newTurn();
      show(failed('notASlip'));
    },
    touch,
    withdrawSaved,
    close,
    onChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

const audit = (action: string, subject: string, details: Readonly<Record<string, string | number>>): Write => ({ write: 'audit', line: { actor: 'citizen', action, subject, details } });

/** Takes as long whatever the two are. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** What ends the reading; null where laying the card down again may help. */
function problemOf({ reason, code }: DeviceFailure): LookUpFailure | null {
  switch (reason) {
    case 'noMedia':
    case 'mediaRemoved':
    case 'cardCollision':
    case 'atrNotObtained':
      return null;
    case 'noReader':
    case 'readerRemoved':
    case 'serviceDown':
    case 'inUse':
      return 'noCardReader';
    default:
      return code === 'deviceNotReady' ? 'noCardReader' : 'cardUnreadable';
  }
}
