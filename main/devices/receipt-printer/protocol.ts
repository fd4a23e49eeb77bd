// ESC/POS, as far as a slip needs it, after Epson's "ESC/POS Command Reference" (command names in its words): bytes to
// send, and what comes back. Vietnamese goes as pictures only, since no code page of these printers has all its letters.

import type { Raster } from '../../services/ports.ts';
import type { PrinterModel } from './models.ts';

const ESC = 0x1b;
const GS = 0x1d;
const DLE = 0x10;
const EOT = 0x04;

/** ESC @: back to power-on settings. */
export const INITIALIZE = Uint8Array.of(ESC, 0x40);

/** GS a 14: report by itself each change of on-line, error and paper state (Automatic Status Back). */
export const ENABLE_AUTOMATIC_STATUS = Uint8Array.of(GS, 0x61, 0x0e);

/**
 * GS r 1: paper status, answered in order, that is when everything before it has been printed. So its answer is the end
 * of the job; a printer that is off line does not answer it.
 */
export const IN_ORDER_STATUS = Uint8Array.of(GS, 0x72, 0x01);

/** ESC p 0: a pulse of 100 ms at pin 2 of the drawer's plug, and 400 ms of rest. */
export const OPEN_DRAWER = Uint8Array.of(ESC, 0x70, 0x00, 0x32, 0xc8);

/** GS V 0 and 1. */
const CUTS = { full: Uint8Array.of(GS, 0x56, 0x00), partial: Uint8Array.of(GS, 0x56, 0x01) };

/**
 * DLE DC4 8: clears the receive and print buffers at once, also off line. Without it the rest of a broken slip comes
 * out as soon as new paper is in.
 */
export const CLEAR_BUFFERS = Uint8Array.of(DLE, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08);

/** 1 printer, 2 cause of being off line, 3 cause of an error, 4 paper sensors. */
export type RealTimeQuery = 1 | 2 | 3 | 4;

/** DLE EOT n: answered at once, whatever the printer is doing. */
export function realTimeStatus(query: RealTimeQuery): Uint8Array {
  return Uint8Array.of(DLE, EOT, query);
}

/**
 * The job's pieces, to be sent one after another: start, a GS v 0 picture a band, feed and cut. White is hardly sent: a band ends at
 * its last dot, and white rows are a band of one byte a row (not a feed, whose unit differs between printers). A raster narrower
 * than the paper is printed at its left edge; one that is wider is a bug of the caller.
 */
export function jobPieces(raster: Raster, model: PrinterModel): Uint8Array[] {
  const rowBytes = raster.width / 8;
  if (!Number.isInteger(rowBytes) || raster.width > model.dots || raster.rows.length !== rowBytes * raster.height) {
    throw new RangeError(
      `raster ${raster.width} × ${raster.height} of ${raster.rows.length} bytes on ${model.dots} dots`,
    );
  }
  // Initializing forgets the automatic status, too.
  const pieces: Uint8Array[] = [INITIALIZE, ...(model.status === 'inOrder' ? [ENABLE_AUTOMATIC_STATUS] : [])];
  const used = Array.from({ length: raster.height }, (_, row) => usedBytes(raster.rows.subarray(row * rowBytes, (row + 1) * rowBytes)));
  for (let row = 0; row < raster.height; ) {
    const rows = bandRows(used, row, Math.min(raster.height, row + model.bandRows));
    const width = Math.max(1, ...used.slice(row, row + rows));
    const data = new Uint8Array(width * rows);
    for (let y = 0; y < rows; y += 1) data.set(raster.rows.subarray((row + y) * rowBytes, (row + y) * rowBytes + width), y * width);
    pieces.push(rasterBand(data, width, rows));
    row += rows;
  }
  pieces.push(feedAndCut(model));
  return pieces;
}

/** Rows of dots from the print head to the knife or the tear bar. */
export const rowsToKnife = ({ feedBeforeCutMm, dotsPerInch }: PrinterModel): number => Math.round((feedBeforeCutMm / 25.4) * dotsPerInch);

/** To the knife or the tear bar, and through the paper where there is a knife. Fed by white rows, as in a picture. */
export function feedAndCut(model: PrinterModel): Uint8Array {
  const bytes: number[] = [];
  for (let left = rowsToKnife(model); left > 0; left -= model.bandRows) {
    const rows = Math.min(left, model.bandRows);
    bytes.push(...rasterBand(new Uint8Array(rows), 1, rows));
  }
  return Uint8Array.from([...bytes, ...(model.cut === 'none' ? [] : CUTS[model.cut])]);
}

