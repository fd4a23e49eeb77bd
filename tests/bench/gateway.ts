// The bench's payment gateway: the shape of payOS's merchant API (payment-requests: create, read, cancel) with its own
// ledger, signatures both ways and the lies that a gateway may tell. Money comes through its control API or its phone page.

import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isEntry, RawReply, runBenchProcess } from './control.ts';
import type { BenchPart, Options } from './control.ts';
import { BadControlRequest, Faults, numberOf } from './faults.ts';
import { Ledger } from './gateway/ledger.ts';
import type { Order } from './gateway/ledger.ts';
import { phonePage } from './gateway/phone-page.ts';
import { sign, signatureIs } from './gateway/signature.ts';
import { buildVietQr } from './gateway/vietqr.ts';
import { HTTP_FAULTS, HttpWire, json } from './http-wire.ts';
import type { WireReply, WireRequest } from './http-wire.ts';

export type GatewayKeys = { readonly clientId: string; readonly apiKey: string; readonly checksumKey: string };

const FAULTS = [
  ...HTTP_FAULTS,
  'bad-signature',
  'changed-amount',
  'other-order',
  'old-answer',
  'short-description',
] as const;
/** An account at a bank that takes virtual accounts with letters. */
const BIN = '970418';
const ACCOUNT_NAME = 'UBND XA DUC TRONG';
const MAX_AMOUNT = 9_999_999_999;
const MAX_DESCRIPTION = 25;

/** ISO 8601 at +07:00. */
const vietnamTime = (ms: number) => `${new Date(ms + 7 * 3600_000).toISOString().slice(0, 19)}+07:00`;

export function readOrMakeKeys(file: string): GatewayKeys {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as GatewayKeys;
  const keys = { clientId: randomUUID(), apiKey: randomUUID(), checksumKey: randomBytes(32).toString('hex') };
  writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  return keys;
}

