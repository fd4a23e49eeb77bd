// payOS's webhook: what it posts to the agency's server when money has come. A counter has no public address and asks
// instead; whoever relays the message to it, or wants to know whether one is payOS's, checks it here.

import { z } from 'zod';
import { parseJson } from '../base/json.ts';
import { fail, ok } from '../domain/result.ts';
import type { Failure, Result } from '../domain/result.ts';
import { isSignedBy, signedText } from './signature.ts';

/** A longer message is none. */
export const MAX_WEBHOOK_BYTES = 64_000;

const envelopeSchema = z.object({
  code: z.string().max(20),
  success: z.boolean().nullish(),
  data: z.record(z.string().max(100), z.unknown()),
  signature: z.string().max(200),
});
const dataSchema = z.object({
  orderCode: z.int().min(1),
  amount: z.int().min(1).max(9_999_999_999_999),
  reference: z.string().min(1).max(100),
  description: z.string().max(200),
  transactionDateTime: z.string().max(40),
  code: z.string().max(20),
});

/** One transaction; `at` in ms, absent where the text is no time. `succeeded` is the bank's word for this transaction. */
export type PayosTransaction = {
  readonly orderCode: number;
  readonly amount: number;
  readonly reference: string;
  readonly description: string;
  readonly succeeded: boolean;
  readonly at?: number;
};

/** The transaction, if payOS signed it: the signature covers all fields of `data` in the order of their names. */
export function readWebhook(bytes: Uint8Array, checksumKey: string): Result<PayosTransaction, Failure<'tooLarge' | 'badMessage' | 'badSignature'>> {
  if (bytes.length > MAX_WEBHOOK_BYTES) return fail('tooLarge', `${bytes.length} bytes`);
  const envelope = envelopeSchema.safeParse(parseJson(bytes));
  if (!envelope.success) return fail('badMessage', envelope.error.issues[0]?.path.join('.') || 'not JSON');
  const { code, success, data, signature } = envelope.data;
  if (!isSignedBy(signedText(data), signature, checksumKey)) return fail('badSignature');
  const parsed = dataSchema.safeParse(data);
  if (!parsed.success) return fail('badMessage', `data.${parsed.error.issues[0]?.path.join('.') ?? ''}`);
  const { orderCode, amount, reference, description, transactionDateTime } = parsed.data;
  const at = vietnamMoment(transactionDateTime);
  const succeeded = code === '00' && success !== false && parsed.data.code === '00';
  return ok({ orderCode, amount, reference, description, succeeded, ...(at !== undefined && { at }) });
}

/** `2023-02-04 18:25:00`, without a zone, is Vietnam's time. */
function vietnamMoment(text: string): number | undefined {
  const at = Date.parse(/^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/.test(text) ? `${text.replace(' ', 'T')}+07:00` : text);
  return Number.isFinite(at) ? at : undefined;
}
