// A small inspection system for the chip's tests, written apart from the chip: its own ciphers, secure messaging and key
// agreement. It expects the card to be right and throws when it is not.
import {
  constants, createCipheriv, createDecipheriv, createECDH, createHash, createPublicKey, publicDecrypt, verify,
} from 'node:crypto';
import { cmac } from '@noble/ciphers/aes.js';
import { p256, p384 } from '@noble/curves/nist.js';
import { brainpoolP256r1, brainpoolP384r1 } from '@noble/curves/misc.js';
import type { Chip } from '../../../bench/chip/chip.ts';

export type Cipher = '3des' | 'aes-128' | 'aes-192' | 'aes-256';

export const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
export const bytes = (text: string): Buffer => Buffer.from(text.replace(/\s/g, ''), 'hex');

/** A data object with a length of up to 65,535. */
export function object(tag: string, value: Uint8Array): Buffer {
  const n = value.length;
  const length = n < 0x80 ? [n] : n < 0x100 ? [0x81, n] : [0x82, n >> 8, n & 0xff];
  return Buffer.concat([bytes(tag), Buffer.from(length), value]);
}

/** The value of the first object with this one-byte tag among the objects in `data`. */
export function find(data: Buffer, tag: number): Buffer | undefined {
  for (let at = 0; at < data.length;) {
    const found = data[at]!;
    let length = data[at + 1]!;
    let start = at + 2;
    if (length >= 0x80) {
      const size = length & 0x7f;
      length = data.readUIntBE(start, size);
      start += size;
    }
    if (found === tag) return data.subarray(start, start + length);
    at = start + length;
  }
  return undefined;
}

const sizes: Record<Cipher, number> = { '3des': 16, 'aes-128': 16, 'aes-192': 24, 'aes-256': 32 };

function kdf(cipher: Cipher, secret: Uint8Array, c: number): Buffer {
  const wide = cipher === 'aes-192' || cipher === 'aes-256';
  const digest = createHash(wide ? 'sha256' : 'sha1').update(secret).update(Buffer.from([0, 0, 0, c])).digest();
  return digest.subarray(0, sizes[cipher]);
}

function crypt(cipher: Cipher, key: Buffer, iv: Buffer, data: Buffer, decipher = false): Buffer {
  const name = cipher === '3des' ? 'des-ede3-cbc' : `${cipher}-cbc`;
  const material = cipher === '3des' ? Buffer.concat([key, key.subarray(0, 8)]) : key;
  const engine = (decipher ? createDecipheriv : createCipheriv)(name, material, iv).setAutoPadding(false);
  return Buffer.concat([engine.update(data), engine.final()]);
}

// ISO 9797-1 algorithm 3, block by block.
function retail(key: Buffer, data: Buffer): Buffer {
  const single = (half: Buffer, block: Buffer, decipher = false): Buffer => {
    const engine = (decipher ? createDecipheriv : createCipheriv)('des-ede3-ecb', Buffer.concat([half, half, half]), null);
    engine.setAutoPadding(false);
    return Buffer.concat([engine.update(block), engine.final()]);
  };
  const [left, right] = [key.subarray(0, 8), key.subarray(8)];
  let chain: Buffer = Buffer.alloc(8);
  for (let at = 0; at < data.length; at += 8) {
    const mixed = Buffer.from(data.subarray(at, at + 8).map((byte, index) => byte ^ chain[index]!));
    chain = single(left, mixed);
  }
  return single(left, single(right, chain, true));
}

const padded = (data: Buffer, block: number): Buffer =>
  Buffer.concat([data, Buffer.from([0x80]), Buffer.alloc(block - 1 - (data.length % block))]);

function unpadded(data: Buffer): Buffer {
  return data.subarray(0, data.lastIndexOf(0x80));
}

function checksum(cipher: Cipher, key: Buffer, data: Buffer): Buffer {
  return cipher === '3des' ? retail(key, data) : Buffer.from(cmac(data, key).subarray(0, 8));
}

export interface Reply {
  readonly data: Buffer;
  readonly sw: number;
}

/** A session with one chip. */
export class Terminal {
  readonly chip: Chip;
  readonly extended: boolean;
  #session: { cipher: Cipher; enc: Buffer; mac: Buffer; ssc: bigint; block: number } | undefined;
  #entropy = 1;
  commands = 0;

  constructor(chip: Chip, extended = false) {
    this.chip = chip;
    this.extended = extended;
  }

