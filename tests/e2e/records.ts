// What the program's own database says, read after it has ended. By the product's store: the file is encrypted, and its
// key is the product's to find.

import { systemClock as clock } from '../../main/base/clock.ts';
import { unwrap } from '../../main/domain/result.ts';
import { openStore } from '../../main/storage/client.ts';
import { databaseKey } from '../../main/storage/keys.ts';

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
