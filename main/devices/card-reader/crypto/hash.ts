// The digests that chips and their certificates name, with their object identifiers (RFC 3279, RFC 4055, RFC 5758).

import { createHash } from 'node:crypto';

export type HashName = 'SHA-1' | 'SHA-224' | 'SHA-256' | 'SHA-384' | 'SHA-512';

const NODE_NAME: Record<HashName, string> = {
  'SHA-1': 'sha1', 'SHA-224': 'sha224', 'SHA-256': 'sha256', 'SHA-384': 'sha384', 'SHA-512': 'sha512',
};

const OID: Record<HashName, string> = {
  'SHA-1': '1.3.14.3.2.26',
  'SHA-224': '2.16.840.1.101.3.4.2.4',
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
};

export const HASH_NAMES = Object.keys(OID) as readonly HashName[];

export function digest(name: HashName, ...parts: readonly Uint8Array[]): Uint8Array {
  const hash = createHash(NODE_NAME[name]);
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
}

export function nodeHashName(name: HashName): string {
  return NODE_NAME[name];
}

export function hashOfOid(oid: string): HashName | undefined {
  return HASH_NAMES.find((name) => OID[name] === oid);
}

export function oidOfHash(name: HashName): string {
  return OID[name];
}
