// An eMRTD from the card's side: commands in, replies out, no clock and no I/O (Doc 9303 parts 10 and 11, ISO/IEC 7816-4).
import { answerActiveAuthentication } from './active-authentication.ts';
import { parseCommand, responseBytes } from './apdu.ts';
import type { CommandApdu, ResponseApdu } from './apdu.ts';
import { answerBasicAccess } from './basic-access-control.ts';
import { bytesInteger, concat, equal, fromHex } from './bytes.ts';
import type { CardImage, ElementaryFile } from './card-image.ts';
import { agreeChipAuthentication, chipAuthenticationObjectIdentifier } from './chip-authentication.ts';
import { paceObjectIdentifier, passwordReferences, passwordSecret, startPace } from './pace.ts';
import type { PaceRun } from './pace.ts';
import type { Random } from './random.ts';
import { createSecureMessaging } from './secure-messaging.ts';
import type { SecureMessaging, SessionKeys } from './secure-messaging.ts';
import { MalformedTlv, dataObjects, objectIdentifierBytes, tlv, valueOf } from './tlv.ts';

export type ChipReply = Uint8Array | 'mute';

export interface Chip {
  readonly atr: Uint8Array;
  /** Power on, or reset: everything is forgotten but the counter of wrong CANs. */
  reset(): void;
  process(apdu: Uint8Array): ChipReply;
}

export const applicationIdentifier = fromHex('a0000002471001');

const noBytes = new Uint8Array(0);

interface Outcome extends ResponseApdu {
  /** Keys of the session that starts after this reply. */
  readonly session?: SessionKeys;
}

