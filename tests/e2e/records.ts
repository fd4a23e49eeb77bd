// What the program's own database says, read after it has ended. By the product's store: the file is encrypted, and its
// key is the product's to find.

import { systemClock as clock } from '../../main/base/clock.ts';
import { unwrap } from '../../main/domain/result.ts';
import { openStore } from '../../main/storage/client.ts';
import { openOrCreate } from '../../main/storage/database.ts';
import { databaseKey } from '../../main/storage/keys.ts';
import { storagePaths } from '../../main/storage/paths.ts';

export type AuditRecord = { readonly actor: string; readonly action: string; readonly subject: string; readonly details: Readonly<Record<string, unknown>> };

/** The audit log, oldest line first. */
export function readAudit(data: string): AuditRecord[] {
  const { key } = unwrap(databaseKey(data, null));
  const connection = openOrCreate(storagePaths(data), { key });
  try {
    const rows = connection.prepare('SELECT actor, action, subject, details FROM audit ORDER BY line').all();
    return (rows as (Omit<AuditRecord, 'details'> & { readonly details: string })[]).map((row) => ({ ...row, details: JSON.parse(row.details) as AuditRecord['details'] }));
  } finally {
    connection.close();
  }
}

export async function readDatabase(data: string) {
  const { key } = unwrap(databaseKey(data, null));
  const workerFile = new URL('../../main/storage/worker.ts', import.meta.url);
  const opened = unwrap(await openStore({ dir: data, key, workerFile, clock, log: () => {} }));
  try {
    const rows = unwrap(await opened.store.read('dossiers.since', { from: 0, limit: 1000 }));
    const payments = await Promise.all(rows.map(async ({ dossier }) => unwrap(await opened.store.read('payment.byJourney', { journeyId: dossier.id }))));
    return {
      dossiers: rows.map(({ dossier, portal, print }) => ({ code: dossier.code, secret: dossier.secret, applicantName: dossier.applicant.fullName?.value, portal, print })),
      payments: payments.flat(),
      openJourneys: unwrap(await opened.store.read('journeys.open')).length,
      auditBrokenAt: unwrap(await opened.store.read('audit.verify')).brokenAt,
    };
  } finally {
    await opened.close();
  }
}

/** All payments in the order in which they were made, the book's balances and the work list. */
export async function readMoney(data: string) {
  const { key } = unwrap(databaseKey(data, null));
  const workerFile = new URL('../../main/storage/worker.ts', import.meta.url);
  const opened = unwrap(await openStore({ dir: data, key, workerFile, clock, log: () => {} }));
  try {
    const { store } = opened;
    return {
      payments: unwrap(await store.read('payments.madeBetween', { from: 0, to: Number.MAX_SAFE_INTEGER })),
      balances: unwrap(await store.read('ledger.balances')),
      differences: unwrap(await store.read('differences.list', { closedLimit: 100 })),
    };
  } finally {
    await opened.close();
  }
}
