// The journey's machine through xstate's pure transition, with the shipped procedures.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { getInitialSnapshot, transition } from 'xstate';
import { createCatalogue } from '../../../../main/domain/procedures/catalogue.ts';
import { movedPage } from '../../../../main/domain/dossier/page-order.ts';
import { shippedProcedures } from '../../../../main/domain/procedures/shipped.ts';
import { deadlineOf, isAttended } from '../../../../main/services/journey/deadlines.ts';
import type { Effect } from '../../../../main/services/journey/effects.ts';
import type { JourneyEvent } from '../../../../main/services/journey/events.ts';
import type { NewEvent } from '../../../../main/services/journey/journeys.ts';
import { stepOf } from '../../../../main/services/journey/journeys.ts';
import { createJourneyMachine } from '../../../../main/services/journey/machine.ts';

const NOW = Date.UTC(2026, 10, 24, 3, 0);
const EXPIRY_MS = 600_000;
const machine = createJourneyMachine({ catalogue: createCatalogue(shippedProcedures()), paymentExpiryMs: EXPIRY_MS });
type Snapshot = ReturnType<typeof getInitialSnapshot<typeof machine>>;

const IDENTITY = { number: { value: '068099001234', source: 'qr' }, fullName: { value: 'Nguyễn Văn An', source: 'qr' }, birthDate: { value: '1999-05-20', source: 'qr' }, residence: { value: 'Số 1 Đường Mẫu', source: 'qr' } } as const;
const CHECKS = { access: 'passed', passive: 'passed', active: 'passed', chip: 'passed', agreement: 'passed' };
const PAYEE = { bin: '970436', account: '0123456789', name: 'KHO BAC' };
const ANSWERS: readonly [string, string][] = [
  ['phone', '0912345678'],
  ['eventType', 'birth'],
  ['registeredName', 'Nguyễn Văn An'],
  ['registeredBirthDate', '20/05/1999'],
  ['registeredPlace', 'UBND xã Liên Nghĩa'],
  ['copies', '2'],
];

/** Runs events; keeps the effects. */
function walk(events: readonly NewEvent[], start: Snapshot = getInitialSnapshot(machine), at = NOW) {
  let snapshot = start;
  const effects: Effect[] = [];
  for (const event of events) {
    const [next, actions] = transition(machine, snapshot, { ...event, at } as JourneyEvent);
    snapshot = next as Snapshot;
    effects.push(...actions.filter(({ type }) => type === 'effect').map(({ params }) => params as unknown as Effect));
  }
  return { snapshot, step: stepOf(snapshot), context: snapshot.context, effects };
}

const toForm: NewEvent[] = [
  { type: 'begin', id: 'j1', kind: 'selfService', language: 'vi' },
  { type: 'accept' },
  { type: 'identified', identity: IDENTITY, readCard: false },
  { type: 'confirmIdentity' },
  { type: 'chooseProcedure', code: '2.000635' },
];
const answers = (vneid: 'yes' | 'no'): NewEvent[] => [...ANSWERS, ['vneidLevel2', vneid] as const].map(([field, value]) => ({ type: 'answer', field, value }));
const next = (orderCode = 1): NewEvent => ({ type: 'next', orderCode });
const toReview = (vneid: 'yes' | 'no' = 'no') => [...toForm, ...answers(vneid), next(), next()];
const toShown: NewEvent[] = [...toReview(), next(77), { type: 'paymentShown', orderCode: 77, qr: 'QR', payee: PAYEE, expiresAt: NOW + EXPIRY_MS }];

