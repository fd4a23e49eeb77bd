// A dossier to print forms of.

import { momentOf } from '../../../../../main/domain/calendar/vietnam-time.ts';
import type { Dossier } from '../../../../../main/domain/dossier/dossier.ts';
import { computeFee } from '../../../../../main/domain/fees/compute-fee.ts';
import { createCatalogue } from '../../../../../main/domain/procedures/catalogue.ts';
import { shippedProcedures } from '../../../../../main/domain/procedures/shipped.ts';
import type { FormContent } from '../../../../../main/domain/slips/forms/form-slip.ts';

export const catalogue = createCatalogue(shippedProcedures());
export const procedure = catalogue.version('2.000635', '2')!;
const receivedAt = momentOf('2026-11-24', '09:12');

export const dossier: Dossier = {
  id: 'journey-1',
  code: 'H36.12-261124-0042',
  secret: '7KQM4HXP',
  procedure: { code: '2.000635', version: '2' },
  caseId: 'proxy',
  channel: 'kiosk',
  applicant: {
    number: { value: '068099001234', source: 'qr' },
    fullName: { value: 'Nguyễn Thị Thùy Dương', source: 'qr' },
    residence: { value: 'Thôn Phú Trung, xã Đức Trọng, tỉnh Lâm Đồng', source: 'qr' },
  },
  phone: '0912345678',
  answers: { copies: '3' },
  documents: [{ id: 'd1', paperId: 'authorisation', fileName: 'a.jpg', mime: 'image/jpeg', pages: 2, bytes: 1, sha256: '' }],
  fee: computeFee(procedure, { answers: { copies: '3', vneidLevel2: 'no' }, date: '2026-11-24', channel: 'online' }),
  status: 'received',
  receivedAt,
  dueAt: momentOf('2026-11-24', '17:00'),
};

export const content: FormContent = {
  dossier,
  procedure,
  unit: { name: 'TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ ĐỨC TRỌNG', parent: 'UBND XÃ ĐỨC TRỌNG', address: 'Số 1 Đường Mẫu, Đức Trọng, Lâm Đồng', phone: '0263 384 0123' },
  officer: 'Nguyễn Văn Hùng',
  newDueAt: momentOf('2026-11-24', '17:00'),
  reason: 'Bản chụp giấy ủy quyền không đọc được chữ ký của người ủy quyền.',
  items: ['Giấy ủy quyền có chứng thực', 'Bản sao giấy khai sinh cũ'],
  printedAt: momentOf('2026-11-24', '09:13'),
};
