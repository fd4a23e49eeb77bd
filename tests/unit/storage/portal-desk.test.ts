// What staff can do with messages that the portal does not take, on the real database.

import { describe, expect, it, onTestFinished } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import { createPortalDesk } from '../../../main/services/submission/portal-desk.ts';
import { documentRow, dossierRow } from '../../../main/services/submission/portal-rows.ts';
import { createWorld } from '../../simulation/kernel/world.ts';
import { newDossier } from './helpers.ts';

async function desk() {
  const world = createWorld({ seed: 1, startAt: Date.UTC(2026, 10, 24, 2) });
  onTestFinished(() => world.close());
  const { store, clock } = world.begin();
  let woken = 0;
  const portalDesk = createPortalDesk({ store, clock, outboxChanged: () => void (woken += 1) });
  for (const id of ['j1', 'j2']) {
    unwrap(await store.write([{ write: 'dossier.register', dossier: newDossier(id) }, { write: 'outbox.add', row: dossierRow(id) }, { write: 'outbox.add', row: documentRow(id, `${id}d`) }]));
  }
  const [first] = unwrap(await store.read('outbox.ofStream', { stream: 'portal:j1' }));
  unwrap(await store.write([{ write: 'outbox.setAside', id: first!.id, error: 'refused' }, { write: 'dossier.portal', id: 'j1', state: 'setAside' }]));
  const portalOf = async (id: string) => unwrap(await store.read('dossier.byId', { id }))?.portal;
  return { store, clock, portalDesk, id: first!.id, portalOf, woken: () => woken };
}

describe('the desk of messages to the portal', () => {
  it('lists what is set aside first and what waits behind it, with how much there is and since when', async () => {
    const { portalDesk, clock } = await desk();
    expect(await portalDesk.messages(10)).toMatchObject([
      { state: 'setAside', reason: 'refused', kind: 'portal.dossier', dossierId: 'j1' },
      { state: 'behind', kind: 'portal.document', dossierId: 'j1' },
      { state: 'waiting', dossierId: 'j2' },
      { state: 'waiting', dossierId: 'j2' },
    ]);
    expect(await portalDesk.backlog()).toEqual({ dossiers: 2, messages: 4, setAside: 1, since: clock.now() });
  });

  it('blocks its own dossier only', async () => {
    const { store, clock } = await desk();
    const due = unwrap(await store.read('outbox.due', { now: clock.now(), limit: 10 }));
    expect(due.map(({ subject }) => subject)).toEqual(['j2']);
  });

  it('sends again, once, and says by whom', async () => {
    const { store, portalDesk, id, portalOf, clock, woken } = await desk();
    expect(await portalDesk.sendAgain(id, 'an')).toBe(true);
    expect(await portalDesk.sendAgain(id, 'an')).toBe(false);
    expect(woken()).toBe(1);
    expect(await portalOf('j1')).toBe('waiting');
    expect(unwrap(await store.read('outbox.due', { now: clock.now(), limit: 10 })).map(({ subject }) => subject)).toEqual(['j1', 'j2']);
    expect(unwrap(await store.read('audit.verify'))).toEqual({ lines: 1, brokenAt: null });
  });

  it('closes what the portal has by another way, and the dossier’s papers follow', async () => {
    const { store, portalDesk, id, portalOf } = await desk();
    expect(await portalDesk.close(id, 'enteredByHand', 'an')).toBe(true);
    expect(await portalOf('j1')).toBe('accepted');
    expect(unwrap(await store.read('outbox.ofStream', { stream: 'portal:j1' }))).toMatchObject([{ kind: 'portal.document', state: 'waiting' }]);
  });

  it('closes with a dossier that is never sent all that would follow it, and never takes what is not set aside', async () => {
    const { store, portalDesk, id, portalOf } = await desk();
    const [waiting] = unwrap(await store.read('outbox.ofStream', { stream: 'portal:j2' }));
    expect(await portalDesk.close(waiting!.id, 'mistake', 'an')).toBe(false);
    expect(await portalDesk.close(id, 'withdrawn', 'an')).toBe(true);
    expect(await portalOf('j1')).toBe('setAside');
    expect(unwrap(await store.read('outbox.ofStream', { stream: 'portal:j1' }))).toEqual([]);
    unwrap(await store.write([{ write: 'outbox.add', row: dossierRow('j1') }]));
    expect(unwrap(await store.read('outbox.ofStream', { stream: 'portal:j1' }))).toEqual([]);
  });
});