  /** Sends these bytes as they are. */
  raw(apdu: Uint8Array | string): Reply {
    this.commands += 1;
    const reply = this.chip.process(typeof apdu === 'string' ? bytes(apdu) : apdu);
    if (reply === 'mute') throw new Error('mute');
    return { data: Buffer.from(reply.subarray(0, -2)), sw: (reply.at(-2)! << 8) | reply.at(-1)! };
  }

  get secured(): boolean {
    return this.#session !== undefined;
  }

  /** One command, under secure messaging when there is a session. */
  send(header: string, data: Buffer = Buffer.alloc(0), le?: number): Reply {
    const head = bytes(header);
    const session = this.#session;
    if (!session) return this.#assembled(head, data, le);
    session.ssc += 1n;
    const objects: Buffer[] = [];
    if (data.length) {
      const cryptogram = crypt(session.cipher, session.enc, this.#iv(), padded(data, session.block));
      objects.push(head[1]! & 1 ? object('85', cryptogram) : object('87', Buffer.concat([Buffer.from([1]), cryptogram])));
    }
    if (le !== undefined) {
      const wide = this.extended && le >= 256;
      objects.push(object('97', Buffer.from(wide ? [(le >> 8) & 0xff, le & 0xff] : [le & 0xff])));
    }
    const secured = Buffer.from(head);
    secured[0]! |= 0x0c;
    const covered = Buffer.concat([this.#ssc(), padded(secured, session.block), ...objects]);
    const mac = checksum(session.cipher, session.mac, padded(covered, session.block));
    const reply = this.#assembled(secured, Buffer.concat([...objects, object('8e', mac)]), this.extended ? 65_536 : 256);
    session.ssc += 1n;
    const given = find(reply.data, 0x8e);
    if (!given) {
      this.#session = undefined;
      return reply;
    }
    const body = reply.data.subarray(0, reply.data.length - 10);
    const expected = checksum(session.cipher, session.mac, padded(Buffer.concat([this.#ssc(), body]), session.block));
    if (!given.equals(expected)) throw new Error('the reply has a wrong checksum');
    if (find(reply.data, 0x99)?.readUInt16BE() !== reply.sw) throw new Error('the status words differ');
    const cryptogram = find(reply.data, 0x85) ?? find(reply.data, 0x87)?.subarray(1);
    const plain = cryptogram && unpadded(crypt(session.cipher, session.enc, this.#iv(), cryptogram, true));
    return { data: plain ?? Buffer.alloc(0), sw: reply.sw };
  }

  selectApplication(): number {
    return this.send('00a4040c', bytes('a0000002471001')).sw;
  }

  selectFile(fileId: string): number {
    return this.send('00a4020c', bytes(fileId)).sw;
  }

  /** The whole file by SELECT and READ BINARY, as its outer header says. */
  readFile(fileId: string, chunk = 0xdf): Buffer {
    const selected = this.selectFile(fileId);
    if (selected !== 0x9000) throw new Error(`SELECT ${fileId}: ${selected.toString(16)}`);
    const start = this.readAt(0, 4).data;
    const long = start[1]! & 0x80 ? start[1]! & 0x7f : 0;
    const length = 2 + long + (long ? start.readUIntBE(2, Math.min(long, 2)) : start[1]!);
    let content = start;
    while (content.length < length) {
      const piece = this.readAt(content.length, Math.min(chunk, length - content.length));
      if (piece.sw !== 0x9000 || piece.data.length === 0) throw new Error(`READ ${fileId}: ${piece.sw.toString(16)}`);
      content = Buffer.concat([content, piece.data]);
    }
    return content;
  }

  /** READ BINARY, with the offset in a data object beyond 32,767. */
  readAt(offset: number, le: number): Reply {
    if (offset < 0x8000) return this.send(`00b0${offset.toString(16).padStart(4, '0')}`, Buffer.alloc(0), le);
    const at = Buffer.alloc(3);
    at.writeUIntBE(offset, 0, 3);
    const reply = this.send('00b10000', object('54', at), Math.min(le + 4, 0xdf));
    return reply.data.length ? { ...reply, data: Buffer.from(find(reply.data, 0x53) ?? []).subarray(0, le) } : reply;
  }

  basicAccess(mrzInformation: string): number {
    const seed = createHash('sha1').update(mrzInformation).digest().subarray(0, 16);
    const [enc, mac] = [kdf('3des', seed, 1), kdf('3des', seed, 2)];
    const challenge = this.raw('0084000008').data;
    const own = this.#random(24);
    const zero = Buffer.alloc(8);
    const cryptogram = crypt('3des', enc, zero, Buffer.concat([own.subarray(0, 8), challenge, own.subarray(8)]));
    const proof = retail(mac, padded(cryptogram, 8));
    const reply = this.raw(Buffer.concat([bytes('0082000028'), cryptogram, proof, bytes('28')]));
    if (reply.sw !== 0x9000) return reply.sw;
    const [answer, answerMac] = [reply.data.subarray(0, 32), reply.data.subarray(32)];
    if (!retail(mac, padded(answer, 8)).equals(answerMac)) throw new Error('E.IC has a wrong MAC');
    const plain = crypt('3des', enc, zero, answer, true);
    if (!plain.subarray(0, 16).equals(Buffer.concat([challenge, own.subarray(0, 8)]))) throw new Error('wrong challenges');
    const secret = Buffer.from(plain.subarray(16).map((byte, index) => byte ^ own[8 + index]!));
    this.#start('3des', secret, BigInt(`0x${hex(challenge.subarray(4))}${hex(own.subarray(4, 8))}`));
    return reply.sw;
  }

  /**
   * PACE with generic or chip authentication mapping, or with the mapping that is given. Gives the status word; `proof` is
   * the decrypted CA_IC.
   */
  pace(
    protocol: string, parameterId: 12 | 13 | 15 | 16, reference: 1 | 2, password: string,
    integrated?: (nonce: Buffer, own: Buffer) => Buffer,
  ): { sw: number; proof?: Buffer; mappingPoint?: Buffer } {
    const curve = { 12: p256, 13: brainpoolP256r1, 15: p384, 16: brainpoolP384r1 }[parameterId];
    const cipher = (['3des', 'aes-128', 'aes-192', 'aes-256'] as const)[Number(protocol.slice(-1)) - 1]!;
    const key = kdf(cipher, reference === 1 ? createHash('sha1').update(password).digest() : Buffer.from(password), 3);
    const template = Buffer.concat([object('80', bytes(protocol)), object('83', Buffer.from([reference]))]);
    const set = this.raw(command('0022c1a4', template));
    if (set.sw !== 0x9000 && (set.sw & 0xfff0) !== 0x63c0) return { sw: set.sw };
    const step = (last: boolean, tag: string, value?: Buffer): Reply =>
      this.raw(command(last ? '00860000' : '10860000', object('7c', value ? object(tag, value) : Buffer.alloc(0)), 256));
    const inner = (reply: Reply, tag: number): Buffer => find(find(reply.data, 0x7c)!, tag)!;
    const sealed = inner(step(false, ''), 0x80);
    const nonce = crypt(cipher, key, Buffer.alloc(cipher === '3des' ? 8 : 16), sealed, true);
    const order = curve.Point.Fn.ORDER;
    const secret = (): bigint => BigInt(`0x${hex(this.#random(40))}`) % order;
    const mapping = secret();
    const sent = integrated ? this.#random(sizes[cipher])
      : Buffer.from(curve.Point.BASE.multiply(mapping).toBytes(false));
    const mapped = inner(step(false, '81', sent), 0x82);
    const generator = integrated ? curve.Point.fromBytes(integrated(nonce, sent))
      : curve.Point.BASE.multiply(BigInt(`0x${hex(nonce)}`) % order).add(curve.Point.fromBytes(mapped).multiply(mapping));
    const ephemeral = secret();
    const own = Buffer.from(generator.multiply(ephemeral).toBytes(false));
    const theirs = inner(step(false, '83', own), 0x84);
    const point = Buffer.from(curve.Point.fromBytes(theirs).multiply(ephemeral).toBytes(false));
    const agreed = point.subarray(1, 1 + (own.length - 1) / 2);
    const mac = kdf(cipher, agreed, 2);
    const token = (point: Buffer): Buffer => {
      const data = object('7f49', Buffer.concat([object('06', bytes(protocol)), object('86', point)]));
      return checksum(cipher, mac, cipher === '3des' ? padded(data, 8) : data);
    };
    const answer = step(true, '85', token(theirs));
    if (answer.sw !== 0x9000) return { sw: answer.sw };
    if (!inner(answer, 0x86).equals(token(own))) throw new Error('the chip has a wrong token');
    this.#start(cipher, agreed, 0n);
    const sealedProof = find(find(answer.data, 0x7c)!, 0x8a);
    if (!sealedProof) return { sw: answer.sw };
    const enc = kdf(cipher, agreed, 1);
    const iv = crypt(cipher, enc, Buffer.alloc(16), Buffer.alloc(16, 0xff));
    return { sw: answer.sw, proof: unpadded(crypt(cipher, enc, iv, sealedProof, true)), mappingPoint: mapped };
  }

  /** Chip Authentication with the curve by its OpenSSL name and the chip's public point. */
  chipAuthentication(cipher: Cipher, curve: string, chipPoint: Buffer, keyId?: number): number {
    const pair = createECDH(curve);
    const own = pair.generateKeys();
    const reference = keyId === undefined ? Buffer.alloc(0) : object('84', Buffer.from([keyId]));
    if (cipher === '3des') {
      const reply = this.send('002241a6', Buffer.concat([object('91', own), reference]));
      if (reply.sw !== 0x9000) return reply.sw;
    } else {
      const protocol = bytes(`04007f000702020302${{ 'aes-128': '02', 'aes-192': '03', 'aes-256': '04' }[cipher]}`);
      const set = this.send('002241a4', Buffer.concat([object('80', protocol), reference]));
      if (set.sw !== 0x9000) return set.sw;
      const reply = this.send('00860000', object('7c', object('80', own)), 256);
      if (reply.sw !== 0x9000) return reply.sw;
      if (hex(reply.data) !== '7c00') throw new Error('an unexpected answer to GENERAL AUTHENTICATE');
    }
    this.#start(cipher, pair.computeSecret(chipPoint), 0n);
    return 0x9000;
  }

  #start(cipher: Cipher, secret: Buffer, ssc: bigint): void {
    const [enc, mac] = [kdf(cipher, secret, 1), kdf(cipher, secret, 2)];
    this.#session = { cipher, enc, mac, ssc, block: cipher === '3des' ? 8 : 16 };
  }

  #ssc(): Buffer {
    const { ssc, block } = this.#session!;
    return bytes(ssc.toString(16).padStart(2 * block, '0'));
  }

  #iv(): Buffer {
    const { cipher, enc, block } = this.#session!;
    return cipher === '3des' ? Buffer.alloc(8) : crypt(cipher, enc, Buffer.alloc(block), this.#ssc());
  }

  #random(length: number): Buffer {
    this.#entropy += 1;
    return createHash('shake256', { outputLength: length }).update(String(this.#entropy)).digest();
  }

  #assembled(head: Buffer, data: Buffer, le?: number): Reply {
    let reply = this.raw(command(hex(head), data, le, this.extended));
    let whole = reply.data;
    while (reply.sw >> 8 === 0x61) {
      reply = this.raw(`00c00000${(reply.sw & 0xff).toString(16).padStart(2, '0')}`);
      whole = Buffer.concat([whole, reply.data]);
    }
    return { data: whole, sw: reply.sw };
  }
}

export function command(head: string, data: Buffer, le?: number, extended = false): Buffer {
  if (!extended || (data.length === 0 && (le ?? 0) <= 256)) {
    return Buffer.concat([bytes(head), data.length ? Buffer.from([data.length]) : Buffer.alloc(0), data,
      le === undefined ? Buffer.alloc(0) : Buffer.from([le & 0xff])]);
  }
  const length = Buffer.from([0, data.length >> 8, data.length & 0xff]);
  return Buffer.concat([bytes(head), data.length ? length : Buffer.from([0]), data,
    le === undefined ? Buffer.alloc(0) : Buffer.from([(le >> 8) & 0xff, le & 0xff])]);
}

/** Whether the signature answers the challenge: ISO 9796-2 scheme 1 for RSA, plain ECDSA else. */
export function activeAuthenticationHolds(publicKey: Uint8Array, hash: string, challenge: Buffer, signature: Buffer): boolean {
  const key = createPublicKey({ key: Buffer.from(publicKey), format: 'der', type: 'spki' });
  if (key.asymmetricKeyType === 'ec') return verify(hash, challenge, { key, dsaEncoding: 'ieee-p1363' }, signature);
  const opened = publicDecrypt({ key, padding: constants.RSA_NO_PADDING }, signature);
  const trailer = opened.at(-1) === 0xbc ? 1 : 2;
  const size = createHash(hash).digest().length;
  const digest = opened.subarray(-trailer - size, -trailer);
  return opened[0] === 0x6a &&
    createHash(hash).update(opened.subarray(1, -trailer - size)).update(challenge).digest().equals(digest);
}
