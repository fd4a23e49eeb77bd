// A slip's code and secret, and a card's chip, tried on the real database.

import { describe, expect, it } from 'vitest';
import { createLookUp } from '../../../../main/services/dossiers/look-up.ts';
import type { CardReader, ChipReading, DeviceFailure, FoundAtPortal, Portal } from '../../../../main/services/ports.ts';
import { codeShape } from '../../../../main/domain/dossier/dossier-code.ts';
import { fail, ok, unwrap } from '../../../../main/domain/result.ts';
import type { Store } from '../../../../main/services/store.ts';
import { guarded } from '../../../../main/storage/engine.ts';
import { inProcess, newDossier, temporaryDirectory } from '../../storage/helpers.ts';

const SHAPE = codeShape('{unit}-{YYMMDD}-{running:4}', 'H36.12');
const NUMBER = newDossier('any').applicant.number.value;

/** A reader that answers with these, one after another, and then waits until it is told to stop. */
function reader(...answers: readonly (ChipReading | DeviceFailure)[]): CardReader {
  const left = [...answers];
  return {
    forget: () => {},
    readIdentity: ({ signal }: { signal: AbortSignal }) => {
      const next = left.shift();
      if (!next) return new Promise((resolve) => signal.addEventListener('abort', () => resolve(fail('canceled'))));
      return Promise.resolve('code' in next ? { ok: false, error: next } : ok(next));
    },
  } as unknown as CardReader;
}
const chip = (overall: ChipReading['verdict']['overall'], number = NUMBER): ChipReading => ({ fields: { number: { value: number, source: 'dg1' } }, verdict: { overall } as ChipReading['verdict'] });

async function kiosk(card: CardReader | null = null, find: Portal['find'] = async () => ok([])) {
  let now = 1_800_000_000_000;
  let due: (() => void) | null = null;
  const { engine } = inProcess(temporaryDirectory());
  const store: Store = {
    write: async (writes) => guarded(() => engine.write(writes, now)),
    read: async (query, ...args) => guarded(() => engine.read(query, args[0] as never)),
  };
  const [registered] = unwrap(await store.write([{ write: 'dossier.register', dossier: newDossier('d-1') }]));
  const clock = { now: () => now, after: (_: number, run: () => void) => ((due = run), () => void (due = null)) };
  const start = () => createLookUp({ store, clock, reader: () => card, shape: SHAPE, portal: { find }, outboxChanged: () => {} });
  return { ...registered!, lookUp: start(), restarted: start, later: (ms: number) => void (now += ms), elapse: () => due?.(), store };
}
const WRONG = 'AAAAAAAA';

describe('looking a dossier up', () => {
  it('takes the secret; a wrong one and an unknown code look the same', async () => {
    const { lookUp, code, secret } = await kiosk();
    await lookUp.find(code, WRONG);
    expect(lookUp.current()).toEqual({ state: 'failed', problem: 'notFound' });
    await lookUp.find('H36.12-990101-9999', secret);
    expect(lookUp.current()).toEqual({ state: 'failed', problem: 'notFound' });
    await lookUp.find(code, secret);
    expect(lookUp.current()).toMatchObject({ state: 'found', by: 'slip', dossiers: [{ dossier: { id: 'd-1' }, events: [{ n: 0 }] }] });
  });

  it('is locked after five wrong secrets, at once or one by one, over a restart, and open again a minute later', async () => {
    const { lookUp, restarted, code, secret, later } = await kiosk();
    await Promise.all([1, 2, 3, 4, 5].map(() => lookUp.find(code, WRONG)));
    expect(lookUp.current()).toEqual({ state: 'failed', problem: 'locked' });
    const again = restarted();
    await again.find(code, secret);
    expect(again.current()).toEqual({ state: 'failed', problem: 'locked' });
    later(60_001);
    await again.find(code, secret);
    expect(again.current()).toMatchObject({ state: 'found' });
  });

  it('is forgotten after a while, and when it is closed before the answer is there', async () => {
    const { lookUp, code, secret, elapse } = await kiosk();
    await lookUp.find(code, secret);
    elapse();
    expect(lookUp.current()).toEqual({ state: 'closed' });
    const asked = lookUp.find(code, secret);
    lookUp.close();
    await asked;
    expect(lookUp.current()).toEqual({ state: 'closed' });
  });

  it('shows nothing where a wrong secret could not be counted', async () => {
    const { code, secret, store } = await kiosk();
    const lookUp = createLookUp({ store: { read: store.read, write: async () => ({ ok: false, error: { code: 'full' } }) as never }, clock: { now: () => 1_800_000_000_000, after: () => () => {} }, reader: () => null, shape: SHAPE, portal: { find: async () => ok([]) }, outboxChanged: () => {} });
    await lookUp.find(code, secret);
    expect(lookUp.current()).toEqual({ state: 'failed', problem: 'unavailable' });
  });

  it('locks a code that nobody has as it locks another', async () => {
    const { lookUp, secret } = await kiosk();
    for (let tries = 0; tries < 5; tries += 1) await lookUp.find('H36.12-990101-9999', secret);
    expect(lookUp.current()).toEqual({ state: 'failed', problem: 'locked' });
  });

  it('takes what was typed from the slip: the code’s figures, the secret in either case', async () => {
    const { lookUp, code, secret } = await kiosk();
    const figures = code.replace('H36.12', '').replace(/\D/g, '');
    await lookUp.findTyped(figures, ` ${secret.toLowerCase()}`);
    expect(lookUp.current()).toMatchObject({ state: 'found', by: 'slip' });
    for (const [typed, word] of [['12', secret], [figures, 'short'], [`${figures}1`, secret]]) {
      await lookUp.findTyped(typed!, word!);
      expect(lookUp.current()).toEqual({ state: 'failed', problem: 'notFound' });
    }
  });

  it('stays as long as somebody touches the screen', async () => {
    const { lookUp, elapse } = await kiosk();
    lookUp.open();
    expect(lookUp.current()).toEqual({ state: 'asking' });
    lookUp.touch();
    expect(lookUp.current()).toEqual({ state: 'asking' });
    elapse();
    expect(lookUp.current()).toEqual({ state: 'closed' });
    lookUp.touch();
    elapse();
    expect(lookUp.current()).toEqual({ state: 'closed' });
  });
});

