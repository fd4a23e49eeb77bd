// Hostile JPEG 2000 from a chip: the studio's decoder gives a picture or a refusal, soon, and never one larger than it lets
// through. FUZZ_RUNS sets the runs of each; a failure prints its seed.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import createCodec from '@cornerstonejs/codec-openjpeg/decodewasmjs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeJpeg2000 } from '../../renderer/studio/imaging/jpeg2000.ts';
import { readJpeg2000Header } from '../../renderer/studio/imaging/jpeg2000-header.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);
const TIMEOUT_MS = 60_000 + RUNS * 400;
/** Main gives the studio twenty seconds on a machine of any speed; a tenth of that is the most one input may take here. */
const MOST_CPU_MS = 2_000;

const sound = ['an', 'trang'].map((name) => new Uint8Array(readFileSync(new URL(`../bench/chip/portraits/${name}.jp2`, import.meta.url))));
const wasm = createRequire(import.meta.url).resolve('@cornerstonejs/codec-openjpeg/decodewasm');
const program = { createCodec, module: await WebAssembly.compile(readFileSync(wasm)) };

/** Where the boxes and markers are, bytes are changed more often than in the packets behind them. */
const edit = fc.record({ at: fc.oneof({ weight: 3, arbitrary: fc.nat({ max: 220 }) }, fc.nat({ max: 15_000 })), put: fc.uint8Array({ minLength: 1, maxLength: 4 }), shift: fc.integer({ min: -3, max: 3 }) });
const damaged = fc.tuple(fc.constantFrom(...sound), fc.array(edit, { minLength: 1, maxLength: 6 }), fc.nat({ max: 40_000 })).map(([picture, edits, cut]) => {
  let bytes = picture;
  for (const { at, put, shift } of edits) {
    const place = at % bytes.length;
    bytes = new Uint8Array(Buffer.concat([bytes.subarray(0, place), put, bytes.subarray(Math.max(0, place + put.length + shift))]));
  }
  return cut < bytes.length ? bytes.subarray(0, cut) : bytes;
});

describe('hostile JPEG 2000', () => {
  it('has a header or none', () => {
    fc.assert(fc.property(fc.oneof(damaged, fc.uint8Array({ maxLength: 200 })), (bytes) => {
      const said = readJpeg2000Header(bytes);
      if (said) expect(said.width * said.height * said.tiles).toBeGreaterThan(0);
    }), { numRuns: RUNS * 10 });
  }, TIMEOUT_MS);

  it('is decoded or refused', async () => {
    await fc.assert(fc.asyncProperty(damaged, async (bytes) => {
      const before = process.cpuUsage();
      const decoded = await decodeJpeg2000(bytes, () => Promise.resolve(program));
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(MOST_CPU_MS);
      if (decoded.ok) expect(decoded.value.rgba.length).toBe(decoded.value.width * decoded.value.height * 4);
    }), { numRuns: Math.ceil(RUNS / 5) });
  }, TIMEOUT_MS);
});
