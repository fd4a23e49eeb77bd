// ESC/POS as a printer reads it: bytes in, actions out, one command or one row of dots at a time. After Epson's "ESC/POS
// command reference". Only pictures are printed: text through code pages loses Vietnamese letters, so it is an error here.

export type Action =
  | { readonly do: 'initialise' }
  /** One row of dots, 1 = black, most significant bit leftmost. */
  | { readonly do: 'row'; readonly bits: Uint8Array; readonly scaleX: 1 | 2; readonly scaleY: 1 | 2 }
  | { readonly do: 'feed'; readonly dots: number }
  | { readonly do: 'cut'; readonly partial: boolean; readonly feedDots: number }
  | { readonly do: 'drawer'; readonly pin: 2 | 5; readonly onMs: number; readonly offMs: number }
  | { readonly do: 'transmit'; readonly what: 'paper' | 'drawer' }
  | { readonly do: 'automaticStatus'; readonly mask: number }
  | { readonly do: 'identify'; readonly n: number }
  | { readonly do: 'error'; readonly message: string }
  /** Understood, and of no visible effect. */
  | { readonly do: 'nothing' };

export type Step = { readonly consumed: number; readonly action: Action };

export const ESC = 0x1b;
export const GS = 0x1d;
export const DLE = 0x10;
const FS = 0x1c;
const LINE_DOTS = 30;
const MAX_RASTER_WIDTH_BYTES = 128;

