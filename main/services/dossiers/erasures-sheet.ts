// The log of erasures as a table for other programs.

import type { Sheet } from '../../base/sheet.ts';
import { formatDate, formatTime, vietnamDay } from '../../domain/calendar/vietnam-time.ts';
import type { ErasureLine } from '../store.ts';

export function erasuresSheet(lines: readonly (Omit<ErasureLine, 'actor'> & { readonly by: string })[]): Sheet {
  return {
    name: 'Nhật ký xóa',
    head: ['Ngày', 'Giờ', 'Mã hồ sơ', 'Đã xóa', 'Người xóa', 'Lý do'],
    rows: lines.map(({ code, at, by, erased, reason }) => [
      formatDate(vietnamDay(at)),
      formatTime(at),
      code,
      erased === 'all' ? 'Giấy tờ và dữ liệu cá nhân' : 'Giấy tờ',
      by === 'system' ? 'Máy' : by,
      reason ?? 'Hết thời hạn lưu',
    ]),
  };
}
