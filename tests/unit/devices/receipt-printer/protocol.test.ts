import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PRINTER_MODELS } from '../../../../main/devices/receipt-printer/models.ts';
import { feedAndCut, jobPieces, readAnswers, rowsToKnife } from '../../../../main/devices/receipt-printer/protocol.ts';
import {
  fromAutomatic,
  fromRealTime,
  paperFromInOrder,
  problemOf,
} from '../../../../main/devices/receipt-printer/status.ts';
import { testRaster } from '../../../../main/devices/receipt-printer/test-raster.ts';
import type { Raster } from '../../../../main/services/ports.ts';
import { EscPosReader, RealTimeScanner } from '../../../bench/receipt-printer/escpos.ts';
import { automaticStatus, paperStatus, realTimeStatus } from '../../../bench/receipt-printer/status.ts';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

describe('a job in ESC/POS', () => {
  it('is these bytes (GS v 0 in bands, ESC J, GS V)', () => {
    const rows = Uint8Array.from({ length: 72 * 98 }, (_, index) => (index < 72 ? 0xff : index % 72 === 9 ? 0x80 : 0));
    const pieces = jobPieces({ width: 576, height: 98, rows }, PRINTER_MODELS['generic-80mm']);
    expect(pieces.map((piece) => hex(piece.subarray(0, 10)))).toEqual([
      '1b40', // ESC @
      '1d610e', // GS a 14
      '1d76300048006000ffff', // GS v 0, 72 bytes × 96 rows
      '1d7630000a0002000000', // GS v 0, 10 bytes × 2 rows: nothing behind the last dot
      '1d763000010060000000', // the way to the knife, 128 white rows, GS V 1
    ]);
    expect(pieces[2]).toHaveLength(8 + 72 * 96);
  });

  it('sends a byte a row where nothing is black', () => {
    const rows = new Uint8Array(72 * 60);
    rows.fill(0xff, 0, 72);
    rows.fill(0xff, 72 * 59);
    const pieces = jobPieces({ width: 576, height: 60, rows }, PRINTER_MODELS['generic-80mm']);
    expect(pieces.slice(2, -1).map((piece) => [hex(piece.subarray(0, 8)), piece.length])).toEqual([
      ['1d76300048000100', 80],
      ['1d76300001003a00', 66],
      ['1d76300048000100', 80],
    ]);
  });

  it('asks nothing of a model that does not answer', () => {
    const pieces = jobPieces(
      { width: 384, height: 8, rows: new Uint8Array(48 * 8) },
      PRINTER_MODELS['generic-58mm-mute'],
    );
    expect(pieces.map(hex).join('')).not.toContain('1d61');
  });

  it('feeds to the knife by rows of the printer’s own dots, whatever a dot’s size', () => {
    const model = PRINTER_MODELS['generic-80mm'];
    expect(rowsToKnife(model)).toBe(128);
    expect(rowsToKnife({ ...model, dotsPerInch: 300 })).toBe(189);
    expect(hex(feedAndCut(model))).toBe(`1d76300001006000${'00'.repeat(96)}1d76300001002000${'00'.repeat(32)}1d5601`);
    expect(hex(feedAndCut({ ...model, cut: 'none' }))).not.toContain('1d56');
  });

  it('hides dots that read as real-time commands, and changes nothing else', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 72, maxLength: 72 * 4 }),
        fc.nat({ max: 70 }),
        fc.constantFrom([0x10, 0x04, 0x01], [0x10, 0x05, 0x02], [0x10, 0x14, 0x08]),
        (noise, at, trap) => {
          const height = Math.floor(noise.length / 72);
          const rows = noise.slice(0, height * 72);
          rows.set(trap.slice(0, Math.min(3, rows.length - at)), at);
          const pieces = jobPieces({ width: 576, height, rows }, PRINTER_MODELS['generic-80mm']);
          const picture = pieces[2]!;
          for (const piece of pieces) expect(new RealTimeScanner().scan(piece)).toEqual([]);
          let changed = 0;
          picture.subarray(8).forEach((byte, index) => {
            if (byte === rows[index]) return;
            expect([rows[index], byte]).toEqual([0x10, 0x18]);
            changed += 1;
          });
          expect(changed).toBeGreaterThanOrEqual(1);
        },
      ),
    );
  });

  it('is understood by a printer, row for row, whatever is white', () => {
    const row = fc.oneof(
      { weight: 2, arbitrary: fc.constant(new Uint8Array(72)) },
      fc.record({ byte: fc.integer({ min: 0x20, max: 0xff }), at: fc.nat({ max: 71 }) }).map(({ byte, at }) => new Uint8Array(72).fill(byte, at, at + 1)),
    );
    const lines = fc.tuple(row, fc.integer({ min: 1, max: 120 })).map(([bytes, times]) => Array.from({ length: times }, () => bytes));
    fc.assert(
      fc.property(fc.array(lines, { minLength: 1, maxLength: 8 }), (parts) => {
        const wanted = parts.flat();
        const raster = { width: 576, height: wanted.length, rows: Uint8Array.from(wanted.flatMap((bytes) => [...bytes])) };
        const { rows, others } = printed(raster);
        const white = Array.from({ length: 128 }, () => new Uint8Array(72));
        expect(hex(Buffer.concat(rows))).toBe(hex(Buffer.concat([raster.rows, ...white])));
        expect(others).toEqual(['initialise', 'automaticStatus', 'cut']);
      }),
      { numRuns: 40 },
    );
    expect(hex(Buffer.concat(printed(testRaster(576)).rows.slice(0, -128)))).toBe(hex(testRaster(576).rows));
  });
});

