// The colour profile that says what the pictures' red, green and blue are: sRGB (IEC 61966-2-1) as an ICC profile of version 2,
// ICC.1:2001-04. Primaries are adapted to D50 as the profile space wants.

const TAG_COUNT = 9;
const CURVE_POINTS = 1024;

/** XYZ at D50. */
const WHITE = [0.9505, 1, 1.0891] as const;
const PRIMARIES = { rXYZ: [0.4361, 0.2225, 0.0139], gXYZ: [0.3851, 0.7169, 0.0971], bXYZ: [0.1431, 0.0606, 0.7141] } as const;

export function srgbProfile(): Buffer {
  const curve = Buffer.alloc(12 + CURVE_POINTS * 2);
  curve.write('curv', 0, 'latin1');
  curve.writeUInt32BE(CURVE_POINTS, 8);
  for (let point = 0; point < CURVE_POINTS; point += 1) {
    const value = point / (CURVE_POINTS - 1);
    const linear = value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    curve.writeUInt16BE(Math.round(linear * 65535), 12 + point * 2);
  }
  const tags: [string, Buffer][] = [
    ['desc', description('sRGB IEC61966-2.1')],
    ['cprt', Buffer.from('text\0\0\0\0No copyright, use freely\0', 'latin1')],
    ['wtpt', xyz(WHITE)],
    ...Object.entries(PRIMARIES).map(([name, values]): [string, Buffer] => [name, xyz(values)]),
    ['rTRC', curve],
    ['gTRC', curve],
    ['bTRC', curve],
  ];
  const head = Buffer.alloc(132 + TAG_COUNT * 12);
  head.writeUInt32BE(0x02100000, 8);
  head.write('mntrRGB XYZ ', 12, 'latin1');
  // A date is wanted; that of the standard.
  [1999, 10, 18, 0, 0, 0].forEach((part, index) => head.writeUInt16BE(part, 24 + index * 2));
  head.write('acsp', 36, 'latin1');
  fixed([0.9642, 1, 0.8249]).copy(head, 68);
  head.writeUInt32BE(TAG_COUNT, 128);
  const bodies: Buffer[] = [];
  const places = new Map<Buffer, number>();
  let length = head.length;
  tags.forEach(([name, body], index) => {
    let place = places.get(body);
    if (place === undefined) {
      place = length;
      places.set(body, place);
      const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
      bodies.push(padded);
      length += padded.length;
    }
    const at = 132 + index * 12;
    head.write(name, at, 'latin1');
    head.writeUInt32BE(place, at + 4);
    head.writeUInt32BE(body.length, at + 8);
  });
  head.writeUInt32BE(length, 0);
  return Buffer.concat([head, ...bodies]);
}

function description(text: string): Buffer {
  // ASCII with its length, then empty Unicode and Macintosh names.
  const bytes = Buffer.alloc(12 + text.length + 1 + 8 + 3 + 67);
  bytes.write('desc', 0, 'latin1');
  bytes.writeUInt32BE(text.length + 1, 8);
  bytes.write(text, 12, 'latin1');
  return bytes;
}

const xyz = (values: readonly number[]): Buffer => Buffer.concat([Buffer.from('XYZ \0\0\0\0', 'latin1'), fixed(values)]);

function fixed(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => bytes.writeInt32BE(Math.round(value * 65536), index * 4));
  return bytes;
}
