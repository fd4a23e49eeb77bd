// The step that proves the card: the document security object over the data groups (passive authentication), then the
// chip itself by chip-authentication mapping or chip authentication, and by active authentication.

import { activeAuthentication } from './active-authentication/active-authentication.ts';
import { chipAuthentication, chooseChipAuthentication } from './chip-authentication/chip-authentication.ts';
import type { Channel } from './iso7816/channel.ts';
import { readFile } from './iso7816/read-file.ts';
import { EMRTD_APPLICATION, selectApplication, selectMasterFile } from './iso7816/select.ts';
import { parseCardSecurity } from './lds/card-security.ts';
import { parseCom, parseDg15 } from './lds/data-groups.ts';
import { FILES } from './lds/files.ts';
import type { FileName } from './lds/files.ts';
import { parseDg14 } from './lds/security-infos.ts';
import type { ChipAuthenticationKey, PaceInfo, SecurityInfos } from './lds/security-infos.ts';
import { checkDataGroup, parseSod } from './lds/sod.ts';
import type { OpenChip } from './open.ts';
import { fitsChipKey } from './pace/pace.ts';
import type { ChipMappingProof } from './pace/pace.ts';
import { authenticatePassively } from './passive-authentication/passive-authentication.ts';
import { endFor, fetchFile, readAgain, report } from './reading.ts';
import type { Reading } from './reading.ts';
import type { Check } from './verdict.ts';

const PASSED: Check = { state: 'passed' };

/** Fills in reading.proofs. What a chip leaves unanswered stays as it was: not offered or not reached. */
export async function proveAuthenticity(reading: Reading, chip: OpenChip): Promise<void> {
  const { proofs } = reading;
  const present = await readSecurityObject(reading);
  proofs.chip = present.includes(14) ? notChecked('notReached') : { state: 'notOffered' };
  proofs.active = present.includes(15) ? notChecked('notReached') : { state: 'notOffered' };
  for (const name of reading.request.optionalGroups ?? []) {
    if (present.includes(name === 'dg11' ? 11 : 12)) await fetchFile(reading, name);
  }
  const infos = present.includes(14) ? await readDg14(reading) : undefined;
  report(reading, 0.6);
  const activeFile = present.includes(15) ? await fetchFile(reading, 'dg15') : undefined;
  report(reading, 0.7);

  if (infos !== undefined && isSigned(reading, 14, 'dg14')) proofs.offersDiffer = differ(chip.offers, infos.pace);
  if (chip.plain === undefined) {
    proofs.chip = notChecked('replayed');
    proofs.active = notChecked('replayed');
    return;
  }
  if (chip.chipProof === 'missing') proofs.chip = { state: 'failed', reason: 'chipAnswerWrong' };
  else if (chip.chipProof !== undefined) proofs.chip = await checkMappingProof(reading, chip.chipProof, infos);
  else if (present.includes(14)) proofs.chip = await authenticateChip(reading, chip.plain, infos);
  report(reading, 0.85);
  if (present.includes(15)) proofs.active = await authenticateActively(reading, activeFile, infos);
}

/** Chip authentication is complete with the first response under its keys; if none has come, one is asked for. */
export async function confirmChip(reading: Reading): Promise<void> {
  if (reading.chipUnproved) await readAgain(reading, 'dg1');
}

/** Reads EF.SOD and gives the numbers of the data groups that the chip should have. */
async function readSecurityObject(reading: Reading): Promise<readonly number[]> {
  const { proofs, dependencies } = reading;
  const file = await fetchFile(reading, 'sod', { from: 0, to: 0.5 });
  const sod = file && parseSod(file);
  if (sod?.ok === true) {
    proofs.sod = sod.value;
    proofs.signature = authenticatePassively(sod.value.signedData, dependencies.trustStore, dependencies.now());
    return Array.from(sod.value.hashes.keys());
  }
  proofs.sodProblem = sod === undefined ? 'documentSecurityObjectMissing' : 'documentSecurityObjectMalformed';
  const com = await fetchFile(reading, 'com');
  const listed = com && parseCom(com);
  return listed?.ok === true ? listed.value.dataGroups : [];
}

async function readDg14(reading: Reading): Promise<SecurityInfos | undefined> {
  const file = await fetchFile(reading, 'dg14');
  const infos = file && parseDg14(file);
  return infos?.ok === true ? infos.value : undefined;
}

/**
 * Whether somebody has changed what EF.CardAccess offers, e.g. to a weaker way in (Doc 9303-11 §4.4.1). Older chips do
 * not repeat it in data group 14.
 */
function differ(offered: readonly PaceInfo[], signed: readonly PaceInfo[]): boolean {
  if (signed.length === 0) return false;
  const asText = (infos: readonly PaceInfo[]): string =>
    infos.map(({ oid, parameterId }) => `${oid} ${parameterId}`).sort().join();
  return asText(offered) !== asText(signed);
}

