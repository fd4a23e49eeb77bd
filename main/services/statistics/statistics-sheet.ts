// The report as a table for other programs: a line for the whole, then a block a grouping.

import type { Counts } from '../../domain/statistics/statistics.ts';
import type { Sheet, SheetCell } from '../../base/sheet.ts';
import type { ReportLine, StatisticsReport } from '../../domain/statistics/report.ts';

const COLUMNS: readonly (readonly [string, (line: ReportLine) => SheetCell])[] = [
  ['Kỳ trước chuyển sang', count('carriedOver')],
  ['Tiếp nhận trong kỳ', count('received')],
  ['Giải quyết trước hạn', count('settledEarly')],
  ['Giải quyết đúng hạn', count('settledOnTime')],
  ['Giải quyết quá hạn', count('settledLate')],
  ['Không tiếp nhận', count('notReceived')],
  ['Đang giải quyết, trong hạn', count('inProcess')],
  ['Đang giải quyết, quá hạn', count('overdue')],
  ['Thanh toán trực tuyến', count('paidOnline')],
  ['Thanh toán trực tuyến (%)', percent('paidOnline')],
  ['Hồ sơ số hóa', count('digitised')],
  ['Hồ sơ số hóa (%)', percent('digitised')],
  ['Trả kết quả điện tử', count('resultElectronic')],
  ['Trả kết quả điện tử (%)', percent('resultElectronic')],
  ['Hài lòng (1–5)', ({ shares }) => (shares.satisfaction === undefined ? null : Math.round(shares.satisfaction * 100) / 100)],
];

const CHANNELS: Readonly<Record<string, string>> = { kiosk: 'Tự làm tại ki-ốt', counter: 'Tại quầy' };

export function statisticsSheet(report: StatisticsReport): Sheet {
  const block = (name: string, lines: readonly ReportLine[]): SheetCell[][] => lines.map((line) => [name, CHANNELS[line.id] ?? line.name, ...COLUMNS.map(([, value]) => value(line))]);
  return {
    name: `${report.from} – ${report.to}`,
    head: ['Nhóm', 'Tên', ...COLUMNS.map(([name]) => name)],
    rows: [
      ...block('Tổng số', [report.total]),
      ...block('Lĩnh vực', report.fields),
      ...block('Thủ tục', report.procedures),
      ...block('Hình thức', report.channels),
      ...block('Đơn vị', report.units),
      ...block('Tháng', report.months),
    ],
  };
}

function count(name: keyof Counts): (line: ReportLine) => SheetCell {
  return ({ counts }) => counts[name];
}

function percent(name: 'paidOnline' | 'digitised' | 'resultElectronic'): (line: ReportLine) => SheetCell {
  return ({ shares }) => (shares[name] === undefined ? null : Math.round(shares[name] * 10_000) / 100);
}
