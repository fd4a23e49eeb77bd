// A scan from the QR scanner: on the identify screen it says who is there; anywhere else it is ignored and said so in
// the log. The bytes are hostile until the domain's parser has taken them.

import { decodeIdentityQrBytes, identityFromQr, parseIdentityQr } from '../../domain/identity/identity-qr.ts';
import type { IdentityQr } from '../../domain/identity/identity-qr.ts';
import type { Problem } from '../../domain/journey/problem.ts';
import type { Failure, Result } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Journeys } from './journeys.ts';

export type Scan = { readonly bytes: Uint8Array; readonly overlong: boolean };

export function createIdentify({ journeys, readsCards, log }: {
  readonly journeys: Pick<Journeys, 'foreground' | 'send' | 'touch'>;
  /** A card reader is there to be used. */
  readonly readsCards: () => boolean;
  readonly log: Log;
}) {
  return async function scanned(scan: Scan): Promise<void> {
    const { step } = journeys.foreground();
    // While a chip is being read, the same card may be held before the scanner once more.
    if (step !== 'identify.waiting' && step !== 'identify.confirming') {
      log('scan.ignored', { at: step, length: scan.bytes.length });
      return;
    }
    journeys.touch();
    const read = readIdentity(scan);
    if (read.ok) {
      await journeys.send({ type: 'identified', identity: identityFromQr(read.value), readCard: readsCards() });
      return;
    }
    log('scan.refused', { reason: read.error.code, length: scan.bytes.length });
    await journeys.send({ type: 'identityRefused', problem: problemOf(read.error.code) });
  };
}

export function readIdentity({ bytes, overlong }: Scan): Result<IdentityQr, Failure> {
  if (overlong) return { ok: false, error: { code: 'tooLong' } };
  const text = decodeIdentityQrBytes(bytes);
  return text.ok ? parseIdentityQr(text.value) : text;
}

function problemOf(code: string): Problem {
  switch (code) {
    case 'tooLong':
      return 'qrTooLong';
    case 'empty':
    case 'badEncoding':
      return 'qrUnreadable';
    default:
      return 'qrNotIdentity';
  }
}