describe('the way through', () => {
  it('asks for one payment, one code and one slip', () => {
    const { step, effects, context } = walk([
      ...toShown,
      { type: 'paymentPaid', orderCode: 77, amountPaid: 16_000, paidAt: NOW },
      { type: 'registered', code: 'H36.12-261124-0001', secret: 'ABCDEFGH', receivedAt: NOW },
      { type: 'portalAccepted' },
      { type: 'deadline' },
      { type: 'slipPrinted', confirmed: true, copy: false },
      next(),
      { type: 'rate', stars: 4 },
      { type: 'deadline' },
    ]);
    expect(step).toBe('over');
    expect(effects.map(({ kind }) => kind)).toEqual(['payment.create', 'dossier.register', 'slip.print']);
    expect(effects[0]).toMatchObject({ orderCode: 77, amount: 16_000, description: 'MC25', expiresAt: NOW + EXPIRY_MS });
    expect(context.outcome).toBe('completed');
  });

  it('has no payment step where there is nothing to pay', () => {
    const { step, effects } = walk([...toReview('yes'), next(77)]);
    expect(step).toBe('file.registering');
    expect(effects.map(({ kind }) => kind)).toEqual(['dossier.register']);
  });

  it('goes back from the review without losing an answer', () => {
    const { step, context } = walk([...toReview(), { type: 'back' }, { type: 'back' }]);
    expect(step).toBe('form');
    expect(context.answers['registeredPlace']).toBe('UBND xã Liên Nghĩa');
  });

  it('keeps the answers when the same procedure is chosen again', () => {
    const { context } = walk([...toForm, ...answers('no'), { type: 'back' }, { type: 'chooseProcedure', code: '2.000635' }]);
    expect(context.answers['copies']).toBe('2');
  });

  it('keeps a wrong answer as it was typed and does not go on', () => {
    const { step, context } = walk([...toForm, ...answers('no'), { type: 'answer', field: 'phone', value: '12ab' }, next()]);
    expect(step).toBe('form');
    expect(context.answers['phone']).toBe('12ab');
    expect(context.formChecked).toBe(true);
  });

  it('says that a typed number is wrong and stays', () => {
    const { step, context } = walk([...toForm.slice(0, 2), { type: 'typeNumber', number: '123', readCard: false }]);
    expect(step).toBe('identify.waiting');
    expect(context.problem).toBe('numberInvalid');
  });

  it('forgets who was there when the identity is rejected', () => {
    const { step, context } = walk([...toForm.slice(0, 3), { type: 'rejectIdentity' }]);
    expect(step).toBe('identify.waiting');
    expect(context.identity).toBeUndefined();
  });
});

describe('the chip', () => {
  const toReading: NewEvent[] = [...toForm.slice(0, 2), { type: 'identified', identity: IDENTITY, readCard: true }];
  const chip = (overall: 'genuine' | 'notFullyVerified' | 'refused'): NewEvent => ({
    type: 'chipRead',
    identity: { ...IDENTITY, fullName: { value: 'Nguyễn Văn An', source: 'chip' } },
    verdict: { overall, checks: CHECKS },
  });

  it('is asked for where there is a reader, and what it says counts', () => {
    const { step, context } = walk([...toReading, chip('genuine')]);
    expect(step).toBe('identify.confirming');
    expect(context.identity?.fullName?.source).toBe('chip');
    expect(context.card?.overall).toBe('genuine');
  });

  it('that is not genuine is refused: no way leads on', () => {
    const refused = walk([...toReading, chip('refused')]);
    expect(refused.step).toBe('identify.refused');
    expect(refused.context).toMatchObject({ problem: 'cardRefused', identity: IDENTITY });
    for (const event of [next(), { type: 'confirmIdentity' }, chip('genuine'), { type: 'readCardAgain' }] as NewEvent[]) {
      expect(walk([event], refused.snapshot).step, event.type).toBe('identify.refused');
    }
  });

  it('that cannot be read may be done without', () => {
    const { step, context } = walk([...toReading, { type: 'chipFailed', problem: 'cardUnreadable' }, next()]);
    expect(step).toBe('identify.confirming');
    expect(context).toMatchObject({ identity: IDENTITY, problem: undefined });
  });

  it('of the one who was there before is forgotten with them', () => {
    expect(walk([...toReading, chip('genuine'), { type: 'rejectIdentity' }]).context).toMatchObject({ card: undefined, identity: undefined });
  });
});

