// The portal's client on the bench's portal, and documents to send.

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../main/base/clock.ts';
import { createPortalClient } from '../../../main/portal/portal-client.ts';
import type { Portal, PortalDocument, PortalMessage } from '../../../main/services/ports.ts';
import { startPortal } from '../../bench/portal.ts';
import { PortalDatabase } from '../../bench/portal/database.ts';

type Records = {
  readonly requests: number;
  readonly dossiers: readonly {
    readonly code: string;
    readonly registrations: number;
    readonly data: Readonly<Record<string, unknown>>;
  }[];
  readonly documents: readonly {
    readonly id: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly mime: string;
    readonly dossierCode: string;
  }[];
  readonly messages: readonly { readonly key: string }[];
  readonly duplicates: readonly { readonly key: string; readonly sameContent: boolean }[];
  readonly refused: readonly { readonly message: string }[];
  readonly unknownFields: readonly string[];
};

export type PortalBench = {
  readonly portal: Portal;
  readonly url: string;
  readonly session: string;
  readonly client: (session: string, timeoutMs?: number) => Portal;
  readonly records: () => Records;
  readonly fault: (kind: string, more?: Record<string, unknown>) => Promise<void>;
  readonly heal: () => Promise<void>;
  readonly catalogueFile: string;
  readonly document: (id: string) => Buffer;
  /** A dossier that names the documents d1, d2 and so on, as `documentOf` makes them. */
  readonly registered: () => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function portalBench(): Promise<PortalBench> {
  const dir = mkdtempSync(join(tmpdir(), 'portal-'));
  const part = await startPortal({ dir, port: 0, values: {} });
  const { url, sessionFile } = part.addresses as { url: string; sessionFile: string };
  const { session } = JSON.parse(readFileSync(sessionFile, 'utf8')) as { session: string };
  const client = (key: string, timeoutMs = 5000): Portal =>
    createPortalClient({ url, session: key, timeoutMs, clock: systemClock });
  return {
    portal: client(session),
    url,
    session,
    client,
    records: () => part.state() as Records,
    async fault(kind, more = {}) {
      part.faults.set({ kind, ...more });
      await part.faultsChanged?.('set', kind);
    },
    async heal() {
      part.faults.heal();
      await part.faultsChanged?.('heal');
    },
    catalogueFile: join(dir, 'catalogue.json'),
    document(id) {
      const database = new PortalDatabase(join(dir, 'portal.sqlite'));
      const content = Buffer.from(database.content(id) ?? []);
      database.close();
      return content;
    },
    async registered() {
      const sent = await client(session).send(messageOf('registered', DOSSIER_CODE, ['d1', 'd2', 'd3']));
      if (!sent.ok) throw new Error(`the dossier is not registered: ${sent.error.code}`);
    },
    async close() {
      await part.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const DOSSIER_CODE = 'H36.12-261124-0001';

export function documentOf(id: string, bytes: Uint8Array): PortalDocument {
  return {
    key: `journey:${id}`,
    dossierCode: DOSSIER_CODE,
    documentId: id,
    fileName: `${id}.jpg`,
    mime: 'image/jpeg',
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

/** Bytes that differ at every place, so that a piece in the wrong place shows. */
export function documentBytes(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) bytes[index] = (index * 31 + (index >> 8) * 7 + (index >> 16)) & 0xff;
  return bytes;
}

export function messageOf(key: string, code: string, documents: readonly string[] = []): PortalMessage {
  const moment = '20261124150000';
  return {
    key,
    service: 'DongBoHoSoMC',
    isUpdating: false,
    data: [
      {
        MaHoSo: code,
        MaTTHC: '1.004873',
        TenTTHC: 'Cấp giấy xác nhận tình trạng hôn nhân',
        MaLinhVuc: 'HT',
        ChuHoSo: 'Nguyễn Thị Bưởi',
        LoaiDoiTuong: '1',
        MaDoiTuong: '068085001234',
        SoDienThoai: '',
        TrichYeuHoSo: 'Cấp giấy',
        NgayTiepNhan: moment,
        NgayHenTra: moment,
        TrangThaiHoSo: '1',
        HinhThuc: '1',
        DonViXuLy: 'UBND xã',
        TaiLieuNop: documents.map((id) => ({ TepDinhKemId: id, TenTepDinhKem: `${id}.jpg`, MaThanhPhanHoSo: 'paper', DuongDanTaiTepTin: '' })),
        DanhSachLePhi: [],
      },
    ],
  };
}
