// Pictures of any bytes never make a paper that cannot be read, and never throw.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { assemblePdf } from '../../main/papers/assemble-pdf.ts';
import { jpegPage, paperOf, pngPage } from '../unit/papers/pages.ts';

it('a picture that was damaged is refused or carried, never thrown at', async () => {
  const pages = [jpegPage(), pngPage(), pngPage([], 2)];
  const damage = fc.record({ page: fc.constantFrom(...pages), at: fc.nat(80), byte: fc.nat(255), cut: fc.option(fc.nat(20_000)) });
  await fc.assert(
    fc.asyncProperty(damage, async ({ page, at, byte, cut }) => {
      const bytes = page.bytes.slice(0, cut ?? undefined);
      if (at < bytes.length) bytes[at] = byte;
      const made = await assemblePdf(paperOf([{ ...page, bytes }]));
      if (!made.ok) expect(made.error.code).toBe('undecodable');
      else expect(cut === null || cut >= page.bytes.length).toBe(true);
    }),
    { numRuns: 100 },
  );
});

it('bytes of any kind are refused', async () => {
  const page = pngPage();
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), fc.constantFrom('image/jpeg' as const, 'image/png' as const), async (bytes, mime) => {
      const made = await assemblePdf(paperOf([{ ...page, bytes, mime }]));
      expect(made.ok).toBe(false);
    }),
    { numRuns: 30 },
  );
});