describe('money', () => {
  it('ignores what is said of another order', () => {
    expect(walk([...toShown, { type: 'paymentPaid', orderCode: 78, amountPaid: 16_000, paidAt: NOW }]).step).toBe('pay.shown');
  });

  it('files when the money comes while the order is being cancelled', () => {
    expect(walk([...toShown, { type: 'cancelPayment' }, { type: 'paymentPaid', orderCode: 77, amountPaid: 16_000, paidAt: NOW }]).step).toBe('file.registering');
  });

  it('closes the order before it says that the QR expired', () => {
    const expiring = walk([...toShown, { type: 'deadline' }]);
    expect(expiring.step).toBe('pay.expiring');
    expect(expiring.effects.at(-1)).toEqual({ kind: 'payment.close', orderCode: 77, because: 'expired' });
    expect(walk([{ type: 'paymentClosed', orderCode: 77, as: 'expired' }], expiring.snapshot).step).toBe('pay.expired');
  });

  it('says that the clock is wrong when an order is over before it is shown, and that its time is over when it was', () => {
    const creating = walk([...toReview(), next(77)]).snapshot;
    const over: NewEvent = { type: 'paymentClosed', orderCode: 77, as: 'expired' };
    const early = walk([over], creating);
    expect(early.step).toBe('pay.unavailable');
    expect(early.snapshot).toMatchObject({ context: { problem: 'paymentClockWrong', payment: { closed: true } } });
    expect(walk([{ type: 'payAgain', orderCode: 99 }], early.snapshot).effects).toMatchObject([{ kind: 'payment.create', orderCode: 99 }]);
    expect(walk([over], creating, NOW + EXPIRY_MS + 1).step).toBe('pay.expired');
  });

  it('waits behind the scenes when the citizen leaves an unknown payment, and files when the money comes', () => {
    const parked = walk([...toShown, { type: 'deadline' }, { type: 'deadline' }, { type: 'leave' }, { type: 'deadline' }]);
    expect(parked.step).toBe('parked');
    const late = walk([{ type: 'paymentPaid', orderCode: 77, amountPaid: 16_000, paidAt: NOW }], parked.snapshot);
    expect(late.step).toBe('lateFiling');
    expect(late.effects.map(({ kind }) => kind)).toEqual(['dossier.register']);
  });

  it('asks again for the same order while it is fresh, and closes it first when it is not', () => {
    const unavailable = walk([...toReview(), next(77), { type: 'paymentUnavailable', orderCode: 77 }]).snapshot;
    const again = walk([{ type: 'payAgain', orderCode: 99 }], unavailable);
    expect(again.effects).toMatchObject([{ kind: 'payment.create', orderCode: 77, attempt: 2 }]);
    expect(walk([{ type: 'payAgain', orderCode: 99 }], unavailable, NOW + EXPIRY_MS * 0.9).step).toBe('pay.expiring');
  });

  it('makes three orders whose answers are lost, then tells the citizen, who may ask for a new one', () => {
    const lost = (orderCode: number): NewEvent => ({ type: 'paymentLost', orderCode, newOrderCode: orderCode + 1 });
    const twice = walk([...toReview(), next(77), lost(77), lost(78)]);
    expect(twice.step).toBe('pay.creating');
    const given = walk([lost(79)], twice.snapshot);
    expect(given.step).toBe('pay.unavailable');
    expect(given.effects).toEqual([]);
    expect(walk([{ type: 'leave' }, { type: 'deadline' }], given.snapshot).step).not.toBe('parked');
    const again = walk([{ type: 'payAgain', orderCode: 99 }], given.snapshot);
    expect(again.effects).toMatchObject([{ kind: 'payment.create', orderCode: 99, attempt: 1 }]);
    expect(walk([lost(99)], again.snapshot).step).toBe('pay.creating');
  });
});

// — properties —