describe('a dossier of another counter', () => {
  const elsewhere: FoundAtPortal = { code: 'H36.99-261101-0007', procedure: { code: '2.000635', name: 'Trích lục' }, status: 'processed', receivedAt: 5 };
  const unreached: Portal['find'] = async () => fail('unreachable');
  const secretOf = (wanted: string): Portal['find'] => async (by) => ok('secret' in by && by.secret === wanted ? [elsewhere] : []);

  it('is found at the portal by its slip, and not by a wrong secret, which is counted', async () => {
    const { lookUp, store } = await kiosk(null, secretOf('ABCD2345'));
    const states: string[] = [];
    lookUp.onChanged(() => states.push(lookUp.current().state));
    await lookUp.find(elsewhere.code, 'ABCD2345');
    expect(lookUp.current()).toMatchObject({ state: 'found', by: 'slip', dossiers: [], elsewhere: [elsewhere] });
    expect(states).toEqual(['searching', 'found']);
    expect(unwrap(await store.read('audit.verify')).lines).toBe(1);
    for (let tries = 0; tries < 5; tries += 1) await lookUp.find(elsewhere.code, WRONG);
    expect(lookUp.current()).toEqual({ state: 'failed', problem: 'locked' });
    await lookUp.find(elsewhere.code, 'ABCD2345');
    expect(lookUp.current()).toEqual({ state: 'failed', problem: 'locked' });
  });

  it('without the portal says that only this machine was asked, of a wrong secret as of an unknown code', async () => {
    const { lookUp, code, secret } = await kiosk(null, unreached);
    for (const [asked, word] of [[elsewhere.code, 'ABCD2345'], [code, WRONG]] as const) {
      await lookUp.find(asked, word);
      expect(lookUp.current()).toEqual({ state: 'failed', problem: 'notFoundHere' });
    }
    await lookUp.find(code, secret);
    expect(lookUp.current()).toMatchObject({ state: 'found', by: 'slip', dossiers: [{ dossier: { id: 'd-1' } }] });
  });

  it('of this machine the portal is not asked about', async () => {
    let asked = 0;
    const { lookUp, code, secret } = await kiosk(null, async () => ((asked += 1), ok([])));
    await lookUp.find(code, secret);
    expect([lookUp.current().state, asked]).toEqual(['found', 0]);
  });

  it('is not waited for longer than somebody stands there', async () => {
    const { lookUp, elapse } = await kiosk(null, () => new Promise(() => {}));
    const asked = lookUp.find(elsewhere.code, 'ABCD2345');
    await expect.poll(() => lookUp.current()).toEqual({ state: 'searching' });
    elapse();
    await asked;
    expect(lookUp.current()).toMatchObject({ state: 'failed', problem: 'notFoundHere' });
  });

  it('comes beside those of this machine for a proved card, once each, and who has none anywhere is told so', async () => {
    const { lookUp, code } = await kiosk(reader(chip('genuine')), async (by) => ok('number' in by && by.number === NUMBER ? [elsewhere, { ...elsewhere, code: (await mine).code }] : []));
    const mine = Promise.resolve({ code });
    await lookUp.readCard(NUMBER);
    expect(lookUp.current()).toMatchObject({ state: 'found', by: 'card', dossiers: [{ dossier: { code } }], elsewhere: [{ code: elsewhere.code }], onlyHere: false });
    const stranger = await kiosk(reader(chip('genuine', '001099000001')));
    await stranger.lookUp.readCard('001099000001');
    expect(stranger.lookUp.current()).toEqual({ state: 'failed', problem: 'noneAnywhere' });
    const alone = await kiosk(reader(chip('genuine')), unreached);
    await alone.lookUp.readCard(NUMBER);
    expect(alone.lookUp.current()).toMatchObject({ state: 'found', by: 'card', onlyHere: true });
  });
});

