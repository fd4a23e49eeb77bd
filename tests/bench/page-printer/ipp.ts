// The bench's own reading and writing of IPP (RFC 8010): what a printer needs of it. Not the program's.

export const TAG = {
  operation: 1,
  job: 2,
  end: 3,
  printer: 4,
  unsupported: 5,
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  range: 0x33,
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  language: 0x48,
  mime: 0x49,
} as const;

type Value = { readonly tag: number; readonly bytes: Buffer };
export type Request = {
  readonly version: number;
  readonly operation: number;
  readonly id: number;
  /** In the order in which they came, by `group/name`. */
  readonly attributes: ReadonlyMap<string, readonly Value[]>;
  readonly document: Buffer;
};

/** Throws where the bytes are no IPP request. */
export function parseRequest(body: Buffer): Request {
  const attributes = new Map<string, Value[]>();
  let group = 0;
  let current: Value[] | undefined;
  let at = 8;
  for (;;) {
    const tag = body.readUInt8(at);
    at += 1;
    if (tag === TAG.end) break;
    if (tag < 0x10) {
      group = tag;
      current = undefined;
      continue;
    }
    const nameEnd = at + 2 + body.readUInt16BE(at);
    const valueEnd = nameEnd + 2 + body.readUInt16BE(nameEnd);
    if (valueEnd > body.length) throw new RangeError('cut off');
    const name = body.toString('ascii', at + 2, nameEnd);
    if (name !== '') attributes.set(`${group}/${name}`, (current = []));
    if (current === undefined) throw new RangeError('a value without its name');
    current.push({ tag, bytes: body.subarray(nameEnd + 2, valueEnd) });
    at = valueEnd;
  }
  return { version: body.readUInt16BE(0), operation: body.readUInt16BE(2), id: body.readInt32BE(4), attributes, document: body.subarray(at) };
}

export type Attribute = readonly [tag: number, name: string, ...values: (string | number | boolean | readonly [number, number])[]];

export function reply(request: Pick<Request, 'version' | 'id'>, status: number, groups: readonly (readonly [tag: number, attributes: readonly Attribute[]])[]): Buffer {
  const out: Buffer[] = [words(request.version, status), dwords(request.id)];
  const all: readonly (readonly [number, readonly Attribute[]])[] = [
    [TAG.operation, [[TAG.charset, 'attributes-charset', 'utf-8'], [TAG.language, 'attributes-natural-language', 'en']]],
    ...groups,
  ];
  for (const [tag, attributes] of all) {
    out.push(Buffer.from([tag]));
    for (const [kind, name, ...values] of attributes)
      for (const [index, value] of values.entries()) {
        const key = Buffer.from(index === 0 ? name : '');
        const bytes = encode(kind, value);
        out.push(Buffer.from([kind]), words(key.length), key, words(bytes.length), bytes);
      }
  }
  out.push(Buffer.from([TAG.end]));
  return Buffer.concat(out);
}

function encode(tag: number, value: Attribute[2]): Buffer {
  if (Array.isArray(value)) return dwords(...(value as readonly number[]));
  if (tag === TAG.boolean) return Buffer.from([value === true ? 1 : 0]);
  return typeof value === 'number' ? dwords(value) : Buffer.from(String(value));
}

function words(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeUInt16BE(value, index * 2);
  return bytes;
}

function dwords(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeInt32BE(value, index * 4);
  return bytes;
}