const word = fc.constantFrom('', 'x', '068099001234', '2', 'birth', 'yes', 'no', '20/05/1999', '0912345678', 'Nguyễn Văn An');
const orderCode = fc.constantFrom(77, 78);
const anyEvent = fc.oneof(
  fc.constantFrom<NewEvent>(
    ...toForm,
    ...ANSWERS.map(([field, value]) => ({ type: 'answer', field, value }) as const),
    { type: 'answer', field: 'vneidLevel2', value: 'no' },
    { type: 'answer', field: 'vneidLevel2', value: 'yes' },
    { type: 'rejectIdentity' },
    { type: 'back' },
    { type: 'leave' },
    { type: 'inactive' },
    { type: 'deadline' },
    { type: 'cancelPayment' },
    { type: 'printAgain' },
    { type: 'skipSlip' },
    { type: 'interrupted' },
    { type: 'scanEnded' },
    { type: 'portalAccepted' },
    { type: 'setLanguage', language: 'en' },
    { type: 'scanPaper', paperId: 'oldCopy' },
    { type: 'scanFailed', problem: 'scannerJammed' },
    ...(['a', 'b'] as const).map((id) => ({ type: 'documentScanned', paperId: 'oldCopy', document: { id, paperId: 'oldCopy', mime: 'image/jpeg', bytes: 1, sha256: '0'.repeat(64), flaws: ['blurred'] } }) as const),
    { type: 'keepPage', documentId: 'a', by: 'an', reason: 'readable' },
    { type: 'keepPage', documentId: 'b', by: 'citizen', reason: 'toldTwice' },
    { type: 'removeDocument', paperId: 'oldCopy', documentId: 'a' },
    { type: 'slipPrinted', confirmed: true, copy: false },
    { type: 'slipWaiting', problem: 'printerPaperOut' },
    { type: 'registered', code: 'C', secret: 'S', receivedAt: NOW },
    { type: 'rate', stars: 3 },
    next(77),
    next(77),
    next(77),
  ),
  word.map((value) => ({ type: 'answer', field: 'phone', value })),
  fc.tuple(word, fc.boolean()).map(([number, readCard]) => ({ type: 'typeNumber', number, readCard })),
  fc.constantFrom('genuine' as const, 'notFullyVerified' as const, 'refused' as const).map((overall) => ({ type: 'chipRead', identity: IDENTITY, verdict: { overall, checks: CHECKS } })),
  fc.constant({ type: 'chipFailed', problem: 'cardUnreadable' }),
  fc.constant({ type: 'readCardAgain' }),
  fc.constant({ type: 'identified', identity: IDENTITY, readCard: true }),
  orderCode.map((code) => ({ type: 'payAgain', orderCode: code })),
  orderCode.map((code) => ({ type: 'paymentShown', orderCode: code, qr: 'QR', payee: PAYEE, expiresAt: NOW + EXPIRY_MS })),
  orderCode.map((code) => ({ type: 'paymentUnavailable', orderCode: code })),
  orderCode.map((code) => ({ type: 'paymentUnderPaid', orderCode: code, amountPaid: 1_000 })),
  orderCode.map((code) => ({ type: 'paymentPaid', orderCode: code, amountPaid: 16_000, paidAt: NOW })),
  fc.tuple(orderCode, fc.constantFrom('expired' as const, 'cancelled' as const)).map(([code, as]) => ({ type: 'paymentClosed', orderCode: code, as })),
);

/** A prefix that gets somewhere, then anything. */
const journeys = fc.tuple(fc.constantFrom<NewEvent[]>([], toForm, toReview(), toReview('yes'), toShown), fc.array(anyEvent, { maxLength: 40 })).map(([prefix, rest]) => [...prefix, ...rest] as NewEvent[]);

