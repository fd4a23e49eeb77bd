import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { csvOf, xlsxOf } from '../../../main/base/sheet.ts';

const sheet = {
  name: 'Thống kê [2026]',
  head: ['Lĩnh vực', 'Số'],
  rows: [
    ['Hộ tịch, "quốc tịch"', 12],
    ['=HYPERLINK("http://x")', 1],
    [' +1', -3],
    ['@SUM(A1)', null],
    ['x;=1+1;y', 0],
  ],
} as const;

it('is CSV that no spreadsheet takes for formulas', () => {
  expect(csvOf(sheet)).toBe(`\uFEFFLĩnh vực,Số\r\n"Hộ tịch, ""quốc tịch""",12\r\n"'=HYPERLINK(""http://x"")",1\r\n '+1,-3\r\n'@SUM(A1),\r\nx;'=1+1;y,0\r\n`);
});

it('is XLSX whose texts are texts and whose numbers are numbers', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'mot-cua-sheet-'));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const file = join(dir, 'a.xlsx');
  writeFileSync(file, await xlsxOf(sheet));
  const xml = (part: string) => execFileSync('unzip', ['-p', file, part], { encoding: 'utf8' });
  expect(xml('xl/worksheets/sheet1.xml')).not.toContain('<f>');
  expect(xml('xl/worksheets/sheet1.xml')).toContain('<v>12</v>');
  expect(xml('xl/sharedStrings.xml')).toContain('=HYPERLINK(');
});
