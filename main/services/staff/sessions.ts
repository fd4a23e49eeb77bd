// Who is signed in: one officer at the staff window, a technician at theirs. PINs are checked against scrypt hashes from
// the settings; wrong ones are counted in the database, so that a restart does not forget them.

import { afterWrongPin, isLocked, NOT_LOCKED, triesLeft } from '../../domain/staff/lockout.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Clock } from '../ports.ts';
import type { Store } from '../store.ts';

export type Account = { readonly id: string; readonly name: string; readonly pin: string };

export type SignInOutcome =
  | { readonly signedIn: true }
  | { readonly signedIn: false; readonly reason: 'wrongPin' | 'locked' | 'unknownOfficer'; readonly lockedUntil?: number; readonly triesLeft?: number };

export type Sessions = {
  officers(): readonly { readonly id: string; readonly name: string }[];
  officer(): { readonly id: string; readonly name: string; readonly since: number } | null;
  technician(): boolean;
  technicianPinIsSet(): boolean;
  signInOfficer(officerId: string, pin: string): Promise<SignInOutcome>;
  signInTechnician(pin: string): Promise<SignInOutcome>;
  signOutOfficer(reason: 'asked' | 'idle' | 'windowClosed'): void;
  signOutTechnician(): void;
  /** The officer did something: the idle clock starts anew. */
  touch(): void;
  onChanged(listener: () => void): () => void;
  close(): void;
};

export type SessionsOptions = {
  readonly accounts: () => { readonly officers: readonly Account[]; readonly technicianPin: string | null };
  readonly verifyPin: (pin: string, hash: string) => Promise<boolean>;
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly clock: Clock;
  readonly log: Log;
};

/** An officer who leaves the desk is signed out; the citizen's journey goes on. */
const IDLE_MS = 15 * 60_000;

export function createSessions({ accounts, verifyPin, store, clock, log }: SessionsOptions): Sessions {
  let officer: { id: string; name: string; since: number } | null = null;
  let technician = false;
  let cancelIdle = () => {};
  const listeners = new Set<() => void>();
  const changed = () => [...listeners].forEach((listener) => listener());

  async function signIn(subject: string, hash: string | null | undefined, pin: string): Promise<SignInOutcome> {
    const kept = await store.read('lockout', { subject });
    const lockout = kept.ok ? kept.value : NOT_LOCKED;
    const now = clock.now();
    const refused = (reason: 'wrongPin' | 'locked' | 'unknownOfficer', more = {}): SignInOutcome => {
      log('staff.refused', { who: subject.startsWith('officer:') ? 'officer' : 'technician', reason });
      return { signedIn: false, reason, ...more };
    };
    if (isLocked(lockout, now)) return refused('locked', { lockedUntil: lockout.lockedUntil });
    if (!hash) return refused('unknownOfficer');
    const right = await verifyPin(pin, hash);
    const next = right ? NOT_LOCKED : afterWrongPin(lockout, now);
    await store.write([
      { write: 'lockout.save', subject, ...next },
      { write: 'audit', line: { actor: subject, action: right ? 'signedIn' : 'signInRefused', subject, details: { failures: next.failures } } },
    ]);
    if (right) return { signedIn: true };
    return isLocked(next, now) ? refused('locked', { lockedUntil: next.lockedUntil }) : refused('wrongPin', { triesLeft: triesLeft(next) });
  }

  function signOutOfficer(reason: 'asked' | 'idle' | 'windowClosed') {
    if (!officer) return;
    log('staff.signedOut', { officer: officer.id, reason });
    officer = null;
    cancelIdle();
    changed();
  }

  function touch() {
    cancelIdle();
    if (officer) cancelIdle = clock.after(IDLE_MS, () => signOutOfficer('idle'));
  }

  return {
    officers: () => accounts().officers.map(({ id, name }) => ({ id, name })),
    officer: () => officer,
    technician: () => technician,
    technicianPinIsSet: () => accounts().technicianPin !== null,
    async signInOfficer(officerId, pin) {
      const account = accounts().officers.find(({ id }) => id === officerId);
      const outcome = await signIn(`officer:${officerId}`, account?.pin, pin);
      if (outcome.signedIn && account) {
        officer = { id: account.id, name: account.name, since: clock.now() };
        log('staff.signedIn', { officer: account.id });
        touch();
        changed();
      }
      return outcome;
    },
    async signInTechnician(pin) {
      const outcome = await signIn('technician', accounts().technicianPin, pin);
      technician = outcome.signedIn;
      changed();
      return outcome;
    },
    signOutOfficer,
    signOutTechnician() {
      technician = false;
      changed();
    },
    touch,
    onChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      cancelIdle();
      listeners.clear();
    },
  };
}