describe('whatever happens', () => {
  it('asks for no payment that banks do not take by QR: the citizen is told where to pay, and nothing is lost', () => {
    const low = createJourneyMachine({ catalogue: createCatalogue(shippedProcedures()), paymentExpiryMs: EXPIRY_MS, mostByQr: 15_999 });
    let snapshot = getInitialSnapshot(low);
    const effects: unknown[] = [];
    for (const event of [...toReview(), next(77)]) {
      const [after, actions] = transition(low, snapshot, { ...event, at: NOW } as JourneyEvent);
      snapshot = after;
      effects.push(...actions.filter(({ type }) => type === 'effect'));
    }
    expect(snapshot).toMatchObject({ value: 'review', context: { problem: 'paymentTooLarge', fee: { total: 16_000 } } });
    expect(snapshot.context.payment).toBeUndefined();
    expect(effects).toEqual([]);
  });

  it('files only what was paid for or is free, and once; forgets no money; strands nobody; can be written down', () => {
    const waitsForEffect = ['pay.creating', 'file.registering', 'papers.scanning', 'parked', 'lateFiling', 'over', 'attract'];
    fc.assert(
      fc.property(journeys, (events) => {
        const { step, effects, context, snapshot } = walk(events);

        const filed = effects.filter(({ kind }) => kind === 'dossier.register').length;
        expect(filed).toBeLessThanOrEqual(1);
        const paid = context.payment?.paidAt !== undefined;
        if (filed === 1) expect(context.fee?.total === 0 || paid).toBe(true);

        // Money that was taken files the dossier, if need be after the citizen has gone.
        if (paid && filed === 0) expect(walk([{ type: 'deadline' }], snapshot).step).toBe('lateFiling');
        if (step === 'over' && context.payment) expect(context.payment.closed).toBe(true);

        const ends = isAttended(step) || deadlineOf(step, context, { portalWaitMs: 1, goodbyeMs: 1 }) !== null || waitsForEffect.includes(step);
        expect(ends, step).toBe(true);

        if (snapshot.status === 'done') return;
        const again = machine.resolveState(JSON.parse(JSON.stringify({ value: snapshot.value, context })));
        expect(stepOf(again)).toBe(step);
        expect(again.context).toEqual(JSON.parse(JSON.stringify(context)));
      }),
      { numRuns: 1_000 },
    );
    // A thousand walks are long on a machine that does something else.
  }, 120_000);
});

