// A step of a dossier as the portal's service CapNhatTienDoHoSoMC wants it: whose dossier, who, when, what, which status.

import { DOSSIER_STATUSES } from '../domain/dossier/dossier.ts';
import type { Dossier } from '../domain/dossier/dossier.ts';
import type { PortalMessage } from '../services/ports.ts';
import type { DossierEvent } from '../services/store.ts';
import { portalTime } from './dossier-message.ts';

const LONGEST = 1_000;

const WORDS = {
  newlyRegistered: 'Mới đăng ký',
  received: 'Đã tiếp nhận',
  notReceived: 'Không tiếp nhận',
  inProcess: 'Đang giải quyết',
  supplementsRequested: 'Yêu cầu bổ sung',
  paymentRequested: 'Yêu cầu thanh toán',
  withdrawn: 'Công dân rút hồ sơ',
  stopped: 'Dừng xử lý',
  processed: 'Đã có kết quả',
  resultHandedOver: 'Đã trả kết quả',
} as const;

/** Its key is the dossier's and the event's number, so it counts once however often it is sent. */
export function progressMessage(dossier: Dossier, event: DossierEvent): PortalMessage {
  const extended = event.kind === 'extended' && event.dueAt !== undefined ? `Gia hạn đến ${portalTime(event.dueAt)}` : WORDS[event.status];
  return {
    key: `${dossier.id}:CapNhatTienDoHoSoMC:${event.n}`,
    service: 'CapNhatTienDoHoSoMC',
    isUpdating: true,
    data: [
      {
        MaHoSo: dossier.code,
        NguoiXuLy: event.actor,
        ThoiDiemXuLy: portalTime(event.at),
        NoiDungXuLy: [extended, event.reason].filter(Boolean).join(': ').normalize('NFC').slice(0, LONGEST),
        TrangThai: String(DOSSIER_STATUSES[event.status]),
      },
    ],
  };
}
