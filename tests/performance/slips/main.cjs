// Loaded before the program (`electron -r`): opens a studio of the program's own code and lets a measurement have slips drawn
// by it. MOT_CUA_BENCH_STUDIO is that code, bundled.
'use strict';

const { join } = require('node:path');
const { session } = require('electron');

const root = join(__dirname, '..', '..', '..');
const clock = {
  now: Date.now,
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};
let studio;

/** The bitmap as base64, and how long main waited for it. */
globalThis.drawSlip = async (slip, dots) => {
  studio ??= require(process.env.MOT_CUA_BENCH_STUDIO).createStudio({
    session: session.fromPartition('mot-cua', { cache: false }),
    preloadDir: join(root, 'dist/preload'),
    packaged: false,
    clock,
    log: () => {},
  });
  const begun = performance.now();
  const drawn = await studio.drawSlip(slip, { dots });
  const ms = performance.now() - begun;
  if (!drawn.ok) throw new Error(`${drawn.error.code} ${drawn.error.detail ?? ''}`);
  const { width, height, rows } = drawn.value;
  return { ms, width, height, rows: Buffer.from(rows).toString('base64') };
};
