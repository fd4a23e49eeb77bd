// A counter's data folder as two days without the portal leave it: dossiers registered, some taken a step, some with a
// paper, and nothing sent. Kept by the product's own store, whose clock here stands where the days were.

import { createHash } from 'node:crypto';
import { dueAt } from '../../main/domain/calendar/deadline.ts';
import { starterCalendar } from '../../main/domain/calendar/calendar.ts';
import { vietnamDay } from '../../main/domain/calendar/vietnam-time.ts';
import { dong } from '../../main/domain/money.ts';
import { shippedProcedures } from '../../main/domain/procedures/shipped.ts';
import { unwrap } from '../../main/domain/result.ts';
import { createDossierSteps } from '../../main/services/dossiers/dossier-steps.ts';
import type { NewDossier } from '../../main/services/store.ts';
import { documentRow, dossierRow } from '../../main/services/submission/portal-rows.ts';
import { openStore } from '../../main/storage/client.ts';
import { databaseKey } from '../../main/storage/keys.ts';
import { ANSWERS } from './driver.ts';

/** Of a dossier: what the portal must have of it, in this order. */
export type Kept = { readonly id: string; readonly code: string; readonly registeredAt: number; readonly stepped: boolean; readonly papers: readonly string[] };

const UNIT = 'H36.12';

/** `count` dossiers from `fromMs` before now until a minute ago; every fourth is taken a step, and another fourth has a paper. */
export async function keepDaysOffLine(data: string, count: number, fromMs: number): Promise<readonly Kept[]> {
  const end = Date.now() - 60_000;
  let now = end - fromMs;
  const clock = { now: () => now, after: (ms: number, callback: () => void) => clearTimeout.bind(null, setTimeout(callback, ms)) };
  const procedure = shippedProcedures().find(({ code }) => code === '2.000635')!;
  const calendar = starterCalendar();
  const { key, keyFrom } = unwrap(databaseKey(data, null));
  const opened = unwrap(await openStore({ dir: data, key, keyFrom, workerFile: new URL('../../main/storage/worker.ts', import.meta.url), clock, log: () => {} }));
  const act = createDossierSteps({ store: opened.store, calendar: () => calendar, clock, outboxChanged: () => {} });
  const kept: Kept[] = [];
  try {
    for (let n = 1; n <= count; n += 1) {
      const id = `earlier-${n}`;
      const papers = n % 4 === 1 ? [`${id}-paper`] : [];
      const bytes = Buffer.from(`paper of ${id}`);
      for (const paper of papers) unwrap(await opened.vault.put(id, paper, bytes));
      const document = (paper: string) => ({ id: paper, paperId: 'declaration', mime: 'image/jpeg' as const, pages: 1, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
      const dossier: NewDossier = {
        id,
        secret: '7KQM4HXP',
        procedure: { code: procedure.code, version: procedure.version },
        caseId: '',
        channel: 'kiosk',
        applicant: {
          number: { value: `0680990${String(n).padStart(5, '0')}`, source: 'qr' },
          fullName: { value: 'Đỗ Thị Hằng', source: 'qr' },
          birthDate: { value: '1990-02-01', source: 'qr' },
          sex: { value: 'female', source: 'qr' },
        },
        phone: ANSWERS['phone']!,
        answers: ANSWERS,
        documents: papers.map((paper) => ({ ...document(paper), fileName: `${paper}.jpg` })),
        fee: { lines: [{ code: 'LP', name: { vi: 'Lệ phí', en: 'Fee' }, unitAmount: dong(8_000), quantity: 2, amount: dong(16_000) }], total: dong(16_000) },
        status: 'newlyRegistered',
        receivedAt: now,
        dueAt: unwrap(dueAt(procedure.time, now, calendar)),
        unit: UNIT,
        template: '{unit}-{YYMMDD}-{running:4}',
        day: vietnamDay(now),
      };
      const journey = { id, kind: 'selfService' as const, station: 'goodbye' as const, snapshot: '{"value":"goodbye"}', revision: 1, startedAt: now, updatedAt: now, endedAt: now };
      const before = [{ write: 'journey.save' as const, journey }, ...papers.map((paper) => ({ write: 'document.add' as const, document: { ...document(paper), journeyId: id, createdAt: now } }))];
      const written = unwrap(
        await opened.store.write([...before, { write: 'dossier.register', dossier }, { write: 'outbox.add', row: dossierRow(id) }, ...papers.map((paper) => ({ write: 'outbox.add' as const, row: documentRow(id, paper) }))]),
      );
      const stepped = n % 4 === 3;
      if (stepped) unwrap(await act(id, { action: 'step', to: 'received', reason: '' }, 'an'));
      kept.push({ id, code: written[before.length]!.code, registeredAt: now, stepped, papers });
      now = Math.min(end, now + Math.floor(fromMs / count));
    }
    return kept;
  } finally {
    await opened.close();
  }
}
