// Getting into the chip: finds out what it is and what it speaks, and opens it by PACE where EF.CardAccess offers it,
// else by basic access control (ICAO Doc 9303-11 §4.2).
// SELECT of the master file is left out: after a reset it is selected, and Vietnamese cards refuse the command.

import { fail, ok } from '../../domain/result.ts';
import type { Failure, Result } from '../../domain/result.ts';
import type { AccessKey } from './access-key.ts';
import type { AccessFailure } from './access.ts';
import { basicAccessControl } from './bac/bac.ts';
import type { Channel } from './iso7816/channel.ts';
import { capabilitiesFromAtr, responseBytesFromAtrInfo } from './iso7816/length-limits.ts';
import { readFile } from './iso7816/read-file.ts';
import { EMRTD_APPLICATION, selectApplication, selectElementaryFile } from './iso7816/select.ts';
import type { SelectFailureCode } from './iso7816/select.ts';
import { STATUS } from './iso7816/status-word.ts';
import { FILES } from './lds/files.ts';
import { parseCardAccess } from './lds/security-infos.ts';
import type { PaceInfo, SecurityInfos } from './lds/security-infos.ts';
import { choosePace, pace } from './pace/pace.ts';
import type { AccessOptions, PaceOutcome } from './pace/pace.ts';

export type OpenFailureCode = AccessFailure['code'] | SelectFailureCode | 'mrzNeeded' | 'invalidMedia';
export type OpenFailure = Failure<OpenFailureCode> & { readonly retriesLeft?: number };

export type OpenChip = {
  readonly channel: Channel;
  /** The channel below secure messaging; a replayed chip has none. */
  readonly plain: Channel | undefined;
  readonly protocol: 'pace' | 'bac';
  readonly chipProof: PaceOutcome['chipProof'];
  /** What EF.CardAccess offered: data group 14 must say the same. */
  readonly offers: readonly PaceInfo[];
};

/** Selects the eMRTD application; basic access control has done so already. */
export async function enterApplication(chip: OpenChip, channel: Channel, signal?: AbortSignal): Promise<Result<void, OpenFailure>> {
  if (chip.protocol === 'bac') return ok();
  return selectEmrtd(channel, signal);
}

async function selectEmrtd(channel: Channel, signal?: AbortSignal): Promise<Result<void, OpenFailure>> {
  const selected = await selectApplication(channel, EMRTD_APPLICATION, signal);
  if (selected.ok) return selected;
  const notThere: readonly SelectFailureCode[] = ['fileNotFound', 'selectRefused', 'accessDenied'];
  return notThere.includes(selected.error.code) ? fail('invalidMedia', 'no eMRTD application') : selected;
}

type OpenResult = Result<OpenChip, OpenFailure>;

export type OpenOptions = AccessOptions & {
  readonly atr: Uint8Array;
  /** The lengths of this card are known from an earlier contact. */
  readonly lengthsKnown: boolean;
};

export async function openChip(plain: Channel, key: AccessKey, options: OpenOptions): Promise<OpenResult> {
  const { signal } = options;
  const infos = await readCardAccess(plain, signal);
  if (!infos.ok) return infos;
  if (!options.lengthsKnown) {
    const lengths = await findLengths(plain, options.atr, signal);
    if (!lengths.ok) return lengths;
  }

  const offers = typeof infos.value === 'object' ? infos.value.pace : [];
  const choice = choosePace(offers);
  if (choice !== undefined) {
    const opened = await pace(plain, choice, key, options);
    if (opened.ok) return ok({ ...opened.value, plain, protocol: 'pace', offers });
    const another = opened.error.code === 'accessNotSupported' || opened.error.code === 'accessRefused';
    if (!another || !('mrz' in key)) return opened;
  }
  const opened = await openByBasicAccess(plain, key, offers, options);
  const pointless = infos.value === 'broken' && !opened.ok && opened.error.code === 'mrzNeeded';
  return pointless ? fail('chipAnswerWrong', 'EF.CardAccess cannot be read') : opened;
}

async function openByBasicAccess(
  plain: Channel, key: AccessKey, offers: readonly PaceInfo[], options: OpenOptions,
): Promise<OpenResult> {
  const { random, signal } = options;
  const selected = await selectEmrtd(plain, signal);
  if (!selected.ok) return selected;
  if (!('mrz' in key)) return fail('mrzNeeded');
  const opened = await basicAccessControl(plain, key.mrz, random, signal);
  if (!opened.ok) return opened;
  return ok({ channel: opened.value, plain, protocol: 'bac', chipProof: undefined, offers });
}

/** A chip without the file knows no PACE; one whose file is broken may still open by basic access control. */
async function readCardAccess(
  plain: Channel, signal?: AbortSignal,
): Promise<Result<SecurityInfos | 'absent' | 'broken', OpenFailure>> {
  let file = await readFile(plain, FILES.cardAccess, { signal });
  if (!file.ok && (file.error.code === 'fileNotFound' || file.error.code === 'accessDenied')) {
    // Some chips know the file by its identifier only.
    const selected = await selectElementaryFile(plain, FILES.cardAccess.identifier, signal);
    if (selected.ok) file = await readFile(plain, FILES.cardAccess, { signal, selected: true });
  }
  if (file.ok) {
    const infos = parseCardAccess(file.value);
    return ok(infos.ok ? infos.value : 'broken');
  }
  switch (file.error.code) {
    case 'fileNotFound':
    case 'accessDenied':
    case 'selectRefused':
    case 'readRefused':
      return ok('absent');
    case 'fileMalformed':
    case 'fileTooLarge':
      return ok('broken');
    default:
      return fail(file.error.code, file.error.detail);
  }
}

// The historical bytes say whether extended length is there at all, EF.ATR/INFO how long it may be.
async function findLengths(plain: Channel, atr: Uint8Array, signal?: AbortSignal): Promise<Result<void, OpenFailure>> {
  const { extendedLength, lengthsInAtrInfo } = capabilitiesFromAtr(atr);
  if (extendedLength === false) return ok();
  if (extendedLength === true && lengthsInAtrInfo === false) {
    plain.limits.allowExtended();
    return ok();
  }
  const response = await plain.send({ cla: 0, ins: 0xb0, p1: 0x80 | FILES.atrInfo.shortIdentifier, p2: 0, le: 256 }, signal);
  if (!response.ok) return response;
  const { data, statusWord } = response.value;
  const readable = statusWord === STATUS.success || statusWord === STATUS.endOfFile;
  const responseBytes = readable ? responseBytesFromAtrInfo(data) : undefined;
  if (responseBytes !== undefined) plain.limits.allowExtended(responseBytes);
  else if (extendedLength === true) plain.limits.allowExtended();
  return ok();
}