export function createChip(image: CardImage, random: Random): Chip {
  const { behaviour } = image;
  let canTriesLeft = behaviour.canTries;
  let inApplication = false;
  let currentFile: ElementaryFile | undefined;
  let messaging: SecureMessaging | undefined;
  let challenge: Uint8Array | undefined;
  let pace: PaceRun | undefined;
  let chipAuthenticationSet = false;
  let chained: Uint8Array = noBytes;
  let pending: Uint8Array = noBytes;
  let pendingStatus = 0x9000;

  function reset(): void {
    inApplication = false;
    currentFile = undefined;
    chained = noBytes;
    pending = noBytes;
    endSession();
  }

  function endSession(): void {
    messaging = undefined;
    challenge = undefined;
    pace = undefined;
    chipAuthenticationSet = false;
  }

  function process(apdu: Uint8Array): ChipReply {
    const command = parseCommand(apdu);
    if (command?.extended && !behaviour.extendedLength) return status(0x6700);
    const isProtected = command !== undefined && (command.cla & 0x0c) === 0x0c;
    if (command?.ins === 0xc0 && !isProtected && pending.length > 0) return responseBytes(nextPart(command));
    // A command in the clear ends the session and its rights (part 11, clause 9.8.3).
    if (messaging && !isProtected) endSession();
    pending = noBytes;
    if (!command) return status(0x6700);
    if (command.cla & 0xe0) return status(0x6e00);
    // GENERAL AUTHENTICATE chains steps of a protocol; all other commands chain pieces of one data field.
    if (command.cla & 0x10 && command.ins !== 0x86) {
      // Under secure messaging a piece without its checksum would leave the session open to whoever sends it.
      if (isProtected) {
        endSession();
        return status(0x6884);
      }
      chained = concat(chained, command.data);
      return status(chained.length > 4096 ? 0x6700 : 0x9000);
    }
    const whole = chained.length ? { ...command, data: concat(chained, command.data) } : command;
    chained = noBytes;
    return responseBytes(fitted(whole, isProtected ? protectedReply(whole) : plainReply(whole)));
  }

  function plainReply(command: CommandApdu): ResponseApdu {
    const outcome = safely(command);
    if (outcome.session) startSession(outcome.session);
    return outcome;
  }

  function protectedReply(command: CommandApdu): ResponseApdu {
    if (!messaging) return { data: noBytes, sw: 0x6882 };
    const session = messaging;
    const plain = session.unwrap(command);
    if (typeof plain === 'number') {
      endSession();
      return { data: noBytes, sw: plain };
    }
    const outcome = safely(plain);
    const reply = session.wrap(outcome, (command.ins & 1) === 1);
    if (outcome.session) startSession(outcome.session);
    return reply;
  }

  function startSession(keys: SessionKeys): void {
    endSession();
    messaging = createSecureMessaging(keys);
  }

  function safely(command: CommandApdu): Outcome {
    try {
      return perform(command);
    } catch (error) {
      if (error instanceof MalformedTlv) return { data: noBytes, sw: 0x6a80 };
      throw error;
    }
  }

  function perform(command: CommandApdu): Outcome {
    switch (command.ins) {
      case 0xa4: return select(command);
      case 0xb0: return readBinary(command);
      case 0xb1: return readBinaryByOffsetObject(command);
      case 0x84: return getChallenge(command);
      case 0x82: return externalAuthenticate(command);
      case 0x22: return manageSecurityEnvironment(command);
      case 0x86: return generalAuthenticate(command);
      case 0x88: return internalAuthenticate(command);
      default: return fail(0x6d00);
    }
  }

  function select(command: CommandApdu): Outcome {
    const { p1, p2, data } = command;
    if (p2 !== 0x0c && p2 !== 0x00 && p2 !== 0x04) return fail(0x6a86);
    if (p1 === 0x04) {
      if (!image.application || !equal(data, applicationIdentifier)) return fail(0x6a82);
      inApplication = true;
      currentFile = undefined;
      return { data: p2 === 0x0c ? noBytes : tlv(0x6f, tlv(0x84, applicationIdentifier)), sw: 0x9000 };
    }
    if (p1 === 0x00 && (data.length === 0 || equal(data, Uint8Array.of(0x3f, 0x00)))) {
      if (behaviour.selectMasterFile !== 0x9000) return fail(behaviour.selectMasterFile);
      inApplication = false;
      currentFile = undefined;
      return ok();
    }
    if (p1 !== 0x02 && p1 !== 0x00) return fail(0x6a86);
    if (data.length !== 2) return fail(0x6700);
    const file = find((candidate) => candidate.fileId === Number(bytesInteger(data)));
    if (!file) return fail(0x6a82);
    if (behaviour.refusalAt === 'select' && !allowed(file)) return fail(0x6982);
    currentFile = file;
    return { data: p2 === 0x0c ? noBytes : tlv(0x62, tlv(0x83, data)), sw: 0x9000 };
  }

  function readBinary(command: CommandApdu): Outcome {
    const { p1, p2 } = command;
    if (!(p1 & 0x80)) return read(command, currentFile, (p1 << 8) | p2);
    if (p1 & 0x60) return fail(0x6a86);
    const file = find((candidate) => candidate.shortId === (p1 & 0x1f));
    return read(command, file, p2, 0x6a82);
  }

  function readBinaryByOffsetObject(command: CommandApdu): Outcome {
    const identifier = (command.p1 << 8) | command.p2;
    const offset = valueOf(dataObjects(command.data), 0x54);
    if (!offset || offset.length === 0 || offset.length > 4) return fail(0x6a80);
    const file = identifier === 0 ? currentFile
      : find((candidate) => (identifier < 0x1f ? candidate.shortId : candidate.fileId) === identifier);
    return read(command, file, Number(bytesInteger(offset)), identifier === 0 ? 0x6986 : 0x6a82, 0x53);
  }

  function read(
    command: CommandApdu, file: ElementaryFile | undefined, offset: number, missing = 0x6986, objectTag?: number,
  ): Outcome {
    if (!file) return fail(missing);
    if (!allowed(file)) return fail(0x6982);
    currentFile = file;
    if (command.le === undefined) return fail(0x6700);
    if (offset > file.content.length) return fail(0x6b00);
    const room = messaging
      ? messaging.capacity(replyLimit(command), objectTag !== undefined)
      : replyLimit(command);
    if (command.le > room && behaviour.overlongRead === 'refuse') return fail(0x6700);
    const header = objectTag === undefined ? 0 : objectHeaderLength(Math.min(command.le, room));
    const asked = command.le - header;
    const left = file.content.length - offset;
    if (asked > left && left < 256 && behaviour.endOfFile === 'wrong-length') {
      return left > 0 ? fail(0x6c00 | ((left + header) & 0xff)) : fail(0x6b00);
    }
    const bytes = file.content.read(offset, Math.max(0, Math.min(asked, left, room - header)));
    const data = objectTag === undefined ? bytes : tlv(objectTag, bytes);
    return { data, sw: asked > left && behaviour.endOfFile === 'warning' ? 0x6282 : 0x9000 };
  }

  function getChallenge(command: CommandApdu): Outcome {
    if (!inApplication || !image.basicAccess) return fail(0x6d00);
    if (command.le === undefined) return fail(0x6700);
    challenge = random.bytes(8);
    return { data: challenge, sw: 0x9000 };
  }

  function externalAuthenticate(command: CommandApdu): Outcome {
    if (!image.basicAccess || !inApplication) return fail(0x6d00);
    if (!challenge) return fail(0x6985);
    const given = challenge;
    challenge = undefined;
    const answer = answerBasicAccess(image.mrzInformation, given, command.data, random);
    return answer ? { data: answer.data, sw: 0x9000, session: answer.keys } : fail(0x6300);
  }

  function manageSecurityEnvironment(command: CommandApdu): Outcome {
    const template = (command.p1 << 8) | command.p2;
    if (template === 0xc1a4) return setPace(command.data);
    if (template === 0x41a4) return setChipAuthentication(command.data);
    if (template === 0x41a6) return keyAgreementTemplate(command.data);
    return fail(0x6a86);
  }

  function setPace(data: Uint8Array): Outcome {
    pace = undefined;
    const objects = dataObjects(data);
    const protocol = valueOf(objects, 0x80);
    const reference = valueOf(objects, 0x83);
    const parameters = valueOf(objects, 0x84);
    if (!protocol || reference?.length !== 1) return fail(0x6a80);
    const offer = image.pace.find((candidate) =>
      equal(protocol, objectIdentifierBytes(paceObjectIdentifier(candidate))) &&
      (parameters === undefined || Number(bytesInteger(parameters)) === candidate.parameterId));
    if (!offer) return fail(0x6a80);
    const withCan = reference[0] === passwordReferences.can;
    if (!withCan && reference[0] !== passwordReferences.mrz) return fail(0x6a88);
    const counted = withCan && behaviour.canTries > 0;
    if (counted && canTriesLeft === 0) return fail(0x6983);
    const secret = withCan ? passwordSecret('can', image.can) : passwordSecret('mrz', image.mrzInformation);
    const run = startPace(offer, secret, random, () => {
      if (!counted) return 0x6300;
      canTriesLeft -= 1;
      return 0x63c0 | canTriesLeft;
    }, image.chipAuthentication?.privateKey);
    pace = {
      step(step, last) {
        const answer = run.step(step, last);
        if ('data' in answer && answer.keys && counted) canTriesLeft = behaviour.canTries;
        return answer;
      },
    };
    return counted && canTriesLeft < behaviour.canTries ? fail(0x63c0 | canTriesLeft) : ok();
  }

  function setChipAuthentication(data: Uint8Array): Outcome {
    const key = image.chipAuthentication;
    const protocol = valueOf(dataObjects(data), 0x80);
    if (!key || !messaging || key.cipher === '3des') return fail(0x6985);
    if (!protocol || !equal(protocol, objectIdentifierBytes(chipAuthenticationObjectIdentifier(key.cipher)))) {
      return fail(0x6a80);
    }
    if (!namesKey(data)) return fail(0x6a88);
    pace = undefined;
    chipAuthenticationSet = true;
    return ok();
  }

  function keyAgreementTemplate(data: Uint8Array): Outcome {
    const key = image.chipAuthentication;
    const terminal = valueOf(dataObjects(data), 0x91);
    if (!key || !messaging || key.cipher !== '3des') return fail(0x6985);
    if (!terminal) return fail(0x6a80);
    if (!namesKey(data)) return fail(0x6a88);
    const session = agreeChipAuthentication(key, terminal);
    return session ? { data: noBytes, sw: 0x9000, session } : fail(0x6a80);
  }

  function namesKey(data: Uint8Array): boolean {
    const reference = valueOf(dataObjects(data), 0x84);
    const keyId = image.chipAuthentication?.keyId;
    return reference === undefined || (keyId !== undefined && Number(bytesInteger(reference)) === keyId);
  }

  function generalAuthenticate(command: CommandApdu): Outcome {
    if (command.p1 !== 0 || command.p2 !== 0) return fail(0x6a86);
    const template = valueOf(dataObjects(command.data), 0x7c);
    if (!template) return fail(0x6a80);
    if (pace) {
      const answer = pace.step(template, (command.cla & 0x10) === 0);
      if ('sw' in answer) {
        pace = undefined;
        return fail(answer.sw);
      }
      const data = tlv(0x7c, answer.data);
      return answer.keys ? { data, sw: 0x9000, session: answer.keys } : { data, sw: 0x9000 };
    }
    if (!chipAuthenticationSet || !image.chipAuthentication) return fail(0x6985);
    chipAuthenticationSet = false;
    const terminal = valueOf(dataObjects(template), 0x80);
    const session = terminal && agreeChipAuthentication(image.chipAuthentication, terminal);
    return session ? { data: tlv(0x7c), sw: 0x9000, session } : fail(0x6a80);
  }

  function internalAuthenticate(command: CommandApdu): Outcome {
    if (!image.activeAuthentication || !inApplication) return fail(0x6d00);
    if (!messaging) return fail(0x6982);
    if (command.data.length !== 8) return fail(0x6700);
    return { data: answerActiveAuthentication(image.activeAuthentication, command.data, random), sw: 0x9000 };
  }

  function find(matches: (file: ElementaryFile) => boolean): ElementaryFile | undefined {
    return (inApplication ? image.application : image.masterFile)?.find(matches);
  }

  function allowed(file: ElementaryFile): boolean {
    return file.access === 'free' || (file.access === 'session' && messaging !== undefined);
  }

  function replyLimit(command: CommandApdu): number {
    return command.extended ? behaviour.largestReply : 256;
  }

  // A reply too long for its command is handed out in parts (61xx, GET RESPONSE).
  function fitted(command: CommandApdu, reply: ResponseApdu): ResponseApdu {
    const limit = replyLimit(command);
    if (reply.data.length <= limit) return reply;
    pending = reply.data.slice(limit);
    pendingStatus = reply.sw;
    return { data: reply.data.slice(0, limit), sw: 0x6100 | (Math.min(pending.length, 256) & 0xff) };
  }

  function nextPart(command: CommandApdu): ResponseApdu {
    const data = pending.slice(0, Math.min(command.le ?? 256, 256));
    pending = pending.slice(data.length);
    const left = Math.min(pending.length, 256) & 0xff;
    return { data, sw: pending.length ? 0x6100 | left : pendingStatus };
  }

  return { atr: image.atr, reset, process };
}

const fail = (sw: number): Outcome => ({ data: noBytes, sw });
const ok = (): Outcome => fail(0x9000);
const status = (sw: number): Uint8Array => Uint8Array.of(sw >> 8, sw & 0xff);

function objectHeaderLength(whole: number): number {
  return whole < 0x82 ? 2 : whole <= 0x102 ? 3 : 4;
}
