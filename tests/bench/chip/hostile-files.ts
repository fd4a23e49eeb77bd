// Files that no issuer writes: lengths that lie, files without an end, nesting without a bottom, pictures that blow up,
// certificates that break a parser. The rest of the card stays genuine.
import { createPrivateKey, sign } from 'node:crypto';
import { ascii, concat, integerBytes } from './bytes.ts';
import { fileContent } from './card-image.ts';
import type { FileContent } from './card-image.ts';
import { dataGroup2, documentSecurityObject } from './logical-data-structure.ts';
import { portraitOf } from './card-order.ts';
import type { CardFiles, CardOrder, FileName } from './card-order.ts';
import { seededRandom } from './random.ts';
import {
  bitString, dataObjectAt, dataObjects, integer, lengthBytes, objectIdentifier, octetString, sequence, tagBytes, tlv,
} from './tlv.ts';

export const hostileKinds = [
  /** The header promises 2 GiB, 16 MiB less one, or 10 bytes more than there are. */
  'length-two-gibibytes', 'length-sixteen-mebibytes', 'length-ten-more',
  /** The header promises less than there is: 3 bytes. */
  'length-three',
  /** The first object inside is longer than the outer one. */
  'inner-length',
  /** The indefinite form, and a length of 126 bytes. */
  'indefinite-length', 'length-of-length',
  /** A tag that never ends. */
  'endless-tag',
  /** A header of 16 MiB and bytes for as long as one reads. */
  'endless',
  /** 20,000 levels of constructed objects. */
  'deep',
  /** 60,000 objects of two bytes. */
  'many',
  'empty', 'noise', 'zeros',
  /** DG2: a picture of 60,000 × 60,000 in its own header; a picture of 3 MiB; no picture; a text instead of one. */
  'portrait-dimensions', 'portrait-three-mebibytes', 'portrait-empty', 'portrait-text',
  /** DG2: 65,535 pictures announced, and a record length that lies. */
  'portrait-count', 'portrait-record-length',
  /** SOD: a document signer whose curve is spelled out wrongly; one with an RSA key of 64 Kibit; with a key of one byte. */
  'certificate-curve', 'certificate-composite-field', 'certificate-huge-field', 'certificate-huge-rsa',
  'certificate-tiny-key',
] as const;

export type HostileKind = (typeof hostileKinds)[number];

export interface HostileFile {
  readonly kind: HostileKind;
  /** Ignored by the kinds for DG2 and SOD. Default: dg13. */
  readonly file?: FileName;
}

const endlessLength = 0x7fff_ffff;

export function makeHostile(
  hostile: HostileFile, files: CardFiles, contents: Map<FileName, FileContent>, order: CardOrder,
): void {
  const { kind } = hostile;
  if (kind.startsWith('portrait-')) {
    contents.set('dg2', fileContent(hostilePortrait(kind, order)));
    return;
  }
  if (kind.startsWith('certificate-')) {
    const object = files.get('sod');
    if (object) contents.set('sod', fileContent(hostileCertificate(kind, object, order)));
    return;
  }
  const name = hostile.file ?? 'dg13';
  const genuine = files.get(name) ?? tlv(0x6d, ascii('nothing was here'));
  contents.set(name, hostileContent(kind, genuine));
}

function hostileContent(kind: HostileKind, genuine: Uint8Array): FileContent {
  const { tag, value } = dataObjectAt(genuine, 0);
  const header = tagBytes(tag);
  const longLength = (bytes: number): Uint8Array => concat(Uint8Array.of(0x84), integerBytes(bytes, 4));
  const plain = (...parts: readonly Uint8Array[]): FileContent => fileContent(concat(...parts));
  switch (kind) {
    case 'length-two-gibibytes': return plain(header, longLength(0x7fff_ffff), value);
    case 'length-sixteen-mebibytes': return plain(header, Uint8Array.of(0x83, 0xff, 0xff, 0xff), value);
    case 'length-ten-more': return plain(header, lengthBytes(value.length + 10), value);
    case 'length-three': return plain(header, Uint8Array.of(3), value);
    case 'inner-length': return plain(tlv(tag, Uint8Array.of(0x30, 0x84, 0x7f, 0xff, 0xff, 0xff), value));
    case 'indefinite-length': return plain(header, Uint8Array.of(0x80), value, Uint8Array.of(0, 0));
    case 'length-of-length': return plain(header, Uint8Array.of(0xfe), value);
    case 'endless-tag': return plain(new Uint8Array(4000).fill(0xff));
    case 'endless': return endless(concat(header, Uint8Array.of(0x83, 0xff, 0xff, 0xff)));
    case 'deep': return plain(tlv(tag, nested(20_000)));
    case 'many': return plain(tlv(tag, new Uint8Array(120_000).map((_, index) => (index % 2 ? 0 : 0x04))));
    case 'empty': return plain();
    case 'noise': return plain(seededRandom('noise').bytes(genuine.length));
    case 'zeros': return plain(new Uint8Array(genuine.length));
    default: throw new Error(`${kind} is not for any file`);
  }
}

function endless(start: Uint8Array): FileContent {
  return {
    length: endlessLength,
    read(offset, length) {
      const bytes = new Uint8Array(length).fill(0x5a);
      if (offset < start.length) bytes.set(start.slice(offset, offset + length));
      return bytes;
    },
  };
}