describe('pages of a paper', () => {
  const page = (id: string, paperId = 'oldCopy') => ({ id, paperId, mime: 'image/jpeg' as const, bytes: 1, sha256: '0'.repeat(64) });
  const scanned = (...ids: string[]): NewEvent[] => ids.map((id) => ({ type: 'documentScanned', paperId: 'oldCopy', document: page(id) }));
  const toPapers = [...toForm, ...answers('no'), next()];
  const three: NewEvent[] = [...toPapers, { type: 'scanPaper', paperId: 'oldCopy' }, ...scanned('a', 'b', 'c'), { type: 'scanEnded' }];
  const idsAfter = (...events: NewEvent[]) => walk([...three, ...events]).context.documents.map(({ id }) => id);

  it('are scanned again in their place, and the old one stays until the new one is there', () => {
    const again: NewEvent = { type: 'scanPaper', paperId: 'oldCopy', replaces: 'b' };
    expect(idsAfter(again, { type: 'scanFailed', problem: 'scannerJammed' })).toEqual(['a', 'b', 'c']);
    expect(idsAfter(again, ...scanned('d', 'e'), { type: 'scanEnded' })).toEqual(['a', 'd', 'c', 'e']);
    // The place is not remembered for the next scan.
    expect(idsAfter(again, { type: 'back' }, { type: 'scanPaper', paperId: 'oldCopy' }, ...scanned('d'), { type: 'scanEnded' })).toEqual(['a', 'b', 'c', 'd']);
  });

  it('whose file nobody needs any more are dropped with the step that let them go', () => {
    const replaced = walk([...three, { type: 'scanPaper', paperId: 'oldCopy', replaces: 'b' }]);
    const [, actions] = transition(machine, replaced.snapshot, { type: 'documentScanned', paperId: 'oldCopy', document: page('d'), at: NOW });
    expect(actions.filter(({ type }) => type === 'activity').map(({ params }) => params)).toEqual([{ kind: 'dropPage', documentId: 'b' }]);
    const [, removed] = transition(machine, walk(three).snapshot, { type: 'removeDocument', paperId: 'oldCopy', documentId: 'c', at: NOW });
    expect(removed.filter(({ type }) => type === 'activity').map(({ params }) => params)).toEqual([{ kind: 'dropPage', documentId: 'c' }]);
  });

  it('with a flaw stop the citizen once; after another scan that is no better they may keep it', () => {
    const scan = (id: string, replaces?: string): NewEvent[] => [
      { type: 'scanPaper', paperId: 'oldCopy', ...(replaces && { replaces }) },
      { type: 'documentScanned', paperId: 'oldCopy', document: { ...page(id), flaws: ['blurred'] } },
      { type: 'scanEnded' },
    ];
    const keep = (documentId: string, by = 'citizen'): NewEvent => ({ type: 'keepPage', documentId, by, reason: by === 'citizen' ? 'toldTwice' : 'readable' });
    expect(walk([...toPapers, ...scan('a'), keep('a'), next()]).step).toBe('papers.open');
    const twice = walk([...toPapers, ...scan('a'), ...scan('b', 'a')]);
    expect(twice.context.documents).toMatchObject([{ id: 'b', told: 2 }]);
    expect(walk([next()], twice.snapshot).step).toBe('papers.open');
    expect(walk([keep('b'), next()], twice.snapshot)).toMatchObject({ step: 'review', context: { documents: [{ keptBy: 'citizen' }] } });
    // Good at last: nothing is asked.
    const good: NewEvent[] = [{ type: 'scanPaper', paperId: 'oldCopy', replaces: 'a' }, ...scanned('c'), { type: 'scanEnded' }, next()];
    expect(walk([...toPapers, ...scan('a'), ...good]).step).toBe('review');
    // An officer keeps it at once, by name and with a reason of their own.
    expect(walk([...toPapers, ...scan('a'), keep('a', 'an'), next()]).step).toBe('review');
    expect(walk([...toPapers, ...scan('a'), { ...keep('a', 'an'), reason: 'toldTwice' } as NewEvent, next()]).step).toBe('papers.open');
    // A page that was taken away is no reason to stay.
    expect(walk([...toPapers, ...scan('a'), { type: 'removeDocument', paperId: 'oldCopy', documentId: 'a' }, next()]).step).toBe('review');
  });

  it('serve another paper, too: copied where that one has none, and nothing doubtful is', () => {
    const use: NewEvent = { type: 'usePages', paperId: 'oldCopy', from: 'authorisation' };
    const activitiesOf = (events: NewEvent[], last: NewEvent) => {
      const [, actions] = transition(machine, walk(events).snapshot, { ...last, at: NOW } as JourneyEvent);
      return actions.filter(({ type }) => type === 'activity').map(({ params }) => params);
    };
    const scannedFor = (paperId: string, flaws?: ['blurred']): NewEvent[] => [
      { type: 'scanPaper', paperId: 'oldCopy' },
      { type: 'scanEnded' },
      { type: 'pagesCopied', paperId, pages: [{ ...page('z', paperId), ...(flaws && { flaws }) }] },
    ];
    expect(activitiesOf([...toPapers, ...scannedFor('authorisation')], use)).toEqual([{ kind: 'copyPages', paperId: 'oldCopy', from: 'authorisation' }]);
    expect(activitiesOf([...toPapers, ...scannedFor('authorisation', ['blurred'])], use)).toEqual([]);
    expect(activitiesOf([...toPapers, ...scannedFor('authorisation'), ...scannedFor('oldCopy')], use)).toEqual([]);
    expect(activitiesOf(toPapers, use)).toEqual([]);
  });

  describe('that the citizen lets be kept for the next dossier', () => {
    const saving = createJourneyMachine({ catalogue: createCatalogue(shippedProcedures()), paymentExpiryMs: EXPIRY_MS, savesPapers: true });
    const verdict = (overall: 'genuine' | 'notFullyVerified') => ({ overall, checks: CHECKS });
    const proved = (overall: 'genuine' | 'notFullyVerified' = 'genuine'): NewEvent[] => [
      ...toForm.slice(0, 2),
      { type: 'identified', identity: IDENTITY, readCard: true },
      { type: 'chipRead', identity: IDENTITY, verdict: verdict(overall) },
      ...toForm.slice(3),
      ...answers('no'),
      next(),
    ];
    const scan: NewEvent[] = [{ type: 'scanPaper', paperId: 'oldCopy' }, ...scanned('a', 'b'), { type: 'scanEnded' }];
    const kept = (id: string, kind = '2.000635/oldCopy') => ({ id, owner: 'p1', kind, name: { vi: 'Bản cũ', en: 'Old copy' }, savedAt: NOW, pages: [page('x'), page('y')] });
    const run = (events: readonly NewEvent[]) => {
      let snapshot = getInitialSnapshot(saving);
      let started: unknown[] = [];
      for (const event of events) {
        const [after, actions] = transition(saving, snapshot, { ...event, at: NOW } as JourneyEvent);
        snapshot = after;
        started = actions.filter(({ type }) => type === 'activity').map(({ params }) => params);
      }
      return { step: stepOf(snapshot), context: snapshot.context, started };
    };
    const number = IDENTITY.number.value;
    const found: NewEvent = { type: 'savedFound', number, papers: [kept('s1')] };
    const use: NewEvent = { type: 'useSaved', paperId: 'oldCopy', savedId: 's1' };

    it('are asked about once they are there, where the chip proved who it is; either answer goes on', () => {
      const asked = [...proved(), ...scan, next()];
      expect(run(asked).step).toBe('papers.saving');
      expect(isAttended('papers.saving')).toBe(true);
      for (const save of [true, false]) expect(run([...asked, { type: 'answerSaving', save }])).toMatchObject({ step: 'review', context: { savesPapers: save } });
      expect(run([...asked, next()]).step).toBe('papers.saving');
      expect(run([...asked, { type: 'back' }])).toMatchObject({ step: 'papers.open', context: { savesPapers: undefined } });
      expect(run([...proved(), next()]).step).toBe('review');
      expect(run([...proved('notFullyVerified'), ...scan, next()]).step).toBe('review');
      expect(run([...toPapers, ...scan, next()]).step).toBe('review');
      expect(walk([...proved(), ...scan, next()]).step).toBe('review');
    });

    it('are not asked about where they serve this dossier alone', () => {
      const authorised: NewEvent[] = [...proved(), { type: 'scanPaper', paperId: 'authorisation' }, ...scanned('c'), { type: 'scanEnded' }];
      expect(run([...authorised, next()]).step).toBe('review');
      expect(run([...authorised, ...scan, next()]).step).toBe('papers.saving');
    });

    it('are looked for when papers are asked for, and believed only for the person whose chip was read', () => {
      expect(run(proved()).started).toEqual([{ kind: 'findSaved' }]);
      expect(run([...proved(), { type: 'interrupted' }])).toMatchObject({ step: 'papers.open', started: [{ kind: 'findSaved' }] });
      expect(run([...proved(), found]).context.saved).toHaveLength(1);
      expect(run([...proved(), { ...found, number: '001199000001' } as NewEvent]).context.saved).toBeUndefined();
      expect(run([...toPapers, found]).context.saved).toBeUndefined();
      expect(run([...proved('notFullyVerified'), found]).context.saved).toBeUndefined();
    });

    it('are taken by one press where the same kind is asked for and has no page, and nobody is asked about them again', () => {
      expect(run([...proved(), found, use]).started).toEqual([{ kind: 'copySaved', paperId: 'oldCopy', saved: kept('s1') }]);
      const refused = [
        [...proved(), found, { ...use, savedId: 's2' }],
        [...proved(), { ...found, papers: [kept('s1', '1.004222/lease')] }, use],
        [...proved(), found, ...scan, use],
        [...toPapers, found, use],
      ] as NewEvent[][];
      for (const events of refused) expect(run(events).started).toEqual([]);
      const copies: NewEvent = { type: 'pagesCopied', paperId: 'oldCopy', pages: [{ ...page('n'), saved: true }, { ...page('o'), saved: true }] };
      const taken = run([...proved(), found, copies]);
      expect(taken.context.documents.map(({ id }) => id)).toEqual(['n', 'o']);
      expect(run([...proved(), found, copies, next()]).step).toBe('review');
      // A second press that came too late adds nothing.
      expect(run([...proved(), found, copies, copies]).context.documents).toHaveLength(2);
      // One new page, and the paper is another one.
      expect(run([...proved(), found, copies, ...scan, next()]).step).toBe('papers.saving');
    });

    it('are nobody else’s: whoever identifies next sees and files none of them', () => {
      const copies: NewEvent = { type: 'pagesCopied', paperId: 'oldCopy', pages: [{ ...page('n'), saved: true }] };
      const away: NewEvent[] = [{ type: 'back' }, { type: 'back' }, { type: 'back' }, { type: 'rejectIdentity' }];
      const { context } = run([...proved(), found, copies, ...away]);
      expect(context).toMatchObject({ identity: undefined, saved: undefined, savesPapers: undefined, documents: [] });
    });
  });

  it('are counted by the officer as originals and copies, where something is handed over', () => {
    const count: NewEvent = { type: 'countPaper', paperId: 'oldCopy', originals: 1, copies: 2 };
    const assisted: NewEvent[] = [{ type: 'begin', id: 'j1', kind: 'assisted', language: 'vi', officerId: 'an' }, ...toPapers.slice(1)];
    expect(walk([...assisted, count]).context.handedIn).toEqual({ oldCopy: { originals: 1, copies: 2 } });
    expect(walk([...assisted, { ...count, paperId: 'noSuchPaper' } as NewEvent]).context.handedIn).toBeUndefined();
    expect(walk([...toPapers, count]).context.handedIn).toBeUndefined();
  });

  it('of which nobody knows which way up they are, are turned or said to be right', () => {
    const asked = walk([...toPapers, { type: 'scanPaper', paperId: 'oldCopy' }, { type: 'documentScanned', paperId: 'oldCopy', document: { ...page('a'), flaws: ['upsideDown'] } }, { type: 'scanEnded' }]);
    expect(walk([{ type: 'keepPage', documentId: 'a', by: 'citizen', reason: 'upright' }, next()], asked.snapshot).step).toBe('review');
    const [, actions] = transition(machine, asked.snapshot, { type: 'turnPage', documentId: 'a', quarterTurns: 2, at: NOW });
    expect(actions.filter(({ type }) => type === 'activity').map(({ params }) => params)).toEqual([{ kind: 'turnPage', documentId: 'a', quarterTurns: 2 }]);
    const turned = walk([{ type: 'pageTurned', documentId: 'a', turned: page('b') }], asked.snapshot);
    expect(turned.context.documents).toEqual([{ ...page('b'), told: 1 }]);
    expect(walk([next()], turned.snapshot).step).toBe('review');
  });

  it('change places with their neighbours and stay in their paper', () => {
    expect(idsAfter({ type: 'movePage', documentId: 'c', by: -1 })).toEqual(['a', 'c', 'b']);
    expect(idsAfter({ type: 'movePage', documentId: 'c', by: 1 })).toEqual(['a', 'b', 'c']);
    fc.assert(
      fc.property(fc.array(fc.record({ id: fc.uuid(), paperId: fc.constantFrom('p', 'q') }), { minLength: 1, maxLength: 12 }), fc.nat(), fc.constantFrom(-1 as const, 1 as const), (some, which, by) => {
        const pages = some.map(({ id, paperId }) => page(id, paperId));
        const { id } = pages[which % pages.length]!;
        const moved = movedPage(pages, id, by);
        expect(new Set(moved)).toEqual(new Set(pages));
        expect(moved.map(({ paperId }) => paperId)).toEqual(pages.map(({ paperId }) => paperId));
        if (moved !== pages) expect(movedPage(moved, id, by === 1 ? -1 : 1)).toEqual(pages);
      }),
    );
  });
});
