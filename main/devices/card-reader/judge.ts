// From what a reading has proved to its verdict.

import type { FileName } from './lds/files.ts';
import { checkDataGroup } from './lds/sod.ts';
import type { Reading } from './reading.ts';
import { verdictOf } from './verdict.ts';
import type { Check, DataGroupState, Verdict } from './verdict.ts';

/** Data groups that this reader reads, by number. */
const DATA_GROUPS: readonly (readonly [number, FileName])[] = [
  [1, 'dg1'], [2, 'dg2'], [11, 'dg11'], [12, 'dg12'], [13, 'dg13'], [14, 'dg14'], [15, 'dg15'],
];

/** The countries of Doc 9303-12's certificates have two letters, those of the zone three. */
const VIET_NAM = { certificate: 'VN', zone: 'VNM' } as const;

export function judge(
  reading: Reading, known: { protocol: 'pace' | 'bac'; issuingState: string; agreement: Check },
): Verdict {
  const { proofs } = reading;
  const dataGroups = dataGroupStates(reading);
  return verdictOf({
    access: { ...(proofs.offersDiffer ? { state: 'failed', reason: 'offersDiffer' } : { state: 'passed' }), protocol: known.protocol },
    passive: {
      ...passiveCheck(reading, dataGroups, known.issuingState),
      signatureValid: proofs.signature?.state === 'passed'
        || (proofs.signature?.state === 'notChecked' && proofs.signature.signatureValid),
      dataGroups,
    },
    active: proofs.active,
    chip: proofs.chip,
    agreement: known.agreement,
  });
}

function dataGroupStates(reading: Reading): Record<number, DataGroupState> {
  const { sod } = reading.proofs;
  const states: Record<number, DataGroupState> = {};
  for (const [number, name] of DATA_GROUPS) {
    const file = reading.resume.files.get(name);
    const signed = sod?.hashes.has(number) === true;
    const fromChip = reading.states.get(name);
    if (file !== undefined) states[number] = sod === undefined ? 'unsupported' : checkDataGroup(sod, number, file);
    else if (fromChip === 'denied' || fromChip === 'malformed') states[number] = fromChip;
    // What neither the issuer lists nor the chip has does not exist.
    else if (signed) states[number] = fromChip === 'missing' ? 'missing' : 'notRead';
  }
  return states;
}

function passiveCheck(reading: Reading, dataGroups: Record<number, DataGroupState>, issuingState: string): Check {
  const { sod, sodProblem, signature } = reading.proofs;
  if (sod === undefined || signature === undefined) return { state: 'failed', reason: sodProblem ?? 'documentSecurityObjectMissing' };
  const states = Object.values(dataGroups);
  if (states.includes('altered')) return { state: 'failed', reason: 'dataGroupAltered' };
  if (states.includes('notSigned')) return { state: 'failed', reason: 'dataGroupNotSigned' };
  if (states.includes('missing')) return { state: 'failed', reason: 'dataGroupMissing' };
  if (signature.state === 'failed') return signature;
  // A chip may deny data group 13, and nothing else that was asked for; a damaged file is no proof of a forgery.
  const denied = Object.entries(dataGroups).some(([number, state]) => state === 'denied' && number !== '13');
  if (denied || states.includes('malformed')) return { state: 'notChecked', reason: 'dataGroupUnreadable' };
  if (states.includes('unsupported')) return { state: 'notChecked', reason: 'algorithmNotSupported' };
  if (signature.state !== 'passed') return { state: 'notChecked', reason: signature.reason };
  const certificateCountry = sod.signedData.signerCertificate?.country;
  if (certificateCountry !== undefined
    && (certificateCountry === VIET_NAM.certificate) !== (issuingState === VIET_NAM.zone)) {
    return { state: 'failed', reason: 'issuerCountryMismatch' };
  }
  return { state: 'passed' };
}
