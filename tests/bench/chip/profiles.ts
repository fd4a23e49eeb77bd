// The kinds of card that the bench can be, by name.
import type { AuthenticationHash } from './active-authentication.ts';
import type { Behaviour } from './card-image.ts';
import type { CipherName } from './ciphers.ts';
import type { CurveName } from './curves.ts';
import type { DataGroup13Form, DigestName } from './logical-data-structure.ts';
import type { PaceOffer } from './pace.ts';
import type { TrustSuiteName } from './public-key-infrastructure.ts';

export type ActiveAuthenticationChoice =
  | { readonly kind: 'rsa'; readonly bits: number; readonly hash: AuthenticationHash }
  | {
    readonly kind: 'ec'; readonly curve: CurveName; readonly hash: AuthenticationHash;
    readonly explicitParameters?: boolean;
  };

export interface ChipAuthenticationChoice {
  readonly curve: CurveName;
  readonly cipher: CipherName;
  readonly keyId?: number;
  readonly explicitParameters?: boolean;
}

/** How slowly a reply comes: the wire, and the card's own work for each command. */
export interface Pacing {
  readonly bitsPerSecond: number;
  readonly commandMilliseconds: number;
}

export interface Profile {
  readonly name: string;
  readonly about: string;
  /** False for a card that is no eMRTD. */
  readonly emrtd: boolean;
  readonly trustSuite: TrustSuiteName;
  readonly digest: DigestName;
  readonly securityObjectVersion: 0 | 1;
  readonly basicAccess: boolean;
  readonly pace: readonly PaceOffer[];
  readonly chipAuthentication: ChipAuthenticationChoice | undefined;
  readonly activeAuthentication: ActiveAuthenticationChoice | undefined;
  readonly portrait: 'jpeg' | 'jpeg-2000';
  /** `denied`: DG13 answers 6982. */
  readonly dataGroup13: DataGroup13Form | 'denied';
  /** One filler instead of two after the surname in the MRZ. */
  readonly singleFiller: boolean;
  /** EF.ATR/INFO, which states the longest command and reply. */
  readonly lengthFile: boolean;
  readonly behaviour: Behaviour;
  readonly pacing: Pacing | undefined;
}

const card2021: Profile = {
  name: 'card-2021',
  about: 'identity card of 2021: PACE (generic mapping, AES-128, brainpoolP256r1), SELECT MF 6D00, JPEG portrait',
  emrtd: true,
  trustSuite: 'ecdsa',
  digest: 'sha256',
  securityObjectVersion: 0,
  basicAccess: true,
  pace: [{ mapping: 'generic', cipher: 'aes-128', parameterId: 13 }],
  chipAuthentication: { curve: 'brainpoolP256r1', cipher: 'aes-128' },
  activeAuthentication: { kind: 'ec', curve: 'brainpoolP256r1', hash: 'sha256' },
  portrait: 'jpeg',
  dataGroup13: 'plain',
  singleFiller: false,
  lengthFile: true,
  behaviour: {
    selectMasterFile: 0x6d00, extendedLength: true, largestReply: 2048, endOfFile: 'shorter', overlongRead: 'truncate',
    refusalAt: 'select', canTries: 5,
  },
  pacing: undefined,
};

const card2024: Profile = {
  ...card2021,
  name: 'card-2024',
  about: 'identity card of 2024: DG13 enciphered, JPEG 2000 portrait, SELECT MF 6982, DG3 refused at the read',
  securityObjectVersion: 1,
  basicAccess: false,
  portrait: 'jpeg-2000',
  dataGroup13: 'enciphered',
  lengthFile: false,
  behaviour: {
    ...card2021.behaviour, selectMasterFile: 0x6982, endOfFile: 'warning', refusalAt: 'read', largestReply: 1024,
  },
};

const shortOnly: Behaviour = {
  ...card2021.behaviour, extendedLength: false, largestReply: 256, overlongRead: 'refuse', selectMasterFile: 0x9000,
};

