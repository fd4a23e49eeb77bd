// The technician's readiness list: everything that must be right before citizens come, each asked anew.

import type { Clock, Device, FindScanners, Gateway, Portal } from '../ports.ts';
import type { Store } from '../store.ts';
import { obstacleOf } from '../printing/printing.ts';
import type { LoadedTemplates } from '../printing/templates.ts';

export type ReadinessItem = {
  readonly id: string;
  readonly title: string;
  readonly state: 'ready' | 'attention' | 'notReady';
  readonly detail: string;
};

export type ReadinessOptions = {
  readonly store: Pick<Store, 'read'> | null;
  readonly keyFrom: string;
  readonly devices: readonly Device[];
  readonly portal: Pick<Portal, 'ping'>;
  readonly gateway: Pick<Gateway, 'ping'>;
  readonly accounts: () => { readonly officers: readonly unknown[]; readonly technicianPin: string | null };
  readonly plainSecrets: () => number;
  readonly refusedTemplates: () => LoadedTemplates['refused'];
  readonly lastBackupAt: () => Promise<number | null>;
  readonly findScanners: FindScanners;
  readonly clock: Clock;
};

const DAY_MS = 86_400_000;
/** The gateway's orders live ten minutes: a clock that is further off shortens or lengthens them noticeably. */
const MAX_CLOCK_OFF_MS = 2 * 60_000;

const item = (id: string, title: string, state: ReadinessItem['state'], detail: string): ReadinessItem => ({ id, title, state, detail });

export async function readiness(options: ReadinessOptions): Promise<ReadinessItem[]> {
  const { store, devices, portal, gateway, accounts, clock } = options;
  const [integrity, audit, waiting, portalPing, gatewayPing, backup, scanners] = await Promise.all([
    store?.read('integrity'),
    store?.read('audit.verify'),
    store?.read('outbox.count'),
    portal.ping(),
    gateway.ping(),
    options.lastBackupAt(),
    options.findScanners(),
  ]);
  const { officers, technicianPin } = accounts();

  return [
    integrity?.ok && integrity.value.sound
      ? item('storage', 'Cơ sở dữ liệu', 'ready', `${integrity.value.cipher}, phiên bản ${integrity.value.schemaVersion}`)
      : item('storage', 'Cơ sở dữ liệu', 'notReady', integrity?.ok ? integrity.value.detail : (integrity?.error.code ?? 'không mở được')),
    item('key', 'Khóa mã hóa', options.keyFrom === 'safeStorage' ? 'ready' : 'attention', `Khóa được giữ trong: ${options.keyFrom}`),
    audit?.ok && audit.value.brokenAt === null
      ? item('audit', 'Nhật ký kiểm toán', 'ready', `${audit.value.lines} dòng, chuỗi nguyên vẹn`)
      : item('audit', 'Nhật ký kiểm toán', 'notReady', audit?.ok ? `Chuỗi đứt ở dòng ${audit.value.brokenAt}` : 'không đọc được'),
    backup !== null && clock.now() - backup < 2 * DAY_MS
      ? item('backup', 'Sao lưu hằng ngày', 'ready', new Date(backup).toISOString())
      : item('backup', 'Sao lưu hằng ngày', 'attention', backup === null ? 'Chưa có bản sao lưu' : `Bản cuối: ${new Date(backup).toISOString()}`),
    portalPing.ok
      ? item('portal', 'Cổng dịch vụ công', 'ready', `${portalPing.value.roundTripMs} ms`)
      : item('portal', 'Cổng dịch vụ công', 'notReady', portalPing.error.code),
    gatewayPing.ok
      ? item('gateway', 'Cổng thanh toán', 'ready', `${gatewayPing.value.roundTripMs} ms`)
      : item('gateway', 'Cổng thanh toán', 'notReady', gatewayPing.error.code),
    clockItem(portalPing.ok ? portalPing.value.aheadMs : null),
    waiting?.ok && waiting.value.setAside === 0
      ? item('outbox', 'Hàng chờ gửi', 'ready', `${waiting.value.waiting} đang chờ`)
      : item('outbox', 'Hàng chờ gửi', 'attention', waiting?.ok ? `${waiting.value.setAside} tin cần cán bộ xem` : 'không đọc được'),
    ...devices.map((device) => {
      const { status, detail, media } = device.state();
      const obstacle = device.id === 'receiptPrinter' ? obstacleOf(device.state()) : status === 'online' || status === 'deviceBusy' ? null : status;
      const words = [status, ...Object.entries(media).map(([name, value]) => `${name}: ${value}`), detail].filter(Boolean).join(', ');
      return item(`device.${device.id}`, `Thiết bị ${device.id} (${device.address})`, obstacle ? 'notReady' : 'ready', words);
    }),
    item(
      'scanners',
      'Máy quét trong mạng (eSCL)',
      'ready',
      scanners.length > 0
        ? scanners.map(({ name, model, url }) => `${name}${model && model !== name ? ` (${model})` : ''}: ${url}`).join('; ')
        : 'Không có máy nào trả lời. Máy ở mạng khác hoặc sau tường lửa vẫn dùng được: ghi địa chỉ của máy vào cài đặt.',
    ),
    technicianPin
      ? item('technicianPin', 'Mã PIN kỹ thuật', 'ready', 'Đã đặt')
      : item('technicianPin', 'Mã PIN kỹ thuật', 'notReady', 'Chưa đặt'),
    item('officers', 'Cán bộ', officers.length > 0 ? 'ready' : 'attention', `${officers.length} người`),
    options.refusedTemplates().length === 0
      ? item('formTemplates', 'Mẫu giấy tờ in', 'ready', 'Mẫu riêng của đơn vị (nếu có) đều dùng được')
      : item('formTemplates', 'Mẫu giấy tờ in', 'attention', options.refusedTemplates().map(({ name, detail, lastGood }) => `${name}: ${detail} (${lastGood ? 'đang dùng bản tốt trước đó' : 'đang dùng mẫu có sẵn'})`).join('; ')),
    options.plainSecrets() === 0
      ? item('secrets', 'Bí mật trong tệp cài đặt', 'ready', 'Đã niêm phong')
      : item('secrets', 'Bí mật trong tệp cài đặt', 'attention', `${options.plainSecrets()} bí mật còn ở dạng chữ`),
  ];
}

/** What is said of this machine's clock. `aheadMs`: by how much it is ahead of the portal's, which need not be exact but is another's; null where it is not known. */
export function clockItem(aheadMs: number | null): ReadinessItem {
  const title = 'Đồng hồ của máy';
  if (aheadMs === null) return item('clock', title, 'attention', 'Chưa so được với giờ của Cổng dịch vụ công');
  const off = Math.abs(aheadMs);
  if (off <= MAX_CLOCK_OFF_MS) return item('clock', title, 'ready', 'Đúng giờ của Cổng dịch vụ công');
  const minutes = Math.round(off / 60_000);
  const amount = minutes < 120 ? `${minutes} phút` : minutes < 2 * 24 * 60 ? `${Math.round(minutes / 60)} giờ` : `${Math.round(minutes / 60 / 24)} ngày`;
  return item('clock', title, 'notReady', `${aheadMs > 0 ? 'Nhanh' : 'Chậm'} ${amount} so với Cổng dịch vụ công. Mã thanh toán có thể hết hạn ngay, hạn trả hồ sơ có thể sai. Xin chỉnh lại giờ của máy.`);
}
