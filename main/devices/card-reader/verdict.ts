// What was proved about a card: each way of proving it by itself, and one word over all. A verdict is never a boolean:
// "not checked" and "not offered" are neither good nor bad, and say why.

export type CheckState = 'passed' | 'failed' | 'notOffered' | 'notChecked';

export type CheckReason =
  // access
  | 'offersDiffer'
  // passive authentication
  | 'dataGroupAltered' | 'dataGroupNotSigned' | 'dataGroupMissing' | 'documentSecurityObjectMissing'
  | 'documentSecurityObjectMalformed' | 'signatureWrong' | 'signerCertificateMissing' | 'signerMayNotSign'
  | 'dataGroupUnreadable' | 'issuerSignatureWrong' | 'issuerCountryMismatch' | 'issuerNotInTrustStore' | 'trustStoreEmpty'
  | 'signerCertificateNotValidNow' | 'issuerNotValidNow'
  // active and chip authentication
  | 'chipRefused' | 'chipAnswerWrong' | 'keyUnreadable' | 'keyNotSigned'
  // any
  | 'algorithmNotSupported' | 'notReached' | 'replayed'
  // agreement
  | 'numbersDiffer';

export type Check = {
  readonly state: CheckState;
  readonly reason?: CheckReason;
};

export type DataGroupState = 'unaltered' | 'altered' | 'notSigned' | 'missing' | 'denied' | 'malformed' | 'unsupported' | 'notRead';

export type Overall =
  /** Signed by a trusted issuer, and the chip is the one that it was issued to. */
  | 'genuine'
  /** Nothing speaks against the card, and something could not be proved. */
  | 'notFullyVerified'
  /** Altered, copied, or not what it says. */
  | 'refused';

export type Verdict = {
  readonly overall: Overall;
  readonly access: Check & { readonly protocol: 'pace' | 'bac' };
  readonly passive: Check & {
    /** The object's own signature is right, whoever its issuer is. */
    readonly signatureValid: boolean;
    readonly dataGroups: Readonly<Record<number, DataGroupState>>;
  };
  readonly active: Check;
  readonly chip: Check;
  /** The number on the QR or typed, the card access number and data group 1 name the same person. */
  readonly agreement: Check;
};

export type Checks = Omit<Verdict, 'overall'>;

export function verdictOf(checks: Checks): Verdict {
  return { overall: overallOf(checks), ...checks };
}

function overallOf({ access, passive, active, chip, agreement }: Checks): Overall {
  const all = [access, passive, active, chip, agreement];
  if (all.some((check) => check.state === 'failed')) return 'refused';
  const chipProved = active.state === 'passed' || chip.state === 'passed';
  return access.state === 'passed' && passive.state === 'passed' && chipProved ? 'genuine' : 'notFullyVerified';
}
