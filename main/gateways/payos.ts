// Payment gateway in the shape of payOS: create an order, look it up, cancel it. Replies are believed only if their
// signature is right and they speak of the order that was asked for. Business errors come with HTTP 200 and a code.

import { z } from 'zod';
import { http } from '../base/http.ts';
import type { HttpReply } from '../base/http.ts';
import { parseJson } from '../base/json.ts';
import { err, fail, ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import type { Clock, Gateway, PaymentOrder, PaymentRecord, PaymentStatus, RemoteFailure } from '../services/ports.ts';
import { codeFailure, MAX_REPLY_BYTES, sendFailure, statusFailure } from './replies.ts';
import { isSignedBy, requestText, sign, signedText } from './signature.ts';

/** The gateway demands them for its web page; a kiosk has no page to come back to. */
const CANCEL_URL = 'https://localhost/cancelled';
const RETURN_URL = 'https://localhost/paid';

const CODE = { done: '00', notFound: '101', badSignature: '201', exists: '231', badClient: '401' } as const;

const STATUS: ReadonlyMap<string, PaymentStatus> = new Map([
  ['PENDING', 'pending'],
  ['PROCESSING', 'processing'],
  ['UNDERPAID', 'underPaid'],
  ['PAID', 'paid'],
  ['EXPIRED', 'expired'],
  ['CANCELLED', 'cancelled'],
  ['FAILED', 'failed'],
]);

const amount = z.int().min(0).max(9_999_999_999_999);
const envelopeSchema = z.object({
  code: z.string().max(20),
  data: z.record(z.string().max(100), z.unknown()).nullish(),
  signature: z.string().max(200).nullish(),
});
const orderSchema = z.object({
  orderCode: z.int().min(1),
  amount,
  status: z.string().max(20),
  amountPaid: amount.nullish(),
  paymentLinkId: z.string().max(200).nullish(),
  id: z.string().max(200).nullish(),
  qrCode: z.string().max(512).nullish(),
  bin: z
    .string()
    .regex(/^\d{6}$/)
    .nullish(),
  accountNumber: z
    .string()
    .regex(/^[A-Za-z0-9]{1,19}$/)
    .nullish(),
  accountName: z.string().max(200).nullish(),
  transactions: z
    .array(z.object({ transactionDateTime: z.string().max(40).nullish() }))
    .max(1000)
    .nullish(),
});

type Answer =
  | { readonly kind: 'order'; readonly order: PaymentRecord }
  /** Any other code than "00". */
  | { readonly kind: 'code'; readonly code: string };

export function createPayosGateway(options: {
  readonly url: string;
  readonly clientId: string;
  /** In clear, as is the checksum key. */
  readonly apiKey: string;
  readonly checksumKey: string;
  readonly timeoutMs: number;
  readonly clock: Clock;
  readonly send?: typeof http;
}): Gateway {
  const { clock, send = http } = options;
  const root = `${options.url.replace(/\/+$/, '')}/v2/payment-requests`;

  async function ask(
    method: 'GET' | 'POST',
    path: string,
    orderCode: number,
    body?: Record<string, unknown>,
  ): Promise<Result<Answer, RemoteFailure>> {
    const reply = await send(clock, {
      method,
      url: root + path,
      headers: {
        'x-client-id': options.clientId,
        'x-api-key': options.apiKey,
        ...(body ? { 'Content-Type': 'application/json; charset=utf-8' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      timeoutMs: options.timeoutMs,
      maxBytes: MAX_REPLY_BYTES,
    });
    return reply.ok ? readAnswer(reply.value, orderCode, options.checksumKey) : sendFailure(reply.error);
  }

  async function find(orderCode: number): Promise<Result<PaymentRecord | null, RemoteFailure>> {
    const answer = await ask('GET', `/${orderCode}`, orderCode);
    if (!answer.ok) return answer;
    if (answer.value.kind === 'order') return ok(answer.value.order);
    return answer.value.code === CODE.notFound ? ok(null) : err(failureOf(answer.value.code));
  }

  async function create(order: PaymentOrder): Promise<Result<PaymentRecord, RemoteFailure>> {
    const signed = {
      orderCode: order.orderCode,
      amount: order.amount,
      description: order.description,
      cancelUrl: CANCEL_URL,
      returnUrl: RETURN_URL,
    };
    const answer = await ask('POST', '', order.orderCode, {
      ...signed,
      expiredAt: Math.floor(order.expiresAt / 1000),
      signature: sign(requestText(signed), options.checksumKey),
    });
    if (!answer.ok) return answer;
    if (answer.value.kind === 'code' && answer.value.code !== CODE.exists) return err(failureOf(answer.value.code));
    const made = answer.value.kind === 'order' ? ok(answer.value.order) : await existing(order.orderCode);
    if (made.ok && made.value.amount !== order.amount) return fail('badReply', 'another amount than was ordered');
    return made;
  }

  /** A reply that was lost: the order is there, and asking again meets "exists". */
  async function existing(orderCode: number): Promise<Result<PaymentRecord, RemoteFailure>> {
    const found = await find(orderCode);
    if (!found.ok) return found;
    return found.value ? ok(found.value) : fail('badReply', 'an order that exists and is not found');
  }

  async function cancel(orderCode: number, reason: string): Promise<Result<PaymentRecord, RemoteFailure>> {
    const answer = await ask('POST', `/${orderCode}/cancel`, orderCode, { cancellationReason: reason.slice(0, 100) });
    if (!answer.ok) return answer;
    if (answer.value.kind === 'order') return ok(answer.value.order);
    // It may be paid, expired or cancelled already: what it is now is the answer.
    const found = await find(orderCode);
    const over = found.ok && found.value && ['paid', 'expired', 'cancelled', 'failed'].includes(found.value.status);
    return over ? ok(found.value) : err(failureOf(answer.value.code));
  }

  return {
    create,
    find,
    cancel,
    async ping() {
      const started = clock.now();
      // No order has the number 1: "not found" shows that it answers and knows our keys.
      const answer = await find(1);
      return answer.ok ? ok({ roundTripMs: clock.now() - started }) : answer;
    },
  };
}

/** Pure, so that hostile replies can be tried without a server. */
export function readAnswer(
  reply: Pick<HttpReply, 'status' | 'bytes'>,
  orderCode: number,
  checksumKey: string,
): Result<Answer, RemoteFailure> {
  const { status } = reply;
  const failed = statusFailure(status);
  if (failed) return failed;
  const envelope = envelopeSchema.safeParse(parseJson(reply.bytes));
  if (!envelope.success) return fail('badReply', `HTTP ${status}, not the JSON that was agreed`);
  const { code, data, signature } = envelope.data;
  if (code !== CODE.done) return ok({ kind: 'code', code });
  if (status >= 400 || !data) return fail('badReply', `HTTP ${status}, done but without an order`);
  if (!isSignedBy(signedText(data), signature ?? '', checksumKey)) return fail('badReply', 'wrong signature');
  const parsed = orderSchema.safeParse(data);
  if (!parsed.success) return fail('badReply', `order: ${parsed.error.issues[0]?.path.join('.') ?? 'wrong'}`);
  if (parsed.data.orderCode !== orderCode) return fail('badReply', 'another order');
  const record = recordOf(parsed.data);
  if (!record) return fail('badReply', 'unknown status');
  if (record.status === 'paid' && record.amountPaid < record.amount)
    return fail('badReply', 'paid, with less than the amount');
  return ok({ kind: 'order', order: record });
}

function recordOf(order: z.infer<typeof orderSchema>): PaymentRecord | undefined {
  const status = STATUS.get(order.status);
  if (status === undefined) return undefined;
  const linkId = order.paymentLinkId ?? order.id ?? undefined;
  const paidAt = status === 'paid' ? lastTransaction(order) : undefined;
  return {
    orderCode: order.orderCode,
    status,
    amount: order.amount,
    amountPaid: order.amountPaid ?? 0,
    ...(paidAt === undefined ? {} : { paidAt }),
    ...(linkId === undefined ? {} : { linkId }),
    ...(order.bin && order.accountNumber
      ? { payee: { bin: order.bin, account: order.accountNumber, name: order.accountName ?? '' } }
      : {}),
    ...(order.qrCode ? { qr: order.qrCode } : {}),
  };
}

function lastTransaction(order: z.infer<typeof orderSchema>): number | undefined {
  const times = (order.transactions ?? [])
    .map((transaction) => Date.parse(transaction.transactionDateTime ?? ''))
    .filter(Number.isFinite);
  return times.length > 0 ? Math.max(...times) : undefined;
}

function failureOf(code: string): RemoteFailure {
  return codeFailure(code, code === CODE.badSignature || code === CODE.badClient);
}
