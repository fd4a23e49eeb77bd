import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import type { PaymentRow, Store, Write } from '../../../main/services/store.ts';
import { connect } from '../../../main/storage/database.ts';
import { migrate } from '../../../main/storage/migrations/index.ts';
import { storagePaths } from '../../../main/storage/paths.ts';
import { inProcess, journey, later, NOW, temporaryDirectory, TEST_KEY } from './helpers.ts';

const row = (more: Partial<PaymentRow>): PaymentRow => ({
  orderCode: 1, journeyId: 'j-1', amount: 8000, amountPaid: 0, state: 'shown', description: 'HS', createdAt: NOW, expiresAt: NOW, updatedAt: NOW, ...more,
});
const save = (more: Partial<PaymentRow>): Write => ({ write: 'payment.save', payment: row(more) });

async function open(): Promise<{ store: Store; dir: string }> {
  const dir = temporaryDirectory();
  const { store } = inProcess(dir);
  unwrap(await store.write([{ write: 'journey.save', journey: journey('j-1') }, save({})]));
  return { store, dir };
}

describe('the ledger', () => {
  it('is entered with the payment, or not at all', async () => {
    const { store } = await open();
    const failed = store.write([save({ state: 'paid', amountPaid: 8000 }), { write: 'dossier.portal', id: 'none', state: 'accepted' }]);
    await expect(failed).rejects.toThrow('no dossier');
    expect(unwrap(await store.read('ledger.ofOrder', { orderCode: 1 }))).toEqual([]);

    unwrap(await store.write([save({ state: 'underPaid', amountPaid: 5000 })]));
    unwrap(await store.write([save({ state: 'paid', amountPaid: 9000 })]));
    unwrap(await store.write([save({ state: 'paid', amountPaid: 9000 })]));
    expect(unwrap(await store.read('ledger.balances'))).toEqual({ gatewayReceivable: 9000, deposits: 0, fees: -8000, overPayments: -1000 });
    const lines = unwrap(await store.read('ledger.since', { since: NOW, limit: 100 }));
    expect(lines[0]).toMatchObject({ entry: 1, orderCode: 1, debit: 'gatewayReceivable', credit: 'deposits', amount: 5000 });
    expect(unwrap(await store.read('ledger.since', { since: NOW, limit: 1 }))).toEqual([lines.at(-1)]);
    expect(unwrap(await store.read('ledger.since', { since: lines.at(-1)!.at + 1, limit: 100 }))).toEqual([]);
  });

  it('cannot be changed or shortened', async () => {
    const { store, dir } = await open();
    unwrap(await store.write([save({ state: 'paid', amountPaid: 8000 })]));
    const connection = connect(storagePaths(dir).database, { key: TEST_KEY });
    later(() => void connection.close());
    expect(() => connection.exec('UPDATE ledger SET amount = 1')).toThrow('only added to');
    expect(() => connection.exec('DELETE FROM ledger')).toThrow('only added to');
  });

  it('enters payments that were kept before there was a ledger', () => {
    const connection = connect(storagePaths(temporaryDirectory()).database, { key: TEST_KEY });
    later(() => void connection.close());
    migrate(connection, 4);
    connection.exec(`INSERT INTO journeys VALUES ('j', 'selfService', NULL, 'over', '{}', 1, 1, 1, 1);
      INSERT INTO payments VALUES (5, 'j', 8000, 8000, 'paid', 'HS', NULL, 1, 2, 3, 3)`);
    migrate(connection);
    expect(connection.prepare('SELECT debit, credit, amount, at FROM ledger').all()).toEqual([{ debit: 'gatewayReceivable', credit: 'fees', amount: 8000, at: 3 }]);
  });
});