export const profiles: readonly Profile[] = [
  card2021,
  card2024,
  {
    ...card2024, name: 'card-2024-partly', about: 'card of 2024 with some fields of DG13 enciphered',
    dataGroup13: 'partly-enciphered',
  },
  { ...card2024, name: 'card-2024-denied', about: 'card of 2024 whose DG13 answers 6982', dataGroup13: 'denied' },
  {
    ...card2021,
    name: 'bac-only',
    about: 'old chip: Basic Access Control, 3DES, SHA-1, RSA 1024 active authentication, short length, 6Cxx at a file\'s end',
    trustSuite: 'rsa-sha1',
    digest: 'sha1',
    pace: [],
    chipAuthentication: { curve: 'secp224r1', cipher: '3des', keyId: 1 },
    activeAuthentication: { kind: 'rsa', bits: 1024, hash: 'sha1' },
    singleFiller: true,
    lengthFile: false,
    behaviour: { ...shortOnly, overlongRead: 'truncate', endOfFile: 'wrong-length', canTries: 0 },
  },
  {
    ...card2021,
    name: 'aes-256',
    about: 'PACE and chip authentication with AES-256 on brainpoolP384r1, SHA-512, signer named by its key identifier',
    trustSuite: 'ecdsa-p521',
    digest: 'sha512',
    securityObjectVersion: 1,
    basicAccess: false,
    pace: [{ mapping: 'generic', cipher: 'aes-256', parameterId: 16 }],
    chipAuthentication: { curve: 'brainpoolP384r1', cipher: 'aes-256', keyId: 1 },
    activeAuthentication: { kind: 'ec', curve: 'secp384r1', hash: 'sha384' },
    behaviour: { ...card2021.behaviour, selectMasterFile: 0x9000, largestReply: 65_536, canTries: 0 },
  },
  {
    ...card2021,
    name: 'aes-192',
    about: 'PACE with AES-192 on secp384r1, chip authentication with AES-192',
    digest: 'sha384',
    pace: [{ mapping: 'generic', cipher: 'aes-192', parameterId: 15 }],
    chipAuthentication: { curve: 'secp384r1', cipher: 'aes-192', keyId: 2 },
  },
  {
    ...card2021,
    name: 'pace-3des',
    about: 'PACE with 3DES on secp256r1, chip authentication with 3DES',
    pace: [{ mapping: 'generic', cipher: '3des', parameterId: 12 }],
    chipAuthentication: { curve: 'secp256r1', cipher: '3des' },
  },
  {
    ...card2021,
    name: 'aa-rsa',
    about: 'active authentication with RSA 2048 and SHA-256 (ISO/IEC 9796-2)',
    activeAuthentication: { kind: 'rsa', bits: 2048, hash: 'sha256' },
  },
  {
    ...card2021,
    name: 'aa-ec',
    about: 'active authentication with ECDSA on secp256r1 and SHA-256',
    activeAuthentication: { kind: 'ec', curve: 'secp256r1', hash: 'sha256' },
  },
  {
    ...card2021,
    name: 'no-extended-length',
    about: 'short APDUs only, reads that do not fit answer 6700, RSA 2048 active authentication in two parts (61xx)',
    trustSuite: 'rsa',
    activeAuthentication: { kind: 'rsa', bits: 2048, hash: 'sha256' },
    lengthFile: false,
    behaviour: shortOnly,
  },
  {
    ...card2021,
    name: 'slow',
    about: 'card of 2021 paced like 424 kbit/s and 8 ms a command',
    pacing: { bitsPerSecond: 424_000, commandMilliseconds: 8 },
  },
  {
    ...card2021,
    name: 'explicit-parameters',
    about: 'certificates and keys that spell their curves out',
    trustSuite: 'explicit-parameters',
    chipAuthentication: { curve: 'brainpoolP256r1', cipher: 'aes-128', explicitParameters: true },
    activeAuthentication: { kind: 'ec', curve: 'secp256r1', hash: 'sha256', explicitParameters: true },
  },
  { ...card2021, name: 'rsa-pss', about: 'SOD and certificates signed with RSA-PSS', trustSuite: 'rsa-pss' },
  { ...card2021, name: 'brainpool-sod', about: 'SOD and certificates on brainpool curves', trustSuite: 'brainpool' },
  {
    ...card2021,
    name: 'pace-im',
    about: 'PACE with integrated mapping, AES-128, brainpoolP256r1',
    pace: [{ mapping: 'integrated', cipher: 'aes-128', parameterId: 13 }],
  },
  {
    ...card2021,
    name: 'pace-cam',
    about: 'PACE with chip authentication mapping and EF.CardSecurity; generic mapping offered too',
    basicAccess: false,
    pace: [
      { mapping: 'generic', cipher: 'aes-128', parameterId: 13 },
      { mapping: 'chip-authentication', cipher: 'aes-128', parameterId: 13 },
    ],
    chipAuthentication: { curve: 'brainpoolP256r1', cipher: 'aes-128', keyId: 13 },
    behaviour: { ...card2021.behaviour, selectMasterFile: 0x9000 },
  },
  {
    ...card2021,
    name: 'not-emrtd',
    about: 'a card of another kind: neither EF.CardAccess nor the application',
    emrtd: false,
    basicAccess: false,
    pace: [],
    chipAuthentication: undefined,
    activeAuthentication: undefined,
    lengthFile: false,
    behaviour: { ...shortOnly, selectMasterFile: 0x9000 },
  },
];

export function profile(name: string): Profile {
  const found = profiles.find((candidate) => candidate.name === name);
  if (!found) throw new Error(`no profile ${name}`);
  return found;
}

/** What the pacing of a card costs for one command and its reply, in milliseconds. */
export function pacedMilliseconds(pacing: Pacing, commandLength: number, replyLength: number): number {
  return pacing.commandMilliseconds + ((commandLength + replyLength) * 8 * 1000) / pacing.bitsPerSecond;
}
