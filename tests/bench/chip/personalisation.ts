// From a profile and a persona to a card: keys, files, signatures, and the forger's changes afterwards.
import { activeAuthenticationInfo, activeAuthenticationPublicKey } from './active-authentication.ts';
import { concat, integerBytes } from './bytes.ts';
import { answerToReset, fileContent } from './card-image.ts';
import type { CardImage, ElementaryFile, FileAccess, FileContent } from './card-image.ts';
import { activeAuthenticationKey, chipAuthenticationKey, portraitOf } from './card-order.ts';
import type { CardFiles, CardOrder, FileName, Issue } from './card-order.ts';
import { chipAuthenticationInfos } from './chip-authentication.ts';
import { forge } from './forgeries.ts';
import type { Forgery } from './forgeries.ts';
import { makeHostile } from './hostile-files.ts';
import type { HostileFile } from './hostile-files.ts';
import {
  dataGroup1, dataGroup13, dataGroup14, dataGroup15, dataGroup2, dataGroupTags, documentSecurityObject, efCom,
  ldsSecurityObject,
} from './logical-data-structure.ts';
import { machineReadableZone } from './machine-readable-zone.ts';
import { paceInfo } from './pace.ts';
import { cardAccessNumber } from './personas.ts';
import type { Profile } from './profiles.ts';
import { cardSecurityContentType, securityObjectContentType } from './public-key-infrastructure.ts';
import { seededRandom } from './random.ts';
import { integer, objectIdentifier, sequence, sortedSet, tlv } from './tlv.ts';

/** A card to make: the genuine one, or what a forger makes of it. */
export interface Personalisation extends CardOrder {
  readonly forgery?: Forgery;
  readonly hostile?: HostileFile;
  /** Another CAN than the last six digits of the number. */
  readonly can?: string;
}

export function personalise(order: Personalisation): CardImage {
  const { profile } = order;
  const zone = machineReadableZone(order.persona, profile.singleFiller);
  const issue = forge(order.forgery ?? 'none', issueCard(order), order);
  const contents = new Map<FileName, FileContent>(
    [...issue.files].map(([name, bytes]) => [name, fileContent(bytes)] as const));
  if (order.hostile) makeHostile(order.hostile, issue.files, contents, order);
  return {
    atr: answerToReset(profile.behaviour.extendedLength, profile.lengthFile),
    masterFile: [
      ...(profile.lengthFile ? [file(0x2f01, 0x01, 'free', fileContent(lengthFile(profile.behaviour.largestReply)))] : []),
      ...placed(contents, 'card-access', 0x011c, 0x1c, 'free'),
      ...placed(contents, 'card-security', 0x011d, 0x1d, 'session'),
    ],
    application: profile.emrtd ? [
      ...placed(contents, 'com', 0x011e, 0x1e, 'session'),
      ...placed(contents, 'sod', 0x011d, 0x1d, 'session'),
      ...dataGroupTags.flatMap((_, index) => placed(contents, `dg${index + 1}` as FileName, 0x0101 + index, index + 1,
        accessOf(index + 1, profile))),
    ] : undefined,
    mrzInformation: zone.information,
    can: order.can ?? cardAccessNumber(order.persona),
    basicAccess: profile.basicAccess,
    pace: profile.pace,
    chipAuthentication: issue.chipAuthentication,
    activeAuthentication: issue.activeAuthentication,
    behaviour: profile.behaviour,
  };
}

function issueCard(order: Personalisation): Issue {
  const { profile, persona, infrastructure } = order;
  if (!profile.emrtd) return { files: new Map(), chipAuthentication: undefined, activeAuthentication: undefined };
  const chipAuthentication = chipAuthenticationKey(order);
  const activeAuthentication = activeAuthenticationKey(order);
  const authentication = chipAuthentication && chipAuthenticationInfos(chipAuthentication);
  const offers = profile.pace.map(paceInfo);
  const activeInfo = activeAuthentication && activeAuthenticationInfo(activeAuthentication);
  const infos = [...offers, ...(authentication ? [authentication.info, authentication.publicKeyInfo] : []),
    ...(activeInfo ? [activeInfo] : [])];
  const filler = seededRandom(`${profile.name} ${persona.id}`);
  const form = profile.dataGroup13 === 'denied' ? 'plain' : profile.dataGroup13;
  const groups = new Map<number, Uint8Array>([
    [1, dataGroup1(machineReadableZone(persona, profile.singleFiller))],
    [2, dataGroup2(portraitOf(persona, profile.portrait))],
    [3, tlv(0x63, filler.bytes(1200))],
    [13, dataGroup13(persona, form, filler)],
    [14, dataGroup14(infos)],
    ...(activeAuthentication ? [[15, dataGroup15(activeAuthenticationPublicKey(activeAuthentication))] as const] : []),
  ]);
  const authority = order.forgery === 'other-authority' ? 'other' : 'main';
  const signer = order.forgery === 'expired-signer' ? 'expired' : 'valid';
  const signed = new Map(groups);
  if (order.forgery === 'unsigned-dg13') signed.delete(13);
  const sign = (contentType: string, content: Uint8Array): Uint8Array =>
    infrastructure.sign({ suite: profile.trustSuite, authority, signer, contentType, content });
  const files: CardFiles = new Map<FileName, Uint8Array>([
    ['com', efCom([...groups.keys()])],
    ['sod', documentSecurityObject(
      sign(securityObjectContentType, ldsSecurityObject(profile.digest, signed, profile.securityObjectVersion)))],
    ...[...groups].map(([number, bytes]) => [`dg${number}` as FileName, bytes] as const),
  ]);
  if (profile.pace.length) {
    // As seen on cards: terminal authentication and chip authentication are announced beside PACE.
    const terminal = sequence(objectIdentifier('0.4.0.127.0.7.2.2.2'), integer(1));
    files.set('card-access', sortedSet(terminal, ...(authentication ? [authentication.info] : []), ...offers));
  }
  if (profile.pace.some((offer) => offer.mapping === 'chip-authentication')) {
    files.set('card-security', sign(cardSecurityContentType, sortedSet(...infos)));
  }
  return { files, chipAuthentication, activeAuthentication };
}

function accessOf(dataGroup: number, profile: Profile): FileAccess {
  return dataGroup === 3 || (dataGroup === 13 && profile.dataGroup13 === 'denied') ? 'never' : 'session';
}

function placed(
  contents: ReadonlyMap<FileName, FileContent>, name: FileName, fileId: number, shortId: number, access: FileAccess,
): ElementaryFile[] {
  const content = contents.get(name);
  return content ? [file(fileId, shortId, access, content)] : [];
}

function file(fileId: number, shortId: number, access: FileAccess, content: FileContent): ElementaryFile {
  return { fileId, shortId, access, content };
}

// EF.ATR/INFO: card capabilities and the longest command and reply (ISO/IEC 7816-4 clauses 12.1.1.9 and 12.7.1).
function lengthFile(largestReply: number): Uint8Array {
  const longest = integerBytes(Math.min(largestReply, 0xffff), 2);
  return concat(tlv(0x47, Uint8Array.of(0xc8, 0x21, 0xe0)), tlv(0x7f66, tlv(0x02, longest), tlv(0x02, longest)));
}
