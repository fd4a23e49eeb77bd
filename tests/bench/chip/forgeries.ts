// What a forger can do to a card: copy it without its keys, change what is signed, sign with keys of his own.
import { createHash } from 'node:crypto';
import { concat } from './bytes.ts';
import { dataGroup1, efCom } from './logical-data-structure.ts';
import { machineReadableZone } from './machine-readable-zone.ts';
import { activeAuthenticationKey, chipAuthenticationKey } from './card-order.ts';
import type { CardFiles, CardOrder, FileName, Issue } from './card-order.ts';

export const forgeries = [
  /** The genuine card. */
  'none',
  /** All files copied, keys of chip and active authentication of its own: signatures come and do not fit. */
  'clone',
  /** All files copied, no keys: chip and active authentication are refused. */
  'clone-without-keys',
  /** A copy that hides DG15 (or DG14) from EF.COM and the file system, though the SOD still lists it. */
  'hidden-dg15', 'hidden-dg14',
  /** Changed after signing. DG1 gets another given name and check digits that are right. */
  'altered-dg1', 'altered-dg2', 'altered-dg13', 'altered-dg14', 'altered-dg15',
  /** DG1 changed and the hash in the SOD with it; the signature no longer fits. */
  'altered-hash',
  /** One bit of the SOD's signature. */
  'altered-signature',
  /** Signed without DG13: the file is there and nothing vouches for it. */
  'unsigned-dg13',
  /** Signed by an authority of the same name that nobody trusts. */
  'other-authority',
  /** The document signer's certificate ended in 2022. */
  'expired-signer',
] as const;

export type Forgery = (typeof forgeries)[number];

export function forge(forgery: Forgery, issue: Issue, order: CardOrder): Issue {
  const files = new Map(issue.files);
  switch (forgery) {
    case 'none': case 'unsigned-dg13': case 'other-authority': case 'expired-signer':
      return issue;
    case 'clone':
      return {
        files,
        chipAuthentication: chipAuthenticationKey(order, 'clone'),
        activeAuthentication: activeAuthenticationKey(order, 'clone'),
      };
    case 'clone-without-keys':
      return { files, chipAuthentication: undefined, activeAuthentication: undefined };
    case 'hidden-dg15':
      hide(files, 15);
      return { ...issue, files, activeAuthentication: undefined };
    case 'hidden-dg14':
      hide(files, 14);
      return { ...issue, files, chipAuthentication: undefined };
    case 'altered-dg1':
      files.set('dg1', alteredDataGroup1(order));
      break;
    case 'altered-dg2': case 'altered-dg13': case 'altered-dg14': case 'altered-dg15':
      flip(files, forgery.slice(8) as FileName, 0.6);
      break;
    case 'altered-hash':
      alterHash(files, order);
      break;
    case 'altered-signature':
      flip(files, 'sod', 1);
      break;
  }
  return { ...issue, files };
}

function alteredDataGroup1(order: CardOrder): Uint8Array {
  const words = order.persona.name.split(' ');
  const name = [words[0], ...words.slice(1, -1), 'Khác'].join(' ');
  return dataGroup1(machineReadableZone({ ...order.persona, name }, order.profile.singleFiller));
}

// The hash of DG1 is looked for as bytes: everything else in the SOD stays as the issuer made it.
function alterHash(files: CardFiles, order: CardOrder): void {
  const before = files.get('dg1');
  const object = files.get('sod');
  if (!before || !object) return;
  const altered = alteredDataGroup1(order);
  const digest = (bytes: Uint8Array): Buffer => createHash(order.profile.digest).update(bytes).digest();
  const changed = Buffer.from(object);
  changed.set(digest(altered), changed.indexOf(digest(before)));
  files.set('dg1', altered);
  files.set('sod', new Uint8Array(changed));
}

function hide(files: CardFiles, dataGroup: number): void {
  files.delete(`dg${dataGroup}` as FileName);
  files.set('com', efCom([1, 2, 3, 13, 14, 15].filter((number) => number !== dataGroup)));
}

// One bit, at this part of the file; 1 is its last byte.
function flip(files: CardFiles, name: FileName, part: number): void {
  const bytes = files.get(name);
  if (!bytes) return;
  const at = Math.min(bytes.length - 1, Math.floor(bytes.length * part));
  const changed = concat(bytes);
  changed[at] = (changed[at] ?? 0) ^ 0x01;
  files.set(name, changed);
}