describe('differences', () => {
  const list = async (store: Store) => unwrap(await store.read('differences.list', { closedLimit: 10 }));
  const late = (amount: number): Write => ({ write: 'difference.open', orderCode: 1, kind: 'late', amount });

  it('are one an order, with what is still owed', async () => {
    const { store } = await open();
    unwrap(await store.write([save({ state: 'expired', amountPaid: 8000 }), late(8000), late(8000)]));
    const [first, ...others] = await list(store);
    expect(others).toEqual([]);
    expect(first).toMatchObject({ orderCode: 1, journeyId: 'j-1', kind: 'late', amount: 8000, openedAt: NOW });

    unwrap(await store.write([{ write: 'difference.close', id: first!.id, outcome: 'refunded', reason: 'Đã hoàn qua ngân hàng', by: 'an' }, late(8000)]));
    expect(await list(store)).toMatchObject([{ closedBy: 'an', outcome: 'refunded', reason: 'Đã hoàn qua ngân hàng' }]);
    expect(unwrap(await store.read('ledger.balances'))).toEqual({ gatewayReceivable: 0, refundsDue: 0 });

    // The citizen pays once more.
    unwrap(await store.write([save({ state: 'expired', amountPaid: 16_000 }), late(16_000)]));
    expect((await list(store))[0]).toMatchObject({ kind: 'late', amount: 8000 });
  });

  it('are closed once, by an outcome that fits', async () => {
    const { store } = await open();
    unwrap(await store.write([save({ state: 'expired', amountPaid: 5000 }), { write: 'difference.open', orderCode: 1, kind: 'refundDue', amount: 5000 }]));
    const id = (await list(store))[0]!.id;
    const close = (outcome: 'kept' | 'settled') => store.write([{ write: 'difference.close', id, outcome, reason: 'r', by: 'an' }]);
    expect(await close('settled')).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(await close('kept')).toMatchObject({ ok: true });
    expect(await close('kept')).toMatchObject({ ok: false, error: { code: 'conflict' } });
    expect(unwrap(await store.read('ledger.balances'))).toEqual({ gatewayReceivable: 5000, refundsDue: 0, writeOffs: -5000 });
  });

  it('are resolved by the word that was missing', async () => {
    const { store } = await open();
    unwrap(await store.write([{ write: 'difference.open', orderCode: 1, kind: 'unknown', amount: 8000 }]));
    unwrap(await store.write([{ write: 'difference.resolve', orderCode: 1, kinds: ['unknown', 'missing'] }]));
    expect(await list(store)).toMatchObject([{ kind: 'unknown', outcome: 'byGateway', closedBy: 'gateway' }]);
  });
});