describe('by the card', () => {
  it('shows all of a person’s dossiers, and nobody else’s, when the chip is proved genuine', async () => {
    const { lookUp, store } = await kiosk(reader(chip('genuine')));
    const other = newDossier('d-2');
    await store.write([
      { write: 'dossier.register', dossier: { ...other, applicant: { number: { value: '001199000001', source: 'qr' } }, phone: NUMBER } },
      { write: 'dossier.register', dossier: newDossier('d-3') },
    ]);
    await lookUp.readCard(NUMBER);
    const shown = lookUp.current();
    expect(shown.state === 'found' && [shown.by, ...shown.dossiers.map(({ dossier }) => dossier.id)]).toEqual(['card', 'd-3', 'd-1']);
  });

  it.each([
    ['whose issuer is not known', chip('notFullyVerified'), 'cardNotProved'],
    ['that is refused', chip('refused'), 'cardNotProved'],
    ['of another number', chip('genuine', '001199000001'), 'cardNotProved'],
    ['that does not open', { code: 'invalidData', reason: 'wrongAccessKey' } as DeviceFailure, 'cardUnreadable'],
    ['when the reader goes', { code: 'deviceNotReady', reason: 'readerRemoved' } as DeviceFailure, 'noCardReader'],
  ])('shows nothing by a card %s', async (_, answer, problem) => {
    const { lookUp } = await kiosk(reader(answer));
    await lookUp.readCard(NUMBER);
    expect(lookUp.current()).toEqual({ state: 'failed', problem });
  });

  it('shows what its owner lets be kept, and takes it back: the key goes, and only a proved card does it', async () => {
    const { lookUp, store, code, secret } = await kiosk(reader(chip('genuine'), chip('genuine')));
    const pages = [{ id: 'a', paperId: 'lease', mime: 'image/jpeg' as const, bytes: 3, sha256: 'a'.repeat(64) }];
    unwrap(
      await store.write([
        { write: 'saved.allow', dossierId: 'd-1', number: NUMBER, owner: 'p-1', askedBy: 'citizen' },
        { write: 'saved.add', dossierId: 'd-1', owner: 'p-1', papers: [{ id: 's', kind: 'lease', name: { vi: 'Hợp đồng thuê', en: 'Lease' }, pages }] },
      ]),
    );
    await lookUp.find(code, secret);
    await lookUp.withdrawSaved();
    expect(lookUp.current()).not.toHaveProperty('saved');
    await lookUp.readCard(NUMBER);
    expect(lookUp.current()).toMatchObject({ state: 'found', saved: { papers: [{ kind: 'lease' }] } });
    await lookUp.withdrawSaved();
    expect(lookUp.current()).toMatchObject({ state: 'found', dossiers: [{}], saved: { papers: [], withdrawn: 'done' } });
    expect(unwrap(await store.read('saved.ofPerson', { number: NUMBER }))).toBeNull();
    expect(unwrap(await store.read('dossiers.erasures', { limit: 2 }))).toMatchObject([{ code: '', actor: 'citizen', erased: 'saved' }]);
    await lookUp.readCard(NUMBER);
    expect(lookUp.current()).not.toHaveProperty('saved');
  });

  it('shows nothing without a reader, says that a person has none here, and ends a reading that is closed', async () => {
    const without = await kiosk();
    await without.lookUp.readCard(NUMBER);
    expect(without.lookUp.current()).toEqual({ state: 'failed', problem: 'noCardReader' });

    const nobody = await kiosk(reader(chip('genuine', '001199000001')));
    await nobody.lookUp.readCard('001199000001');
    expect(nobody.lookUp.current()).toEqual({ state: 'failed', problem: 'noneAnywhere' });

    const waiting = await kiosk(reader());
    const read = waiting.lookUp.readCard(NUMBER);
    expect(waiting.lookUp.current()).toMatchObject({ state: 'card', step: 'lay' });
    waiting.elapse();
    await read;
    expect(waiting.lookUp.current()).toEqual({ state: 'closed' });
  });
});