const hex = (...bytes: readonly number[]) =>
  bytes.map((byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(' ');
const nothing: Action = { do: 'nothing' };

/** Commands that only change how text looks: their letters by the number of their parameter bytes. */
const byLetter = (...letters: readonly string[]) =>
  new Map(letters.flatMap((group, parameters) => [...group].map((letter) => [letter, parameters] as const)));
const ESC_IGNORED = byLetter('SL', ' !%-?EGMRTUVat{=', '$\\');
const GS_IGNORED = byLetter('', '!BHbfhw', 'LPW$\\');

/** Reads from a buffer that grows at its end. Holds what is between commands: a picture half received, the line spacing. */
export class EscPosReader {
  #rowsLeft = 0;
  #widthBytes = 0;
  #scaleX: 1 | 2 = 1;
  #scaleY: 1 | 2 = 1;
  #lineDots = LINE_DOTS;

  /** The next step, or undefined when more bytes are needed. */
  next(bytes: Uint8Array): Step | undefined {
    if (this.#rowsLeft > 0) {
      if (bytes.length < this.#widthBytes) return undefined;
      this.#rowsLeft -= 1;
      return {
        consumed: this.#widthBytes,
        action: { do: 'row', bits: bytes.slice(0, this.#widthBytes), scaleX: this.#scaleX, scaleY: this.#scaleY },
      };
    }
    const first = bytes[0];
    if (first === undefined) return undefined;
    switch (first) {
      case ESC:
        return this.#escape(bytes);
      case GS:
        return this.#group(bytes);
      case DLE:
        return this.#realTime(bytes);
      case FS:
        return bytes.length < 2
          ? undefined
          : { consumed: 2, action: { do: 'error', message: `unknown command ${hex(first, bytes[1] ?? 0)}` } };
      case 0x0a:
        return { consumed: 1, action: { do: 'feed', dots: this.#lineDots } };
      case 0x0d:
        return { consumed: 1, action: nothing };
      default: {
        let end = 1;
        while (end < bytes.length && end < 64 && ((bytes[end] ?? 0) >= 0x20 || bytes[end] === 0x09)) end += 1;
        const kind = first >= 0x20 || first === 0x09 ? 'text, which this printer does not print' : 'unknown byte';
        const shown = first >= 0x20 ? end : 1;
        return {
          consumed: shown,
          action: { do: 'error', message: `${kind}: ${hex(...bytes.subarray(0, Math.min(shown, 16)))}` },
        };
      }
    }
  }

  #escape(bytes: Uint8Array): Step | undefined {
    const code = bytes[1];
    if (code === undefined) return undefined;
    const letter = String.fromCharCode(code);
    const n = bytes[2];
    switch (letter) {
      case '@':
        this.#lineDots = LINE_DOTS;
        return { consumed: 2, action: { do: 'initialise' } };
      case 'J':
        return n === undefined ? undefined : { consumed: 3, action: { do: 'feed', dots: n } };
      case 'd':
        return n === undefined ? undefined : { consumed: 3, action: { do: 'feed', dots: n * this.#lineDots } };
      case '2':
        this.#lineDots = LINE_DOTS;
        return { consumed: 2, action: nothing };
      case '3':
        if (n === undefined) return undefined;
        this.#lineDots = n;
        return { consumed: 3, action: nothing };
      case 'i':
      case 'm':
        return { consumed: 2, action: { do: 'cut', partial: true, feedDots: 0 } };
      case 'p': {
        if (bytes.length < 5) return undefined;
        const pin = n === 1 || n === 49 ? 5 : 2;
        if (n !== 0 && n !== 1 && n !== 48 && n !== 49)
          return { consumed: 5, action: { do: 'error', message: `ESC p with pin ${n}` } };
        return { consumed: 5, action: { do: 'drawer', pin, onMs: (bytes[3] ?? 0) * 2, offMs: (bytes[4] ?? 0) * 2 } };
      }
      case 'c':
        return bytes.length < 4 ? undefined : { consumed: 4, action: nothing };
      case '*': {
        if (bytes.length < 5) return undefined;
        const columnBytes = n === 32 || n === 33 ? 3 : 1;
        const length = 5 + ((bytes[3] ?? 0) + (bytes[4] ?? 0) * 256) * columnBytes;
        if (length > 5 + 4096 * 3)
          return { consumed: 5, action: { do: 'error', message: `ESC * with ${length - 5} bytes` } };
        return bytes.length < length
          ? undefined
          : { consumed: length, action: { do: 'error', message: 'ESC * pictures are not printed by this printer' } };
      }
    }
    const parameters = ESC_IGNORED.get(letter);
    if (parameters === undefined)
      return { consumed: 2, action: { do: 'error', message: `unknown command ${hex(ESC, code)}` } };
    return bytes.length < 2 + parameters ? undefined : { consumed: 2 + parameters, action: nothing };
  }

  #group(bytes: Uint8Array): Step | undefined {
    const code = bytes[1];
    if (code === undefined) return undefined;
    const letter = String.fromCharCode(code);
    const n = bytes[2];
    switch (letter) {
      case 'v':
        return this.#picture(bytes);
      case 'V': {
        if (n === undefined) return undefined;
        if (n === 0 || n === 1 || n === 48 || n === 49)
          return { consumed: 3, action: { do: 'cut', partial: n % 2 === 1, feedDots: 0 } };
        if (![65, 66, 97, 98, 103, 104].includes(n))
          return { consumed: 3, action: { do: 'error', message: `GS V with function ${n}` } };
        return bytes.length < 4
          ? undefined
          : { consumed: 4, action: { do: 'cut', partial: n % 2 === 0, feedDots: bytes[3] ?? 0 } };
      }
      case 'r':
        if (n === undefined) return undefined;
        if (n === 1 || n === 49) return { consumed: 3, action: { do: 'transmit', what: 'paper' } };
        if (n === 2 || n === 50) return { consumed: 3, action: { do: 'transmit', what: 'drawer' } };
        return { consumed: 3, action: { do: 'error', message: `GS r with function ${n}` } };
      case 'a':
        return n === undefined ? undefined : { consumed: 3, action: { do: 'automaticStatus', mask: n } };
      case 'I':
        return n === undefined ? undefined : { consumed: 3, action: { do: 'identify', n } };
      case '(': {
        if (bytes.length < 5) return undefined;
        const length = 5 + (bytes[3] ?? 0) + (bytes[4] ?? 0) * 256;
        const name = `GS ( ${String.fromCharCode(n ?? 0)}`;
        return bytes.length < length
          ? undefined
          : { consumed: length, action: { do: 'error', message: `${name} is not known to this printer` } };
      }
    }
    const parameters = GS_IGNORED.get(letter);
    if (parameters === undefined)
      return { consumed: 2, action: { do: 'error', message: `unknown command ${hex(GS, code)}` } };
    return bytes.length < 2 + parameters ? undefined : { consumed: 2 + parameters, action: nothing };
  }

  /** GS v 0 m xL xH yL yH, then yL+yH·256 rows of xL+xH·256 bytes. */
  #picture(bytes: Uint8Array): Step | undefined {
    if (bytes.length < 8) return undefined;
    const [, , zero, mode, xL, xH, yL, yH] = bytes as unknown as readonly number[];
    const widthBytes = (xL ?? 0) + (xH ?? 0) * 256;
    const rows = (yL ?? 0) + (yH ?? 0) * 256;
    const scale = mode ?? 0;
    if (
      (zero !== 0x30 && zero !== 0) ||
      ![0, 1, 2, 3, 48, 49, 50, 51].includes(scale) ||
      widthBytes === 0 ||
      widthBytes > MAX_RASTER_WIDTH_BYTES ||
      rows === 0
    ) {
      return {
        consumed: 8,
        action: { do: 'error', message: `GS v with a wrong head: ${hex(...bytes.subarray(2, 8))}` },
      };
    }
    this.#widthBytes = widthBytes;
    this.#rowsLeft = rows;
    this.#scaleX = scale % 2 === 1 ? 2 : 1;
    this.#scaleY = scale % 4 >= 2 ? 2 : 1;
    return { consumed: 8, action: nothing };
  }

  /** Was obeyed when it arrived; here it only takes its place in the buffer. */
  #realTime(bytes: Uint8Array): Step | undefined {
    const code = bytes[1];
    if (code === undefined) return undefined;
    // DLE DC4 8 (clear buffers) has seven bytes after its function, the other functions two.
    if (code === 0x14 && bytes.length < 3) return undefined;
    const length = { 0x04: 3, 0x05: 3, 0x14: bytes[2] === 0x08 ? CLEAR_BUFFERS.length : 5 }[code];
    if (length === undefined)
      return { consumed: 2, action: { do: 'error', message: `unknown command ${hex(DLE, code)}` } };
    return bytes.length < length ? undefined : { consumed: length, action: nothing };
  }
}

export type RealTimeRequest = { readonly request: 'status'; readonly n: number } | RecoverRequest;
/** `end`: where the request ended in the bytes that were scanned; with `clear` everything before it is forgotten. */
type RecoverRequest = { readonly request: 'recover'; readonly clear: boolean; readonly end: number };

/** DLE DC4 8 with its fixed parameters. */
const CLEAR_BUFFERS = [DLE, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08];

/**
 * Finds real-time requests (DLE EOT n, DLE ENQ n, DLE DC4 8) as bytes arrive, ahead of what waits in the buffer. Like a real printer
 * it finds them inside pictures too.
 */
export class RealTimeScanner {
  #last: [number, number] = [0, 0];
  #cleared = 0;

  scan(bytes: Uint8Array): readonly RealTimeRequest[] {
    const found: RealTimeRequest[] = [];
    for (const [index, byte] of bytes.entries()) {
      const [beforeLast, last] = this.#last;
      if (beforeLast === DLE && last === 0x04 && byte >= 1 && byte <= 4) found.push({ request: 'status', n: byte });
      if (beforeLast === DLE && last === 0x05 && (byte === 1 || byte === 2))
        found.push({ request: 'recover', clear: byte === 2, end: index + 1 });
      this.#cleared = byte === CLEAR_BUFFERS[this.#cleared] ? this.#cleared + 1 : byte === DLE ? 1 : 0;
      if (this.#cleared === CLEAR_BUFFERS.length) {
        found.push({ request: 'recover', clear: true, end: index + 1 });
        this.#cleared = 0;
      }
      this.#last = [last, byte];
    }
    return found;
  }
}
