// The report on paper says what the report says, and can be kept and read aloud as every slip.

import { expect, it } from 'vitest';
import { slipText } from '../../../../main/domain/slips/slip-text.ts';
import { statisticsSlip } from '../../../../main/services/statistics/statistics-slip.ts';
import { slipSchema } from '../../../../main/storage/json-columns.ts';
import { statistics } from '../../../screens/fixtures/dossier.ts';

it('has a line for the whole and for each group, and the months as a drawing', () => {
  const slip = statisticsSlip(statistics, { unit: { name: 'UBND xã', parent: 'UBND tỉnh', address: '', phone: '' }, officer: 'Trần Thị Ngọc Lan', madeAt: Date.UTC(2026, 10, 24, 7) });
  expect(slipSchema().safeParse(slip).success).toBe(true);
  const [table] = slip.blocks.filter(({ kind }) => kind === 'table');
  if (table?.kind !== 'table') throw new Error('no table');
  expect(table.rows[0]).toEqual(['Tổng số', '0', '88.738', '78.245', '9.341', '308', '0', '844', '0', '17.739 (20,0 %)', '54.778 (61,7 %)', '21.276 (24,2 %)', '4,6']);
  for (const row of table.rows) expect([1, table.head.length]).toContain(row.length);
  expect(table.rows.filter((row) => row.length === 1).flat()).toEqual(['Lĩnh vực', 'Thủ tục', 'Hình thức nộp', 'Tháng']);
  const [bars] = slip.blocks.filter(({ kind }) => kind === 'bars');
  expect(bars?.kind === 'bars' && bars.bars.map(({ label }) => label)).toEqual(['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12']);
  expect(slipText(slip)).toContain('Tổng số, 0, 88.738');
});
