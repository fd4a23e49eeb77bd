// IPP messages as bytes (RFC 8010, section 3): written from groups of attributes, read into them with caps. Collections are
// passed over: nothing that we ask for is one.

export const GROUP = { operation: 0x01, job: 0x02, end: 0x03, printer: 0x04, unsupported: 0x05 } as const;

const TAG = {
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  range: 0x33,
  beginCollection: 0x34,
  textWithLanguage: 0x35,
  nameWithLanguage: 0x36,
  endCollection: 0x37,
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
  mime: 0x49,
} as const;

/** Of what we write; `range` and out-of-band values are only read. */
type WrittenType = 'integer' | 'boolean' | 'name' | 'keyword' | 'uri' | 'charset' | 'language' | 'mime';
export type WrittenAttribute = readonly [name: string, type: WrittenType, ...values: (string | number | boolean)[]];

export type IppRange = { readonly from: number; readonly to: number };
/** Null: a value without content (`unknown`, `no-value`) or of a kind that is not read. */
export type IppValue = number | boolean | string | IppRange | null;
export type IppGroup = { readonly tag: number; readonly attributes: ReadonlyMap<string, readonly IppValue[]> };
export type IppMessage = { readonly code: number; readonly requestId: number; readonly groups: readonly IppGroup[] };

const MAX_BYTES = 1_048_576;
const MAX_GROUPS = 64;
const MAX_VALUES = 8_000;
const MAX_DEPTH = 12;
/** RFC 8010 section 3.1.5: lengths are signed shorts. */
const MAX_LENGTH = 32_767;
/** Names in a message that we write are the caller's constants; texts are cut to what RFC 8011 allows a name. */
const MAX_NAME_BYTES = 255;

/** A request of IPP/1.1, which every printer must take (RFC 8011, section 4.1.8). The document, if any, follows it. */
export function writeRequest(
  operation: number,
  requestId: number,
  groups: readonly { readonly tag: number; readonly attributes: readonly WrittenAttribute[] }[],
): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt16BE(0x0101, 0);
  head.writeUInt16BE(operation, 2);
  head.writeInt32BE(requestId, 4);
  const pieces: Buffer[] = [head];
  for (const { tag, attributes } of groups) {
    pieces.push(Buffer.from([tag]));
    for (const [name, type, ...values] of attributes)
      for (const [index, value] of values.entries()) pieces.push(field(TAG[type], index === 0 ? name : '', bytesOf(type, value)));
  }
  pieces.push(Buffer.from([GROUP.end]));
  return Buffer.concat(pieces);
}

function field(tag: number, name: string, value: Buffer): Buffer {
  const start = Buffer.alloc(3);
  start[0] = tag;
  start.writeUInt16BE(name.length, 1);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(value.length);
  return Buffer.concat([start, Buffer.from(name, 'ascii'), length, value]);
}

function bytesOf(type: WrittenType, value: string | number | boolean): Buffer {
  if (type === 'boolean') return Buffer.from([value === true ? 1 : 0]);
  if (type === 'integer') {
    const bytes = Buffer.alloc(4);
    bytes.writeInt32BE(Number(value));
    return bytes;
  }
  const bytes = Buffer.from(String(value), 'utf8');
  if (type !== 'name' || bytes.length <= MAX_NAME_BYTES) return bytes;
  // Never through the middle of a letter.
  let end = MAX_NAME_BYTES;
  while (((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end);
}

/** A reply, or undefined where the bytes are no whole IPP message within the caps. */
export function readMessage(input: Uint8Array): IppMessage | undefined {
  if (input.length < 9 || input.length > MAX_BYTES) return undefined;
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength);
  const major = bytes[0]!;
  if (major < 1 || major > 2) return undefined;
  const groups: { tag: number; attributes: Map<string, IppValue[]> }[] = [];
  let at = 8;
  let depth = 0;
  let count = 0;
  let values: IppValue[] | undefined;
  while (at < bytes.length) {
    const tag = bytes[at]!;
    at += 1;
    if (tag < 0x10) {
      if (depth > 0) return undefined;
      if (tag === GROUP.end) return { code: bytes.readUInt16BE(2), requestId: bytes.readInt32BE(4), groups };
      if (groups.length >= MAX_GROUPS) return undefined;
      groups.push({ tag, attributes: new Map() });
      values = undefined;
      continue;
    }
    const name = lengthened(bytes, at);
    if (!name) return undefined;
    const value = lengthened(bytes, name.end);
    if (!value) return undefined;
    at = value.end;
    count += 1;
    if (count > MAX_VALUES) return undefined;
    if (tag === TAG.endCollection) {
      if (depth === 0) return undefined;
      depth -= 1;
      continue;
    }
    if (depth === 0) {
      const group = groups.at(-1);
      if (!group) return undefined;
      if (name.bytes.length > 0) {
        values = [];
        // RFC 8010 forbids a name twice in a group; the first one counts.
        const text = name.bytes.toString('latin1');
        if (!group.attributes.has(text)) group.attributes.set(text, values);
      } else if (!values) return undefined;
      const read = valueOf(tag, value.bytes);
      if (read === undefined) return undefined;
      values!.push(read);
    }
    if (tag === TAG.beginCollection) {
      depth += 1;
      if (depth > MAX_DEPTH) return undefined;
    }
  }
  return undefined;
}

function lengthened(bytes: Buffer, at: number): { readonly bytes: Buffer; readonly end: number } | undefined {
  if (at + 2 > bytes.length) return undefined;
  const length = bytes.readUInt16BE(at);
  const end = at + 2 + length;
  return length > MAX_LENGTH || end > bytes.length ? undefined : { bytes: bytes.subarray(at + 2, end), end };
}

/** Undefined: the value is not of its tag's length. */
function valueOf(tag: number, bytes: Buffer): IppValue | undefined {
  switch (tag) {
    case TAG.integer:
    case TAG.enum:
      return bytes.length === 4 ? bytes.readInt32BE(0) : undefined;
    case TAG.boolean:
      return bytes.length === 1 ? bytes[0] !== 0 : undefined;
    case TAG.range:
      return bytes.length === 8 ? { from: bytes.readInt32BE(0), to: bytes.readInt32BE(4) } : undefined;
    case TAG.textWithLanguage:
    case TAG.nameWithLanguage: {
      const language = lengthened(bytes, 0);
      const text = language && lengthened(bytes, language.end);
      return text?.bytes.toString('utf8');
    }
    default:
      return tag >= 0x40 && tag <= 0x5f ? bytes.toString('utf8') : null;
  }
}
