// The studio by its message port: slips as they were approved, whose QR can be read back, and previews of what may be
// anything.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, test, type Page } from '@playwright/test';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import type { Slip } from '../../main/domain/slips/slip.ts';
import { page as scannedPage } from './fixtures/page.ts';
import { SLIPS } from './fixtures/slips.ts';
import { openStudio } from './fixtures/studio.ts';

// Without this the reader would fetch its WebAssembly from the network.
const wasm = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'));
prepareZXingModule({ overrides: { wasmBinary: wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength) as ArrayBuffer } });

async function drawn(page: Page, slip: Slip, dots: number, logo?: string): Promise<Buffer> {
  const reply = await page.evaluate(
    ([wanted, width, picture]) => window.askStudio({ task: 'drawSlip', slip: wanted as Slip, dots: width as number, stamp: [0, 1], ...(picture && { logo: Uint8Array.from(atob(picture), (character) => character.charCodeAt(0)) }) }),
    [slip, dots, logo] as const,
  );
  if (!reply.ok) throw new Error(reply.detail);
  expect(reply.width).toBe(dots);
  await page.setViewportSize({ width: dots, height: reply.height });
  const picture = await page.screenshot();
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(overflow).toBeLessThanOrEqual(0);
  await page.evaluate(() => window.askStudio({ task: 'release' }));
  return picture;
}

for (const [name, { slip, dots, logo }] of Object.entries(SLIPS)) {
  test(`the slip ${name} is as it was approved and its QR reads back`, async ({ page }) => {
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    await openStudio(page);
    const picture = await drawn(page, slip, dots, logo);
    expect.soft(picture).toMatchSnapshot(`slip-${name}.png`, { maxDiffPixelRatio: 0.005 });
    const wanted = slip.blocks.flatMap((block) => (block.kind === 'qr' ? [block.data] : []));
    const found = await readBarcodes(new Blob([new Uint8Array(picture)], { type: 'image/png' }), { formats: ['QRCode'] });
    expect(found.map(({ text }) => text)).toEqual(wanted);
    expect(complaints).toEqual([]);
  });
}

test('previews are small JPEGs, and what is not a picture is refused', async ({ page }) => {
  await openStudio(page);
  const ask = (base64: string, maxSide: number): Promise<unknown> =>
    page.evaluate(
      async ([text, side]) => {
        const bytes = Uint8Array.from(atob(text as string), (character) => character.charCodeAt(0));
        const reply = await window.askStudio({ task: 'preview', bytes, mime: 'image/jpeg', maxSide: side as number });
        return reply.ok ? { width: reply.width, height: reply.height, starts: [...reply.jpeg!.slice(0, 2)] } : reply.code;
      },
      [base64, maxSide] as const,
    );
  const huge = Buffer.alloc(64);
  huge.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);

  expect(await ask(scannedPage, 100)).toEqual({ width: 71, height: 100, starts: [0xff, 0xd8] });
  expect(await ask(scannedPage, 800)).toEqual({ width: 200, height: 283, starts: [0xff, 0xd8] });
  expect(await ask(huge.toString('base64'), 800)).toBe('tooLarge');
  expect(await ask(Buffer.from('%PDF-1.7 and so on and so forth').toString('base64'), 800)).toBe('undecodable');
  expect(await ask(Buffer.from(scannedPage, 'base64').subarray(0, 200).toString('base64'), 800)).toBe('undecodable');
});
