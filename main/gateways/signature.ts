// payOS-shaped signatures: hexadecimal HMAC-SHA256 over `key=value` pairs joined by `&`. Requests sign five named fields,
// replies sign all fields of `data` in the order of their names.

import { createHmac, timingSafeEqual } from 'node:crypto';

export function sign(text: string, checksumKey: string): string {
  return createHmac('sha256', checksumKey).update(text, 'utf8').digest('hex');
}

/** The text that a reply's signature covers. Null is empty; lists and objects are JSON, keys within them in order, too. */
export function signedText(data: Readonly<Record<string, unknown>>): string {
  return Object.keys(data)
    .sort()
    .map((key) => `${key}=${valueText(data[key])}`)
    .join('&');
}

export function requestText(order: {
  readonly amount: number;
  readonly cancelUrl: string;
  readonly description: string;
  readonly orderCode: number;
  readonly returnUrl: string;
}): string {
  return signedText({
    amount: order.amount,
    cancelUrl: order.cancelUrl,
    description: order.description,
    orderCode: order.orderCode,
    returnUrl: order.returnUrl,
  });
}

/** Compared in a time that does not depend on where they differ. */
export function isSignedBy(text: string, signature: string, checksumKey: string): boolean {
  if (!/^[0-9a-f]{64}$/i.test(signature)) return false;
  return timingSafeEqual(Buffer.from(signature, 'hex'), Buffer.from(sign(text, checksumKey), 'hex'));
}

function valueText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(inOrder(value)) : String(value);
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const source = value as Record<string, unknown>;
  return Object.fromEntries(
    Object.keys(source)
      .sort()
      .map((key) => [key, inOrder(source[key])]),
  );
}
