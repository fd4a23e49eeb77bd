// Whether a JPEG's colours mean something else than sRGB: its embedded ICC profile (ICC.1:2022, annex B.4, in APP2 segments), known by
// its description (9.2.41, `desc`). A profile that only says that it is sRGB changes nothing; its colours are sRGB's then.

const [APP2, START_OF_SCAN] = [0xe2, 0xda];
const SIGNATURE = 'ICC_PROFILE\0';
/** The number of the chunk, and how many there are, follow the signature. */
const CHUNK_HEADER = 14;
const DESC = 0x64657363;
/** Segments before the picture's own, and tags of a profile: some dozens at most in any real file. */
const [MAX_SEGMENTS, MAX_TAGS] = [100, 100];
const MAX_DESCRIPTION = 500;

export function hasOtherColours(bytes: Uint8Array): boolean {
  const profile = firstChunk(bytes);
  return profile !== null && !describesItselfAs(profile, 'sRGB');
}

/** Header, tags and description stand at a profile's beginning; null where there is none. */
function firstChunk(bytes: Uint8Array): Uint8Array | null {
  let at = 2;
  for (let segments = 0; segments < MAX_SEGMENTS && at + 4 <= bytes.length && bytes[at] === 0xff; segments += 1) {
    const marker = bytes[at + 1]!;
    if (marker === START_OF_SCAN) return null;
    // A byte that fills up.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const end = at + 2 + ((bytes[at + 2]! << 8) | bytes[at + 3]!);
    const data = bytes.subarray(at + 4, end);
    if (marker === APP2 && latin(data.subarray(0, SIGNATURE.length)) === SIGNATURE) return data.subarray(CHUNK_HEADER);
    at = end;
  }
  return null;
}

function describesItselfAs(profile: Uint8Array, name: string): boolean {
  const view = new DataView(profile.buffer, profile.byteOffset, profile.byteLength);
  if (view.byteLength < 132) return false;
  const tags = Math.min(MAX_TAGS, view.getUint32(128));
  for (let tag = 0; tag < tags && 144 + tag * 12 <= view.byteLength; tag += 1) {
    const entry = 132 + tag * 12;
    if (view.getUint32(entry) !== DESC) continue;
    const [start, length] = [view.getUint32(entry + 4), Math.min(MAX_DESCRIPTION, view.getUint32(entry + 8))];
    // In plain letters, or in two bytes each.
    return latin(profile.subarray(start, start + length)).replaceAll('\0', '').includes(name);
  }
  return false;
}

const latin = (bytes: Uint8Array): string => String.fromCharCode(...bytes);