/** Fewer white rows than this between two lines are not worth a band's eight bytes of header and a turn of the wire. */
const WHITE_ROWS = 8;

/** Bytes of the row up to its last dot. */
function usedBytes(row: Uint8Array): number {
  let used = row.length;
  while (used > 0 && row[used - 1] === 0) used -= 1;
  return used;
}

/** Rows of the band that begins at `from` and ends at `end` at the latest: white ones, or ones up to the next white. */
function bandRows(used: readonly number[], from: number, end: number): number {
  let white = 0;
  for (let at = from; at < end; at += 1) {
    white = used[at] === 0 ? white + 1 : 0;
    const leading = white === at - from + 1;
    if (!leading && white === WHITE_ROWS) return at + 1 - white - from;
    if (used[at] !== 0 && at - from >= WHITE_ROWS && used.slice(from, at).every((bytes) => bytes === 0)) return at - from;
  }
  return end - from;
}

/** GS v 0: m 0 (1:1), xL xH bytes a row, yL yH rows, data from the top left, most significant bit first. */
function rasterBand(data: Uint8Array, rowBytes: number, rows: number): Uint8Array {
  const header = [GS, 0x76, 0x30, 0x00, rowBytes & 0xff, rowBytes >> 8, rows & 0xff, rows >> 8];
  const band = new Uint8Array(header.length + data.length);
  band.set(header);
  band.set(data, header.length);
  return hideRealTimeCommands(band, header.length);
}

/**
 * Printers look for real-time commands in every byte that arrives, pictures included: dots that happen to read DLE EOT,
 * DLE ENQ or DLE DC4 would be carried out (ask for status, drop the job, open the drawer). In such a place one dot is
 * added beside a black one, which nobody can see.
 */
function hideRealTimeCommands(bytes: Uint8Array, from: number): Uint8Array {
  for (let index = from; index + 1 < bytes.length; index += 1) {
    const next = bytes[index + 1];
    if (bytes[index] === DLE && (next === EOT || next === 0x05 || next === 0x14)) bytes[index] = DLE | 0x08;
  }
  return bytes;
}

/** What a printer sends, told apart by the bits that the reference fixes in each kind of answer. */
export type PrinterAnswer =
  | { readonly answer: 'realTime'; readonly byte: number }
  | { readonly answer: 'automatic'; readonly bytes: readonly [number, number, number, number] }
  | { readonly answer: 'inOrder'; readonly byte: number }
  /** A block `37h … 00h`, such as the acknowledgement of cleared buffers. */
  | { readonly answer: 'block'; readonly length: number }
  | { readonly answer: 'unknown'; readonly byte: number };

/** Bytes of an answer that is not complete yet: at most 3 of an automatic status, or a block of at most 80. */
export type AnswerReading = readonly number[];
const MAX_BLOCK = 80;
const BLOCK_HEADER = 0x37;

/** Takes what came and gives the complete answers in it, and what is left open. */
export function readAnswers(
  open: AnswerReading,
  bytes: Uint8Array,
): readonly [AnswerReading, readonly PrinterAnswer[]] {
  const answers: PrinterAnswer[] = [];
  let pending: number[] = [...open];
  for (const byte of bytes) {
    if (pending[0] === BLOCK_HEADER) {
      pending.push(byte);
      if (byte === 0x00) {
        answers.push({ answer: 'block', length: pending.length });
        pending = [];
      } else if (pending.length >= MAX_BLOCK) {
        for (const unknown of pending) answers.push({ answer: 'unknown', byte: unknown });
        pending = [];
      }
      continue;
    }
    if (pending.length > 0) {
      if ((byte & 0x90) === 0) {
        pending.push(byte);
        if (pending.length === 4) {
          answers.push({ answer: 'automatic', bytes: [pending[0]!, pending[1]!, pending[2]!, pending[3]!] });
          pending = [];
        }
        continue;
      }
      for (const unknown of pending) answers.push({ answer: 'unknown', byte: unknown });
      pending = [];
    }
    if ((byte & 0x93) === 0x12) answers.push({ answer: 'realTime', byte });
    else if ((byte & 0x93) === 0x10) pending.push(byte);
    else if (byte === BLOCK_HEADER) pending.push(byte);
    else if ((byte & 0x90) === 0) answers.push({ answer: 'inOrder', byte });
    else answers.push({ answer: 'unknown', byte });
  }
  return [pending, answers];
}
