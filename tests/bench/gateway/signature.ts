// Signatures as payOS makes them: hex HMAC-SHA256 over `key=value` pairs, sorted by key, joined by `&`.

import { createHmac, timingSafeEqual } from 'node:crypto';

/** Objects inside lists have their keys in order too. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, ordered((value as Record<string, unknown>)[key])]),
  );
}

function asText(value: unknown): string {
  if (value === null || value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(ordered(value)) : String(value);
}

export function sign(data: Readonly<Record<string, unknown>>, key: string): string {
  const text = Object.keys(data)
    .sort()
    .map((name) => `${name}=${asText(data[name])}`)
    .join('&');
  return createHmac('sha256', key).update(text, 'utf8').digest('hex');
}

export function signatureIs(expected: string, given: unknown): boolean {
  if (typeof given !== 'string') return false;
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
