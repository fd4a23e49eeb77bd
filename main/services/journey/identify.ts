// A scan from the QR scanner: on the identify screen it says who is there; on the first screen a slip's code looks its dossier
// up, and where dossiers are looked up a card's asks for its chip; anywhere else it is ignored and said so in the log. The
// bytes are hostile until the domain's parser has taken them.

import { parseLookup } from '../../domain/dossier/dossier-code.ts';
import { decodeIdentityQrBytes, identityFromQr, parseIdentityQr } from '../../domain/identity/identity-qr.ts';
import type { IdentityQr } from '../../domain/identity/identity-qr.ts';
import type { Problem } from '../../domain/journey/problem.ts';
import type { Failure, Result } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { LookUp } from '../dossiers/look-up.ts';
import type { Journeys } from './journeys.ts';

export type Scan = { readonly bytes: Uint8Array; readonly overlong: boolean };

export function createIdentify({ journeys, readsCards, lookUp, log }: {
  readonly journeys: Pick<Journeys, 'foreground' | 'send' | 'touch'>;
  /** A card reader is there to be used. */
  readonly readsCards: () => boolean;
  readonly lookUp: Pick<LookUp, 'current' | 'find' | 'readCard' | 'strange'>;
  readonly log: Log;
}) {
  return async function scanned(scan: Scan): Promise<void> {
    const { step } = journeys.foreground();
    if (step === 'attract') {
      const slip = readSlip(scan);
      if (slip) return lookUp.find(slip.code, slip.secret);
      if (lookUp.current().state !== 'closed') {
        const card = readIdentity(scan);
        return card.ok ? lookUp.readCard(card.value.number) : lookUp.strange();
      }
    }
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

function readSlip({ bytes, overlong }: Scan): { readonly code: string; readonly secret: string } | null {
  const text = overlong ? null : decodeIdentityQrBytes(bytes);
  const slip = text?.ok ? parseLookup(text.value) : null;
  return slip?.ok ? slip.value : null;
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
