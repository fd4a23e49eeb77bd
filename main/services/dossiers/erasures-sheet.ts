// The log of erasures as a table for other programs.

import type { Sheet } from '../../base/sheet.ts';
import { formatDate, formatTime, vietnamDay } from '../../domain/calendar/vietnam-time.ts';
import type { ErasureLine } from '../store.ts';

const WHAT = { all: 'Giấy tờ và dữ liệu cá nhân', documents: 'Giấy tờ', saved: 'Giấy tờ lưu cho lần sau' } as const;

export function erasuresSheet(lines: readonly (Omit<ErasureLine, 'actor'> & { readonly by: string })[]): Sheet {
  return {
    name: 'Nhật ký xóa',
    head: ['Ngày', 'Giờ', 'Mã hồ sơ', 'Đã xóa', 'Người xóa', 'Lý do'],
    rows: lines.map(({ code, at, by, erased, reason }) => [
      formatDate(vietnamDay(at)),
      formatTime(at),
      code,
      WHAT[erased],
      by === 'system' ? 'Máy' : by === 'citizen' ? 'Công dân' : by,
      reason ?? (by === 'citizen' ? 'Công dân tự xóa tại máy' : 'Hết thời hạn lưu'),
    ]),
  };
}
