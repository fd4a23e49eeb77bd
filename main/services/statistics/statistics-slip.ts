// The report as a page of A4: the head of the agency, the figures in a table, what was settled month by month as a drawing.

import { formatDate, formatMoment } from '../../domain/calendar/vietnam-time.ts';
import type { SlipUnit } from '../../domain/slips/slip-parts.ts';
import type { Slip } from '../../domain/slips/slip.ts';
import type { ReportLine, StatisticsReport } from '../../domain/statistics/report.ts';
import type { Counts } from '../../domain/statistics/statistics.ts';

const COUNTS: readonly (readonly [string, keyof Counts])[] = [
  ['Kỳ trước chuyển sang', 'carriedOver'],
  ['Tiếp nhận trong kỳ', 'received'],
  ['Giải quyết trước hạn', 'settledEarly'],
  ['Giải quyết đúng hạn', 'settledOnTime'],
  ['Giải quyết quá hạn', 'settledLate'],
  ['Không tiếp nhận', 'notReceived'],
  ['Đang giải quyết, trong hạn', 'inProcess'],
  ['Đang giải quyết, quá hạn', 'overdue'],
];
const SHARES = [
  ['Trả tiền trực tuyến', 'paidOnline'],
  ['Số hóa', 'digitised'],
  ['Trả kết quả điện tử', 'resultElectronic'],
] as const;
const CHANNELS: Readonly<Record<string, string>> = { kiosk: 'Tự làm tại ki-ốt', counter: 'Tại quầy' };

export function statisticsSlip(report: StatisticsReport, about: { readonly unit: SlipUnit; readonly officer: string; readonly madeAt: number }): Slip {
  const row = (line: ReportLine, name = CHANNELS[line.id] ?? line.name): string[] => [
    name,
    ...COUNTS.map(([, count]) => grouped(line.counts[count])),
    ...SHARES.map(([, count]) => {
      const share = line.shares[count];
      return share === undefined ? grouped(line.counts[count]) : `${grouped(line.counts[count])} (${(share * 100).toFixed(1).replace('.', ',')} %)`;
    }),
    line.shares.satisfaction === undefined ? '–' : line.shares.satisfaction.toFixed(1).replace('.', ','),
  ];
  const group = (name: string, lines: readonly ReportLine[], nameOf?: (line: ReportLine) => string): string[][] => (lines.length === 0 ? [] : [[name], ...lines.map((line) => row(line, nameOf?.(line)))]);
  const monthName = ({ id }: ReportLine): string => `${id.slice(5)}/${id.slice(0, 4)}`;
  const { months, findings } = report;
  return {
    form: 'statistics',
    language: 'vi',
    title: 'Báo cáo tình hình giải quyết thủ tục hành chính',
    copy: false,
    blocks: [
      { kind: 'head', parent: about.unit.parent, unit: about.unit.name, nation: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', motto: 'Độc lập – Tự do – Hạnh phúc' },
      { kind: 'heading', level: 1, text: 'Báo cáo tình hình giải quyết thủ tục hành chính' },
      { kind: 'text', align: 'centre', text: `Từ ngày ${formatDate(report.from)} đến ngày ${formatDate(report.to)}` },
      {
        kind: 'table',
        head: ['Nhóm', ...COUNTS.map(([name]) => name), ...SHARES.map(([name]) => name), 'Hài lòng (1\u2060–\u20605)'],
        rows: [
          row(report.total, 'Tổng số'),
          ...group('Lĩnh vực', report.fields),
          ...group('Thủ tục', report.procedures),
          ...group('Hình thức nộp', report.channels),
          ...(report.units.length > 1 ? group('Đơn vị', report.units) : []),
          ...(months.length > 1 ? group('Tháng', months, monthName) : []),
        ],
      },
      ...(findings.length > 0 ? [{ kind: 'text', emphasis: 'strong', text: `Có ${findings.length} chỗ số liệu chưa khớp nhau; xin xem trên màn hình Thống kê.` } as const] : []),
      ...(months.length > 1
        ? [
            {
              kind: 'bars',
              caption: 'Số hồ sơ đã giải quyết theo tháng',
              parts: ['Trước hạn', 'Đúng hạn', 'Quá hạn'],
              bars: months.map((month) => ({ label: monthName(month).slice(0, 2), values: [month.counts.settledEarly, month.counts.settledOnTime, month.counts.settledLate] })),
            } as const,
          ]
        : []),
      { kind: 'text', emphasis: 'quiet', text: `Lập lúc ${formatMoment(about.madeAt, 'vi')}` },
      { kind: 'signatures', left: '', right: 'Người lập báo cáo' },
      { kind: 'text', align: 'centre', emphasis: 'strong', text: about.officer },
    ],
  };
}

/** `88.738` */
function grouped(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+(?!\d))/g, '.');
}
