// Framing of a code scanner's serial output: a scan ends with CR, LF or CR LF, as scanners are configured, or, where
// none is configured, with a silence. The bytes are handed on raw: what they mean is not the driver's to decide.

export const MAX_SCAN_BYTES = 4096;

const CR = 0x0d;
const LF = 0x0a;

export type Framing = { readonly bytes: Uint8Array; readonly overlong: boolean };
export type Scan = { readonly bytes: Uint8Array; readonly overlong: boolean };
export type FramingEvent = { readonly event: 'bytes'; readonly bytes: Uint8Array } | { readonly event: 'silence' };

export const NOTHING: Framing = { bytes: new Uint8Array(0), overlong: false };

/** What is left over, and the scans that are complete. An overlong scan keeps its first 4 KiB and loses the rest. */
export function framing(state: Framing, event: FramingEvent): readonly [Framing, readonly Scan[]] {
  if (event.event === 'silence') return [NOTHING, isEmpty(state) ? [] : [state]];
  const scans: Scan[] = [];
  let open = state;
  let start = 0;
  for (let index = 0; index < event.bytes.length; index += 1) {
    const byte = event.bytes[index];
    if (byte !== CR && byte !== LF) continue;
    const scan = append(open, event.bytes.subarray(start, index));
    // CR LF ends one scan and then an empty one, which is none.
    if (!isEmpty(scan)) scans.push(scan);
    open = NOTHING;
    start = index + 1;
  }
  return [append(open, event.bytes.subarray(start)), scans];
}

export function isEmpty(state: Framing): boolean {
  return state.bytes.length === 0;
}

function append(state: Framing, more: Uint8Array): Framing {
  if (more.length === 0) return state;
  const room = MAX_SCAN_BYTES - state.bytes.length;
  if (room <= 0) return state.overlong ? state : { ...state, overlong: true };
  const kept = more.subarray(0, room);
  const bytes = new Uint8Array(state.bytes.length + kept.length);
  bytes.set(state.bytes);
  bytes.set(kept, state.bytes.length);
  return { bytes, overlong: more.length > room };
}
