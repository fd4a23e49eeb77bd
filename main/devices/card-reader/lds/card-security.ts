// EF.CardSecurity (ICAO Doc 9303-10 §3.11.3, -11 §9.2.11): signed SecurityInfos in the master file, with the static key
// of chip-authentication mapping.

import { malformed, parseWith } from '../malformed.ts';
import type { MalformedFailure } from '../malformed.ts';
import { readSignedData } from '../passive-authentication/signed-data.ts';
import type { SignedData } from '../passive-authentication/signed-data.ts';
import type { Result } from '../../../domain/result.ts';
import { readTlv } from '../tlv/tlv.ts';
import { readSecurityInfos } from './security-infos.ts';
import type { SecurityInfos } from './security-infos.ts';

export type CardSecurity = { readonly signedData: SignedData; readonly infos: SecurityInfos };

const SECURITY_OBJECT = '0.4.0.127.0.7.3.2.1';

export function parseCardSecurity(bytes: Uint8Array): Result<CardSecurity, MalformedFailure> {
  return parseWith('EF.CardSecurity', () => {
    const signedData = readSignedData(readTlv(bytes));
    if (signedData.contentType !== SECURITY_OBJECT) malformed('content is no security object');
    return { signedData, infos: readSecurityInfos(readTlv(signedData.content)) };
  });
}