/** What the bench's printer makes of a job: its rows at full width, and what else it did. */
function printed(raster: Raster): { readonly rows: readonly Uint8Array[]; readonly others: readonly string[] } {
  const bytes = Buffer.concat(jobPieces(raster, PRINTER_MODELS['generic-80mm']));
  const reader = new EscPosReader();
  const rows: Uint8Array[] = [];
  const others: string[] = [];
  for (let at = 0; at < bytes.length; ) {
    const step = reader.next(bytes.subarray(at))!;
    if (step.action.do === 'row') {
      const row = new Uint8Array(raster.width / 8);
      row.set(step.action.bits);
      rows.push(row);
    } else if (step.action.do !== 'nothing') others.push(step.action.do);
    at += step.consumed;
  }
  return { rows, others };
}

describe('a printer’s answers', () => {
  const conditions = fc.record({
    paper: fc.constantFrom('full' as const, 'low' as const, 'out' as const),
    coverOpen: fc.boolean(),
    cutterJammed: fc.boolean(),
    drawerOpen: fc.boolean(),
  });

  it('are told apart, however they are mixed and cut', () => {
    const condition = conditions.chain((at) =>
      fc.constantFrom(
        { bytes: Uint8Array.of(realTimeStatus(1, at)), answer: 'realTime' },
        { bytes: Uint8Array.of(realTimeStatus(4, at)), answer: 'realTime' },
        { bytes: automaticStatus(at), answer: 'automatic' },
        { bytes: Uint8Array.of(paperStatus(at)), answer: 'inOrder' },
        { bytes: Uint8Array.of(0x37, 0x25, 0x00), answer: 'block' },
      ),
    );
    fc.assert(
      fc.property(fc.array(condition, { maxLength: 8 }), fc.nat({ max: 5 }), (sent, size) => {
        const bytes = Buffer.concat(sent.map((one) => one.bytes));
        let open: readonly number[] = [];
        const kinds: string[] = [];
        for (let at = 0; at < bytes.length; at += size + 1) {
          const [next, answers] = readAnswers(open, bytes.subarray(at, at + size + 1));
          open = next;
          kinds.push(...answers.map((answer) => answer.answer));
        }
        expect(kinds).toEqual(sent.map((one) => one.answer));
        expect(open).toEqual([]);
      }),
    );
  });

  it('mean the same asked and by themselves', () => {
    fc.assert(
      fc.property(conditions, (at) => {
        const asked = fromRealTime({
          printer: realTimeStatus(1, at),
          offline: realTimeStatus(2, at),
          error: realTimeStatus(3, at),
          paper: realTimeStatus(4, at),
        });
        expect(asked).toMatchObject({
          paper: at.paper,
          cover: at.coverOpen ? 'open' : 'closed',
          cutter: at.cutterJammed ? 'jammed' : 'ok',
          online: at.paper !== 'out' && !at.coverOpen && !at.cutterJammed,
        });
        const [a, b, c, d] = automaticStatus(at) as unknown as [number, number, number, number];
        expect(fromAutomatic([a, b, c, d])).toEqual({ ...asked, error: 'none' });
        expect(paperFromInOrder(paperStatus(at))).toBe(at.paper);
        expect(problemOf(asked) === undefined).toBe(asked.online);
      }),
    );
  });

  it('name an error that needs a switch-off, and one that does not', () => {
    const fine = { printer: 0x16, offline: 0x12, error: 0x12, paper: 0x12 };
    expect(problemOf(fromRealTime(fine))).toBeUndefined();
    expect(problemOf(fromRealTime({ ...fine, error: 0x12 | 0x20 }))?.reason).toBe('unrecoverableError');
    expect(problemOf(fromRealTime({ ...fine, error: 0x12 | 0x40 }))?.reason).toBe('recoverableError');
    expect(problemOf(fromRealTime({ ...fine, printer: 0x16 | 0x08 }))?.reason).toBe('printerOffline');
  });
});
