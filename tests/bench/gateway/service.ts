// The bench's gateway without its wire: what it answers, what it lies, and how money comes. Time is handed in, so that it
// also runs in the process of a simulation.

import { randomBytes, randomUUID } from 'node:crypto';
import { BadControlRequest, numberOf } from '../faults.ts';
import type { Faults } from '../faults.ts';
import { HTTP_FAULTS, json } from '../http-wire.ts';
import type { HttpService, WireReply, WireRequest } from '../http-wire.ts';
import type { Ledger, Order } from './ledger.ts';
import { sign, signatureIs } from './signature.ts';
import { buildVietQr } from './vietqr.ts';

export type GatewayKeys = { readonly clientId: string; readonly apiKey: string; readonly checksumKey: string };

export const GATEWAY_FAULTS = [...HTTP_FAULTS, 'bad-signature', 'changed-amount', 'other-order', 'old-answer', 'short-description', 'error-inside'] as const;
/** An account at a bank that takes virtual accounts with letters. */
const BIN = '970418';
const ACCOUNT_NAME = 'UBND XA DUC TRONG';
const MAX_AMOUNT = 9_999_999_999;
const MAX_DESCRIPTION = 25;

/** ISO 8601 at +07:00. */
const vietnamTime = (ms: number) => `${new Date(ms + 7 * 3600_000).toISOString().slice(0, 19)}+07:00`;

export type GatewayService = HttpService & {
  readonly counts: () => Readonly<Record<string, number>>;
  clearCounts(): void;
  pay(order: Order | undefined, body: Readonly<Record<string, unknown>>): Order | undefined;
};

export function createGatewayService({ keys, ledger, faults, now, webRoot }: {
  readonly keys: GatewayKeys;
  readonly ledger: Ledger;
  readonly faults: Faults;
  readonly now: () => number;
  readonly webRoot: () => string;
}): GatewayService {
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
    checkoutUrl: `${webRoot()}/web/${order.linkId}`,
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
    if (ledger.find(orderCode, now()) !== undefined) return fail('231', 'Đơn thanh toán đã tồn tại');
    ledger.add({
      entry: 'order',
      orderCode,
      linkId: randomUUID().replaceAll('-', ''),
      amount,
      description: faults.take('short-description', 'create') === undefined ? description : description.slice(0, 9),
      accountNumber: `V3MC${String(orderCode).slice(-11).padStart(11, '0')}`,
      expiresAt: typeof expiredAt === 'number' ? expiredAt * 1000 : null,
      at: now(),
    });
    return success(link(ledger.find(orderCode, now()) as Order), 'create');
  }

  function read(id: string): WireReply {
    const order = ledger.find(id, now());
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
        : (ledger.orders(now()).find((one) => one.orderCode !== order.orderCode) ?? invented(order));
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
    const order = ledger.find(id, now());
    if (order === undefined) return fail('101', 'Đơn thanh toán không tồn tại');
    if (order.status === 'PAID') return fail('20', 'Đơn thanh toán đã được thanh toán');
    if (order.canceledAt === null) {
      const reason = parse(request.body)?.['cancellationReason'];
      ledger.add({
        entry: 'cancel',
        orderCode: order.orderCode,
        reason: typeof reason === 'string' ? reason.slice(0, 200) : '',
        at: now(),
      });
    }
    return success(status(ledger.find(id, now()) as Order), 'cancel');
  }

  const path = /^\/v2\/payment-requests(?:\/([A-Za-z0-9]{1,40})(\/cancel)?)?$/;
  /** Money arrives for an order: what is missing, or the amount given. */
  function pay(order: Order | undefined, body: Readonly<Record<string, unknown>>) {
    if (order === undefined) throw new BadControlRequest('no such order');
    const missing = order.amount - order.amountPaid;
    const amount = numberOf(body['amount'], missing > 0 ? missing : order.amount, 1, MAX_AMOUNT);
    const copies = numberOf(body['copies'], 1, 1, 10);
    // `inTime`: the bank took the money before the deadline and says so only now.
    const late = body['inTime'] !== true && (order.status === 'EXPIRED' || order.status === 'CANCELLED');
    for (let copy = 0; copy < copies; copy += 1) {
      const at = now();
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
    return ledger.find(order.orderCode, now());
  }

  return {
    counts: () => ({ ...counts }),
    clearCounts: () => void (counts = {}),
    pay,
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
      if (faults.take('error-inside', operation) !== undefined) return fail('99', 'Hệ thống đang bảo trì');
      if (operation === 'create' && request.method === 'POST') return create(request);
      if (operation === 'read' && request.method === 'GET') return read(match[1] ?? '');
      if (operation === 'cancel' && request.method === 'POST') return cancel(match[1] ?? '', request);
      return fail('405', 'Method not allowed', 405);
    },
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