function nested(levels: number): Uint8Array {
  const headers: Uint8Array[] = [];
  let length = 0;
  for (let level = 0; level < levels; level += 1) {
    const header = concat(Uint8Array.of(0x30), lengthBytes(length));
    headers.unshift(header);
    length += header.length;
  }
  return concat(...headers);
}

function hostilePortrait(kind: HostileKind, order: CardOrder): Uint8Array {
  const portrait = portraitOf(order.persona, 'jpeg');
  const genuine = dataGroup2(portrait);
  const record = Buffer.from(genuine).indexOf('FAC\0');
  switch (kind) {
    case 'portrait-dimensions':
      return dataGroup2({ ...portrait, image: enlarged(portrait.image), width: 60_000, height: 60_000 });
    case 'portrait-three-mebibytes':
      return dataGroup2({ ...portrait, image: concat(portrait.image, new Uint8Array(3 << 20)) });
    case 'portrait-empty': return dataGroup2({ ...portrait, image: new Uint8Array(0) });
    case 'portrait-text': return dataGroup2({ ...portrait, image: ascii('<svg onload="alert(1)">'.repeat(50)) });
    case 'portrait-count': return overwritten(genuine, record + 12, Uint8Array.of(0xff, 0xff));
    default: return overwritten(genuine, record + 8, Uint8Array.of(0xff, 0xff, 0xff, 0xff));
  }
}

// Height and width in the frame header (SOF0) of a baseline JPEG.
function enlarged(image: Uint8Array): Uint8Array {
  const frame = Buffer.from(image).indexOf(Buffer.from([0xff, 0xc0]));
  return overwritten(image, frame + 5, concat(integerBytes(60_000, 2), integerBytes(60_000, 2)));
}

function overwritten(bytes: Uint8Array, at: number, by: Uint8Array): Uint8Array {
  const changed = bytes.slice();
  changed.set(by, at);
  return changed;
}

// The certificate is signed by the country signer all the same, so that a reader reaches the key.
function hostileCertificate(kind: HostileKind, object: Uint8Array, order: CardOrder): Uint8Array {
  const { infrastructure, profile } = order;
  const genuine = infrastructure.documentSigner(profile.trustSuite, 'main', 'valid').der;
  const [body, algorithm] = dataObjects(dataObjectAt(genuine, 0).value);
  if (!body || !algorithm) throw new Error('no certificate');
  const fields = dataObjects(body.value);
  // version, serial number, signature, issuer, validity, subject, key, extensions
  const changed = sequence(...fields.map((field, index) => (index === 6 ? hostileKey(kind) : field.whole)));
  const key = createPrivateKey(infrastructure.countrySignerKey(profile.trustSuite, 'main'));
  const signature = new Uint8Array(sign(hashOf(algorithm.whole), changed, key));
  const certificate = sequence(changed, algorithm.whole, bitString(signature));
  return documentSecurityObject(replaced(dataObjectAt(object, 0).value, genuine, certificate));
}

function hashOf(algorithm: Uint8Array): string {
  if (contains(algorithm, objectIdentifier('1.2.840.10045.4.3.3'))) return 'sha384';
  return contains(algorithm, objectIdentifier('1.2.840.10045.4.3.4')) ? 'sha512' : 'sha256';
}

// Rebuilds every object that contains `old`, so that all lengths around it stay true.
function replaced(bytes: Uint8Array, old: Uint8Array, by: Uint8Array): Uint8Array {
  if (Buffer.compare(bytes, old) === 0) return by;
  if (!contains(bytes, old)) return bytes;
  return concat(...dataObjects(bytes).map((object) => {
    if (Buffer.compare(object.whole, old) === 0) return by;
    if (!contains(object.whole, old)) return object.whole;
    return tlv(object.tag, replaced(object.value, old, by));
  }));
}

function contains(bytes: Uint8Array, part: Uint8Array): boolean {
  return Buffer.from(bytes).includes(Buffer.from(part));
}

function hostileKey(kind: HostileKind): Uint8Array {
  const rsa = (modulus: bigint): Uint8Array => sequence(
    sequence(objectIdentifier('1.2.840.113549.1.1.1'), tlv(0x05)), bitString(sequence(integer(modulus), integer(65_537))));
  switch (kind) {
    case 'certificate-huge-rsa': return rsa((1n << 65_536n) - 159n);
    case 'certificate-tiny-key': return rsa(143n);
    // A field of 15 = 3 · 5, of a Mersenne number of 19,937 bits, and a curve with a = b = 0 over the field of P-256.
    case 'certificate-composite-field': return explicitKey(15n, 1n, 1n, 2, 7n);
    case 'certificate-huge-field': return explicitKey((1n << 19_937n) - 1n, 1n, 1n, 2493, (1n << 19_936n) - 1n);
    default: return explicitKey(2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n, 0n, 0n, 32, 1n);
  }
}

function explicitKey(p: bigint, a: bigint, b: bigint, length: number, order: bigint): Uint8Array {
  const element = (value: bigint): Uint8Array => integerBytes(value, length);
  const point = concat(Uint8Array.of(4), element(1n), element(1n));
  const parameters = sequence(integer(1), sequence(objectIdentifier('1.2.840.10045.1.1'), integer(p)),
    sequence(octetString(element(a)), octetString(element(b))), octetString(point), integer(order), integer(0));
  return sequence(sequence(objectIdentifier('1.2.840.10045.2.1'), parameters), bitString(point));
}
