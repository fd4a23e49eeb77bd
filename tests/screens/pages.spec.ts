// Forms on office paper as the studio lays them out, printed by the browser that the studio is too: their text can be read
// (pdftotext), their pages have the right size and number (pdfinfo), and their QR is found on the drawn page (zbarimg).

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { slipText } from '../../main/domain/slips/slip-text.ts';
import { openStudio } from './fixtures/studio.ts';
import { SHEETS } from './fixtures/slips.ts';

/** As main prints a register. */
const BROAD = {
  landscape: true,
  displayHeaderFooter: true,
  headerTemplate: '<span></span>',
  footerTemplate: '<div style="width: 100%; padding-right: 10mm; font-size: 8pt; text-align: right">Trang <span class="pageNumber"></span>/<span class="totalPages"></span></div>',
};
const MARGINS = { top: '10mm', bottom: '10mm', left: '14mm', right: '10mm' };
test('each form prints on A5 as text that can be read, with its QR; a long one goes on to a next page', async ({ page }) => {
  const dir = mkdtempSync(join(tmpdir(), 'pages-'));
  try {
    await openStudio(page);
    for (const [name, { slip, media, pages, logo }] of Object.entries(SHEETS)) {
      await page.evaluate(([sheet, on, picture]) => window.askStudio({ task: 'laySlip', slip: sheet, media: on, ...(picture && { logo: Uint8Array.from(atob(picture), (character) => character.charCodeAt(0)) }) }), [slip, media, logo] as const);
      const file = join(dir, `${name}.pdf`);
      writeFileSync(file, await page.pdf({ format: media === 'a5' ? 'A5' : 'A4', margin: MARGINS, printBackground: true, ...(slip.form === 'registerBook' && BROAD) }));
      const run = (tool: string, ...args: string[]) => execFileSync(tool, args, { encoding: 'utf8' });
      const about = run('pdfinfo', file);
      expect(about, name).toMatch(new RegExp(`Page size: .*\\(${media.toUpperCase()}\\)`));
      expect(about, name).toContain(slip.title);
      expect.soft(about, name).toMatch(new RegExp(`Pages:\\s+${pages}\\n`));
      const words = (text: string): string[] => text.normalize('NFC').split(/[\s:]+/).filter(Boolean);
      const text = run('pdftotext', '-layout', file, '-').normalize('NFC');
      const read = new Set(words(text));
      // Titles are set in capitals; codes and money are read aloud in other words than they are printed.
      const wanted = slip.blocks.flatMap((block) => (block.kind === 'pair' ? words(`${block.label} ${block.value}`) : block.kind === 'text' || block.kind === 'heading' ? words(block.kind === 'heading' && block.level === 1 ? block.text.toLocaleUpperCase('vi') : block.text) : block.kind === 'list' ? block.items.flatMap(words) : block.kind === 'register' ? block.rows.flatMap(([, , , , name]) => words(name!)) : []));
      // Letters that stand alone are one word to it.
      expect(wanted.filter((word) => !(word.length === 1 ? text.includes(word) : read.has(word))), `${name}: ${slipText(slip).slice(0, 40)}`).toEqual([]);
      run('pdftoppm', '-r', '130', '-gray', '-png', file, join(dir, name));
      if (slip.form === 'registerBook') expect(text).toContain(`Trang ${pages}/${pages}`);
      const codes = slip.blocks.flatMap((block) => (block.kind === 'qr' ? [block.data] : []));
      const found = Array.from({ length: pages }, (_, index) => pictureOf(dir, name, index + 1, pages))
        .flatMap((picture) => (codes.length > 0 ? tolerant('zbarimg', '-q', '--raw', '-Sdisable', '-Sqrcode.enable', picture) : []));
      expect(found, name).toEqual(codes);
      expect.soft(readFileSync(pictureOf(dir, name, 1, pages)), name).toMatchSnapshot(`page-${name}.png`, { maxDiffPixelRatio: 0.01 });
    }
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
});

/** pdftoppm writes as many digits as the number of pages has. */
const pictureOf = (dir: string, name: string, number: number, pages: number): string =>
  join(dir, `${name}-${String(number).padStart(String(pages).length, '0')}.png`);

/** Its lines; none where it found nothing, which is an exit status of its own. */
function tolerant(tool: string, ...args: string[]): string[] {
  try {
    return execFileSync(tool, args, { encoding: 'utf8' }).split('\n').filter(Boolean);
  } catch (error) {
    if ((error as { status?: number }).status === 4) return [];
    throw error;
  }
}
