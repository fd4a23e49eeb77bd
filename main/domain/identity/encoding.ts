// Tells text whose Vietnamese letters were lost on the way: UTF-8 read as a Windows or DOS code page by a scanner or a
// driver. Such text must be refused with a hint, not stored: a wrong name on a certificate is worse than no scan.

/** Windows-1252's characters for the bytes 80–9F; decoders put C1 controls where it has none. */
const CP1252_80_TO_9F = '\u0080-\u009f€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ';
const CONTINUATION = `[${CP1252_80_TO_9F}\u00a0-\u00bf]`;
/** Ă is Windows-1258's reading of the byte C3. */
const UTF8_READ_AS_WINDOWS = new RegExp(`[Â-ßĂ]${CONTINUATION}|[à-ïă]${CONTINUATION}{2}`, 'u');
const LOST_OR_DOS = /[\ufffd\u0080-\u009f\u2500-\u259f]/u;

/** True if the text shows that its bytes were decoded with the wrong table. */
export function looksMisdecoded(text: string): boolean {
  return LOST_OR_DOS.test(text) || UTF8_READ_AS_WINDOWS.test(text);
}