export async function startGateway(options: Options): Promise<BenchPart> {
  const { dir } = options;
  mkdirSync(dir, { recursive: true });
  const keys = readOrMakeKeys(join(dir, 'keys.json'));
  const ledger = new Ledger(join(dir, 'ledger.jsonl'));
  const faults = new Faults(FAULTS);
  /** What was asked, by operation; for tests that count. */
  let counts: Record<string, number> = {};

  const fail = (code: string, desc: string, status = 200) => json({ code, desc }, status);

  const success = (data: Readonly<Record<string, unknown>>, operation: string): WireReply => {
    const lied =
      faults.take('changed-amount', operation) === undefined
        ? data
        : { ...data, amount: Number(data['amount']) + 1000, amountPaid: Number(data['amountPaid'] ?? 0) + 1000 };
    const signature = sign(lied, keys.checksumKey);
    const wrong = faults.take('bad-signature', operation) !== undefined;
    return json({
      code: '00',
      desc: 'success',
      data: lied,
      signature: wrong ? signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) : signature,
    });
  };

  const link = (order: Order) => ({
    bin: BIN,
    accountNumber: order.accountNumber,
    accountName: ACCOUNT_NAME,
    amount: order.amount,
    description: order.description,
    orderCode: order.orderCode,
    currency: 'VND',
    paymentLinkId: order.linkId,
    status: order.status,
    expiredAt: order.expiresAt === null ? null : Math.floor(order.expiresAt / 1000),
    checkoutUrl: `http://127.0.0.1:${wire.port}/web/${order.linkId}`,
    qrCode: buildVietQr({
      bin: BIN,
      account: order.accountNumber,
      amount: order.amount,
      bill: String(order.orderCode),
      purpose: order.description,
    }),
  });

  const status = (order: Order) => ({
    id: order.linkId,
    orderCode: order.orderCode,
    amount: order.amount,
    amountPaid: order.amountPaid,
    amountRemaining: Math.max(0, order.amount - order.amountPaid),
    status: order.status,
    createdAt: vietnamTime(order.createdAt),
    // Keys in alphabetical order, so that a signature over the plain JSON and one over the sorted JSON agree.
    transactions: order.transactions.map((transaction) => ({
      accountNumber: transaction.accountNumber,
      amount: transaction.amount,
      counterAccountBankId: null,
      counterAccountBankName: null,
      counterAccountName: null,
      counterAccountNumber: null,
      description: transaction.description,
      reference: transaction.reference,
      transactionDateTime: transaction.transactionDateTime,
      virtualAccountName: null,
      virtualAccountNumber: null,
    })),
    cancellationReason: order.cancellationReason,
    canceledAt: order.canceledAt === null ? null : vietnamTime(order.canceledAt),
  });

  function create(request: WireRequest): WireReply {
    const body = parse(request.body);
    if (body === undefined) return fail('20', 'Thông tin truyền lên không đúng.');
    const { orderCode, amount, description, cancelUrl, returnUrl, expiredAt, signature } = body;
    const wholeNumber = (value: unknown): value is number =>
      typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
    if (!wholeNumber(orderCode)) return fail('20', 'orderCode: a whole number over 0 is needed');
    if (!wholeNumber(amount) || amount > MAX_AMOUNT)
      return fail('20', `amount: a whole number from 1 to ${MAX_AMOUNT} is needed`);
    if (
      typeof description !== 'string' ||
      description.length === 0 ||
      description.length > MAX_DESCRIPTION ||
      !/^[\x20-\x7e]+$/.test(description)
    ) {
      return fail('20', `description: 1 to ${MAX_DESCRIPTION} plain ASCII characters are needed`);
    }
    if (typeof cancelUrl !== 'string' || typeof returnUrl !== 'string')
      return fail('20', 'cancelUrl and returnUrl are needed');
    // Seconds since 1970, as a 32-bit number.
    if (expiredAt !== undefined && expiredAt !== null && (!wholeNumber(expiredAt) || expiredAt > 0x7fffffff))
      return fail('20', 'expiredAt: seconds since 1970 are needed');
    if (!signatureIs(sign({ amount, cancelUrl, description, orderCode, returnUrl }, keys.checksumKey), signature))
      return fail('201', 'Mã kiểm tra(signature) không hợp lệ');
    if (ledger.find(orderCode, Date.now()) !== undefined) return fail('231', 'Đơn thanh toán đã tồn tại');
    ledger.add({
      entry: 'order',
      orderCode,
      linkId: randomUUID().replaceAll('-', ''),
      amount,
      description: faults.take('short-description', 'create') === undefined ? description : description.slice(0, 9),
      accountNumber: `V3MC${String(orderCode).slice(-11).padStart(11, '0')}`,
      expiresAt: typeof expiredAt === 'number' ? expiredAt * 1000 : null,
      at: Date.now(),
    });
    return success(link(ledger.find(orderCode, Date.now()) as Order), 'create');
  }

  function read(id: string): WireReply {
    const order = ledger.find(id, Date.now());
    if (order === undefined) return fail('101', 'Đơn thanh toán không tồn tại');
    if (faults.take('old-answer', 'read') !== undefined) {
      // As it was just after it was made.
      return success(
        status({
          ...order,
          status: 'PENDING',
          amountPaid: 0,
          transactions: [],
          canceledAt: null,
          cancellationReason: null,
        }),
        'read',
      );
    }
    const other =
      faults.take('other-order', 'read') === undefined
        ? undefined
        : (ledger.orders(Date.now()).find((one) => one.orderCode !== order.orderCode) ?? invented(order));
    return success(status(other ?? order), 'read');
  }

  /** Somebody else's order, paid in full. */
  const invented = (order: Order): Order => ({
    ...order,
    orderCode: order.orderCode + 1,
    linkId: randomUUID().replaceAll('-', ''),
    status: 'PAID',
    amountPaid: order.amount,
  });

  function cancel(id: string, request: WireRequest): WireReply {
    const order = ledger.find(id, Date.now());
    if (order === undefined) return fail('101', 'Đơn thanh toán không tồn tại');
    if (order.status === 'PAID') return fail('20', 'Đơn thanh toán đã được thanh toán');
    if (order.canceledAt === null) {
      const reason = parse(request.body)?.['cancellationReason'];
      ledger.add({
        entry: 'cancel',
        orderCode: order.orderCode,
        reason: typeof reason === 'string' ? reason.slice(0, 200) : '',
        at: Date.now(),
      });
    }
    return success(status(ledger.find(id, Date.now()) as Order), 'cancel');
  }

  const path = /^\/v2\/payment-requests(?:\/([A-Za-z0-9]{1,40})(\/cancel)?)?$/;
  const wire = new HttpWire(options.port, faults, {
    operation(request) {
      const match = path.exec(request.path);
      if (match === null) return 'other';
      if (match[1] === undefined) return 'create';
      return match[2] === undefined ? 'read' : 'cancel';
    },
    handle(request, operation) {
      counts[operation] = (counts[operation] ?? 0) + 1;
      const match = path.exec(request.path);
      if (match === null) return fail('404', 'Not found', 404);
      if (request.headers['x-client-id'] !== keys.clientId || request.headers['x-api-key'] !== keys.apiKey)
        return fail('401', 'Unauthorized', 401);
      if (operation === 'create' && request.method === 'POST') return create(request);
      if (operation === 'read' && request.method === 'GET') return read(match[1] ?? '');
      if (operation === 'cancel' && request.method === 'POST') return cancel(match[1] ?? '', request);
      return fail('405', 'Method not allowed', 405);
    },
  });
  await wire.open();

  const state = () => ({ counts: { ...counts }, requests: wire.requests, orders: ledger.orders(Date.now()) });

  /** Money arrives for an order: what is missing, or the amount given. */
  function pay(order: Order | undefined, body: Readonly<Record<string, unknown>>) {
    if (order === undefined) throw new BadControlRequest('no such order');
    const missing = order.amount - order.amountPaid;
    const amount = numberOf(body['amount'], missing > 0 ? missing : order.amount, 1, MAX_AMOUNT);
    const copies = numberOf(body['copies'], 1, 1, 10);
    // `inTime`: the bank took the money before the deadline and says so only now.
    const late = body['inTime'] !== true && (order.status === 'EXPIRED' || order.status === 'CANCELLED');
    for (let copy = 0; copy < copies; copy += 1) {
      const at = Date.now();
      ledger.add({
        entry: 'money',
        orderCode: order.orderCode,
        at,
        transaction: {
          reference: `FT${randomBytes(6).toString('hex').toUpperCase()}`,
          amount,
          description: typeof body['description'] === 'string' ? body['description'].slice(0, 100) : order.description,
          accountNumber: order.accountNumber,
          transactionDateTime: vietnamTime(at),
          late,
        },
      });
    }
    return ledger.find(order.orderCode, Date.now());
  }
  const latest = () => ledger.orders(Date.now()).at(-1);
  const named = (body: Readonly<Record<string, unknown>>) => ledger.find(String(body['orderCode']), Date.now());

  return {
    addresses: { url: `http://127.0.0.1:${wire.port}`, keysFile: join(dir, 'keys.json') },
    faults,
    state,
    reset() {
      ledger.clear();
      counts = {};
    },
    faultsChanged: () => wire.follow(),
    routes: {
      'GET /ledger': () => ({ orders: ledger.orders(Date.now()) }),
      'POST /pay': ({ body }) => pay(named(body), body),
      'POST /pay-latest': ({ body }) => pay(latest(), body),
      /** The bank is still thinking (PROCESSING), has failed (FAILED), or neither (none). */
      'POST /mark': ({ body }) => {
        const order = body['orderCode'] === undefined ? latest() : named(body);
        const mark = body['status'];
        if (order === undefined) throw new BadControlRequest('no such order');
        if (mark !== 'PROCESSING' && mark !== 'FAILED' && mark !== 'none')
          throw new BadControlRequest('status: PROCESSING, FAILED or none');
        ledger.add({ entry: 'mark', orderCode: order.orderCode, status: mark, at: Date.now() });
        return ledger.find(order.orderCode, Date.now());
      },
      'GET /phone': () => new RawReply('text/html; charset=utf-8', phonePage()),
    },
    close: () => wire.close(),
  };
}

function parse(body: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

if (isEntry(import.meta.url)) await runBenchProcess('gateway', startGateway);