/** A key proves the chip only if the issuer signed the file that it is in. */
function isSigned(reading: Reading, number: number, name: FileName): boolean {
  const { sod } = reading.proofs;
  const file = reading.resume.files.get(name);
  return sod !== undefined && file !== undefined && checkDataGroup(sod, number, file) === 'unaltered';
}

async function authenticateChip(reading: Reading, plain: Channel, infos: SecurityInfos | undefined): Promise<Check> {
  if (infos === undefined) return notChecked('keyUnreadable');
  const choice = chooseChipAuthentication(infos);
  if (choice === 'notOffered') return { state: 'notOffered' };
  if (choice === 'notSupported') return notChecked('algorithmNotSupported');
  if (!isSigned(reading, 14, 'dg14')) return notChecked('keyNotSigned');
  const { channel, dependencies, signal } = reading;
  if (channel === undefined) throw new Error('the chip is not open');
  const agreed = await chipAuthentication(channel, plain, choice, dependencies.random, signal);
  if (agreed.ok) {
    reading.channel = reading.events.observe?.(agreed.value) ?? agreed.value;
    reading.chipUnproved = true;
    return PASSED;
  }
  if (agreed.error.code === 'chipAuthenticationRefused') return { state: 'failed', reason: 'chipRefused' };
  return endFor(reading, agreed.error);
}

async function authenticateActively(
  reading: Reading, file: Uint8Array | undefined, infos: SecurityInfos | undefined,
): Promise<Check> {
  const key = file && parseDg15(file);
  if (key === undefined || !key.ok) return notChecked('keyUnreadable');
  if (key.value === undefined) return notChecked('algorithmNotSupported');
  if (!isSigned(reading, 15, 'dg15')) return notChecked('keyNotSigned');
  const { channel, dependencies, signal } = reading;
  if (channel === undefined) throw new Error('the chip is not open');
  const algorithm = infos?.activeAuthenticationAlgorithm;
  const proof = await activeAuthentication(channel, key.value, algorithm, dependencies.random, signal);
  if (proof.ok) {
    reading.chipUnproved = false;
    return PASSED;
  }
  switch (proof.error.code) {
    case 'activeAuthenticationRefused':
      return { state: 'failed', reason: 'chipRefused' };
    case 'activeAuthenticationWrong':
      return { state: 'failed', reason: 'chipAnswerWrong' };
    default:
      return endFor(reading, proof.error);
  }
}

/**
 * Chip-authentication mapping (Doc 9303-11 §4.4.3.5): the static key is in EF.CardSecurity, on most chips in data group
 * 14 too. Group 14 is looked at first, since it is read anyway.
 */
async function checkMappingProof(
  reading: Reading, proof: ChipMappingProof, infos: SecurityInfos | undefined,
): Promise<Check> {
  if (infos !== undefined && isSigned(reading, 14, 'dg14') && fitsAny(proof, infos.chipAuthenticationKeys)) return PASSED;
  const file = await readCardSecurity(reading);
  const security = file && parseCardSecurity(file);
  if (security === undefined || !security.ok) return notChecked('keyUnreadable');
  const { trustStore, now } = reading.dependencies;
  const signature = authenticatePassively(security.value.signedData, trustStore, now());
  if (signature.state === 'failed') return { state: 'failed', reason: signature.reason };
  if (!fitsAny(proof, security.value.infos.chipAuthenticationKeys)) return { state: 'failed', reason: 'chipAnswerWrong' };
  return signature.state === 'passed' ? PASSED : notChecked('keyNotSigned');
}

function fitsAny(proof: ChipMappingProof, keys: readonly ChipAuthenticationKey[]): boolean {
  return keys.some(({ key }) => key?.kind === 'ec' && key.curve === proof.curve && fitsChipKey(proof, key.point));
}

// The file is in the master file: there and back again.
async function readCardSecurity(reading: Reading): Promise<Uint8Array | undefined> {
  const { channel, signal } = reading;
  if (channel === undefined) throw new Error('the chip is not open');
  const master = await selectMasterFile(channel, signal);
  if (!master.ok) {
    return ['fileNotFound', 'accessDenied', 'selectRefused'].includes(master.error.code)
      ? undefined : endFor(reading, master.error);
  }
  const file = await readFile(channel, FILES.cardSecurity, { signal });
  const back = await selectApplication(channel, EMRTD_APPLICATION, signal);
  if (!back.ok) return endFor(reading, back.error);
  return file.ok ? file.value : undefined;
}

function notChecked(reason: NonNullable<Check['reason']>): Check {
  return { state: 'notChecked', reason };
}
