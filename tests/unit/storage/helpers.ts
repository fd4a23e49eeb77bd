// Temporary data directories, a store opened in them, and sample data of one counter's day.

import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { dong } from '../../../main/domain/money.ts';
import { unwrap } from '../../../main/domain/result.ts';
import type { LogEventName } from '../../../main/logging/catalogue.ts';
import type { Clock } from '../../../main/services/ports.ts';
import type {
  JourneyRecord,
  NewDossier,
  NewOutboxRow,
  PaymentRow,
  PrintJobRow,
  Store,
} from '../../../main/services/store.ts';
import { openStore } from '../../../main/storage/client.ts';
import type { OpenedStore, OpenStoreOptions } from '../../../main/storage/client.ts';
import { guarded, openEngine } from '../../../main/storage/engine.ts';
import type { Engine, EngineOptions } from '../../../main/storage/engine.ts';
import type { Backup } from '../../../main/storage/backup.ts';
import { backupDatabase } from '../../../main/storage/maintenance.ts';

export const TEST_KEY = new Uint8Array(32).map((_, index) => index + 1);
export const OTHER_KEY = new Uint8Array(32).fill(7);
export const NOW = Date.UTC(2026, 10, 24, 2, 0, 0);
export const WORKER_FILE = new URL('../../../main/storage/worker.ts', import.meta.url);

/** Done when the test is over, the last first. */
export function later(close: () => void | Promise<unknown>): void {
  onTestFinished(async () => {
    await close();
  });
}

/** In memory where there is such a place: these tests bring hundreds of files to the disk. */
const MEMORY = '/dev/shm';
const ROOM = existsSync(MEMORY) ? MEMORY : tmpdir();

export function temporaryDirectory(): string {
  const directory = mkdtempSync(join(ROOM, 'mot-cua-storage-'));
  later(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** A data directory like another, whose database is closed. */
export function copyOf(dir: string): string {
  const copy = temporaryDirectory();
  cpSync(dir, copy, { recursive: true });
  return copy;
}

/** Time stands at NOW until it is advanced. */
export function testClock(): Clock & { advance(ms: number): void } {
  let now = NOW;
  const timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  return {
    now: () => now,
    after(ms, callback) {
      const timer = { at: now + ms, callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance(ms) {
      now += ms;
      for (const timer of [...timers].sort((a, b) => a.at - b.at)) {
        if (timer.at <= now && timers.delete(timer)) timer.callback();
      }
    },
  };
}

export type LoggedEvent = { readonly event: LogEventName; readonly fields: Readonly<Record<string, unknown>> };

export function storeOptions(
  dir: string,
  more: Partial<OpenStoreOptions> = {},
): OpenStoreOptions & { events: LoggedEvent[] } {
  const events: LoggedEvent[] = [];
  return {
    dir,
    key: TEST_KEY,
    keyFrom: 'file',
    workerFile: WORKER_FILE,
    clock: testClock(),
    log: (event, fields) => void events.push({ event, fields }),
    ...more,
    events,
  };
}

/** The same store without a worker and its start-up time. */
export function inProcess(dir: string, more: Partial<EngineOptions> = {}): { store: Store; engine: Engine } {
  const engine = unwrap(openEngine({ dir, key: TEST_KEY, firstStart: true, now: NOW, ...more }));
  later(() => engine.close());
  const store: Store = {
    write: async (writes) => guarded(() => engine.write(writes, NOW)),
    read: async (query, ...args) => guarded(() => engine.read(query, args[0] as never)),
  };
  return { store, engine };
}

/** By a connection of its own, as the program makes it. */
export const backupOf = (dir: string, now = NOW): Backup => unwrap(backupDatabase(dir, { key: TEST_KEY, now }));

export async function opened(dir: string, more: Partial<OpenStoreOptions> = {}): Promise<OpenedStore> {
  const store = unwrap(await openStore(storeOptions(dir, more)));
  later(() => store.close());
  return store;
}

export function journey(id: string, more: Partial<JourneyRecord> = {}): JourneyRecord {
  return {
    id,
    kind: 'selfService',
    station: 'notice',
    snapshot: '{"value":"notice"}',
    revision: 1,
    startedAt: NOW,
    updatedAt: NOW,
    ...more,
  };
}

export function outboxRow(key: string, more: Partial<NewOutboxRow> = {}): NewOutboxRow {
  return {
    key,
    kind: 'portal.send',
    stream: 'journey-1:portal',
    subject: 'journey-1',
    payload: '{"n":1}',
    priority: 5,
    ...more,
  };
}

export function newDossier(id: string, more: Partial<NewDossier> = {}): NewDossier {
  return {
    id,
    secret: '7KQM4HXP',
    procedure: { code: '1.004873', version: '2026-07' },
    caseId: 'single',
    channel: 'kiosk',
    applicant: {
      number: { value: '068190001234', source: 'qr' },
      fullName: { value: 'Đỗ Thị Hằng', source: 'qr' },
      birthDate: { value: '1990-02-01', source: 'qr' },
      sex: { value: 'female', source: 'qr' },
    },
    answers: { purpose: 'marriage' },
    documents: [],
    fee: {
      lines: [
        { code: 'LP', name: { vi: 'Lệ phí', en: 'Fee' }, unitAmount: dong(8_000), quantity: 1, amount: dong(8_000) },
      ],
      total: dong(8_000),
    },
    status: 'newlyRegistered',
    receivedAt: NOW,
    dueAt: NOW + 86_400_000,
    unit: 'H36.12',
    template: '{unit}-{YYMMDD}-{running:4}',
    day: '2026-11-24',
    ...more,
  };
}

export function payment(orderCode: number, journeyId: string, more: Partial<PaymentRow> = {}): PaymentRow {
  return {
    orderCode,
    journeyId,
    amount: 8_000,
    amountPaid: 0,
    state: 'creating',
    description: 'HS 0042',
    createdAt: NOW,
    expiresAt: NOW + 600_000,
    updatedAt: NOW,
    ...more,
  };
}

export function printJob(id: string, subject: string, more: Partial<PrintJobRow> = {}): PrintJobRow {
  return {
    id,
    subject,
    slip: {
      form: 'receiptAndAppointment',
      language: 'vi',
      title: 'GIẤY TIẾP NHẬN HỒ SƠ',
      copy: false,
      blocks: [
        { kind: 'heading', text: 'GIẤY TIẾP NHẬN HỒ SƠ', level: 1 },
        { kind: 'pair', label: 'Ngày hẹn trả', value: '15:00 thứ Ba, 24/11/2026', emphasis: 'strong' },
        { kind: 'qr', data: 'H36.12-261124-0001|7KQM4HXP', caption: 'Tra cứu' },
      ],
    },
    state: 'waiting',
    attempts: 0,
    copy: false,
    createdAt: NOW,
    updatedAt: NOW,
    ...more,
  };
}