describe('money of nobody known', () => {
  const unknown = (more: object = {}): Write => ({ write: 'difference.openUnknown', reference: 'FT01', amount: 20_000, ...more });
  const list = async (store: Store) => unwrap(await store.read('differences.list', { closedLimit: 10 }));

  it('is in the ledger and on the work list once, however often the gateway lists it, and is closed like any other', async () => {
    const { store } = await open();
    unwrap(await store.write([unknown()]));
    unwrap(await store.write([unknown()]));
    const [row, ...others] = await list(store);
    expect(others).toEqual([]);
    expect(row).toEqual({ id: 1, reference: 'FT01', kind: 'wrongReference', amount: 20_000, openedAt: NOW });
    expect(unwrap(await store.read('ledger.balances'))).toEqual({ gatewayReceivable: 20_000, unallocated: -20_000 });
    expect(unwrap(await store.read('ledger.since', { since: NOW, limit: 9 }))).toEqual([{ entry: 1, at: NOW, reference: 'FT01', debit: 'gatewayReceivable', credit: 'unallocated', amount: 20_000 }]);
    unwrap(await store.write([{ write: 'difference.close', id: 1, outcome: 'refunded', reason: 'Đã hoàn', by: 'an' }]));
    expect(unwrap(await store.read('ledger.balances'))).toEqual({ gatewayReceivable: 0, unallocated: 0 });
    unwrap(await store.write([unknown()]));
    expect((await list(store)).filter(({ closedAt }) => closedAt === undefined)).toEqual([]);
  });

  it('is given to an order once: it is nobody’s no more, and a transfer of the order', async () => {
    const { store } = await open();
    unwrap(await store.write([unknown({ enteredBy: 'an' })]));
    unwrap(await store.write([{ write: 'transfer.assign', id: 1, orderCode: 1, by: 'binh' }]));
    expect(await list(store)).toMatchObject([{ id: 1, outcome: 'assigned', reason: '1', closedBy: 'binh' }]);
    expect(unwrap(await store.read('transfers.ofOrder', { orderCode: 1 }))).toMatchObject([{ reference: 'FT01', amount: 20_000, by: 'binh' }]);
    expect(unwrap(await store.read('ledger.balances'))).toEqual({ gatewayReceivable: 0, unallocated: 0 });
    unwrap(await store.write([save({ state: 'paid', amountPaid: 20_000 })]));
    expect(unwrap(await store.read('ledger.balances'))).toEqual({ gatewayReceivable: 20_000, unallocated: 0, fees: -8000, overPayments: -12_000 });
    expect(await store.write([{ write: 'transfer.assign', id: 1, orderCode: 1, by: 'an' }])).toMatchObject({ ok: false, error: { code: 'conflict' } });
    unwrap(await store.write([{ write: 'difference.open', orderCode: 1, kind: 'overPaid', amount: 12_000 }]));
    expect(await store.write([{ write: 'transfer.assign', id: 2, orderCode: 1, by: 'an' }])).toMatchObject({ ok: false, error: { code: 'conflict' } });
  });

  it('and a transfer are entered by officers once: neither twice nor as both', async () => {
    const { store } = await open();
    const transfer = (reference: string): Write => ({ write: 'transfer.enter', orderCode: 1, reference, amount: 8000, by: 'an' });
    const conflict = { ok: false, error: { code: 'conflict' } };
    unwrap(await store.write([transfer('FT02')]));
    expect(await store.write([transfer('FT02')])).toMatchObject(conflict);
    expect(await store.write([unknown({ reference: 'FT02', enteredBy: 'an' })])).toMatchObject(conflict);
    unwrap(await store.write([unknown({ enteredBy: 'an' })]));
    expect(await store.write([unknown({ enteredBy: 'an' })])).toMatchObject(conflict);
    expect(await store.write([transfer('FT01')])).toMatchObject(conflict);
    expect(unwrap(await store.read('transfers.ofOrder', { orderCode: 1 }))).toEqual([{ reference: 'FT02', amount: 8000, at: NOW, by: 'an' }]);
  });
});

it('the book and the work list are carried over from the layout before', () => {
  const connection = connect(storagePaths(temporaryDirectory()).database, { key: TEST_KEY });
  later(() => void connection.close());
  migrate(connection, 6);
  connection.exec(`INSERT INTO journeys VALUES ('j', 'selfService', NULL, 'over', '{}', 1, 1, 1, 1);
    INSERT INTO payments VALUES (5, 'j', 8000, 9000, 'paid', 'HS', NULL, 1, 2, 3, 3);
    INSERT INTO ledger (at, order_code, debit, credit, amount) VALUES (3, 5, 'gatewayReceivable', 'fees', 8000), (3, 5, 'gatewayReceivable', 'overPayments', 1000);
    INSERT INTO differences (order_code, kind, amount, opened_at) VALUES (5, 'overPaid', 1000, 3)`);
  migrate(connection);
  expect(connection.prepare('SELECT * FROM ledger').all()).toEqual([
    { entry: 1, at: 3, order_code: 5, reference: null, debit: 'gatewayReceivable', credit: 'fees', amount: 8000 },
    { entry: 2, at: 3, order_code: 5, reference: null, debit: 'gatewayReceivable', credit: 'overPayments', amount: 1000 },
  ]);
  expect(connection.prepare('SELECT id, order_code, reference, kind, amount FROM differences').all()).toEqual([{ id: 1, order_code: 5, reference: null, kind: 'overPaid', amount: 1000 }]);
  expect(() => connection.exec('UPDATE ledger SET amount = 1')).toThrow('only added to');
  expect(() => connection.exec('DELETE FROM ledger')).toThrow('only added to');
  connection.exec("INSERT INTO ledger (at, order_code, debit, credit, amount) VALUES (4, 5, 'overPayments', 'gatewayReceivable', 1000)");
  expect(connection.prepare('SELECT max(entry) FROM ledger').pluck().get()).toBe(3);
});
