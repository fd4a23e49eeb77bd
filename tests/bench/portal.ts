// The bench's provincial portal: takes dossiers, their progress and their documents as one POST and resumable PUTs, counts
// every message once by its key, and keeps its own database. Strict about fields and dates; says which one is wrong.

import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isEntry, RawReply, runBenchProcess } from './control.ts';
import type { BenchPart, Options } from './control.ts';
import { BadControlRequest, Faults } from './faults.ts';
import { HttpWire } from './http-wire.ts';
import { PortalDatabase } from './portal/database.ts';
import { createPortalService, DOCUMENT_ID, PORTAL_FAULTS } from './portal/service.ts';

export type { DossierRecord } from './portal/database.ts';

export async function startPortal(options: Options): Promise<BenchPart> {
  const { dir } = options;
  mkdirSync(dir, { recursive: true });
  const catalogueFile = join(dir, 'catalogue.json');
  const sessionFile = join(dir, 'session.json');
  if (!existsSync(sessionFile)) writeFileSync(sessionFile, JSON.stringify({ session: randomUUID() }), { mode: 0o600 });
  const { session } = JSON.parse(readFileSync(sessionFile, 'utf8')) as { session: string };
  const database = new PortalDatabase(join(dir, 'portal.sqlite'));
  const faults = new Faults(PORTAL_FAULTS);
  const catalogue = () => (existsSync(catalogueFile) ? readFileSync(catalogueFile) : null);
  const wire = new HttpWire(options.port, faults, createPortalService({ session, database, faults, now: Date.now, catalogue }));
  await wire.open();

  const records = () => recordsOf(database);

  return {
    addresses: { url: `http://127.0.0.1:${wire.port}/`, sessionFile },
    faults,
    state: () => ({ requests: wire.requests, ...records() }),
    reset: () => database.clear(),
    faultsChanged: () => wire.follow(),
    routes: {
      'GET /records': records,
      /** A document's bytes, as they were received. */
      'GET /documents/*': ({ rest }) => {
        const content = DOCUMENT_ID.test(rest) ? database.content(rest) : undefined;
        if (content === undefined) throw new BadControlRequest('no such document');
        return new RawReply(database.document(rest)?.mime || 'application/octet-stream', content);
      },
    },
    async close() {
      await wire.close();
      database.close();
    },
  };
}

/** Everything that it has. */
export function recordsOf(database: PortalDatabase) {
  return {
    dossiers: database.dossiers(),
    documents: database.documents(),
    repeatedDocuments: database.notes('repeatedDocument').length,
    badDocuments: database.notes('badDocument'),
    messages: database.messages().map(({ key, service, isUpdating, data, at }) => ({
      key,
      service,
      isUpdating,
      dossierCodes: data.map((row) => String(row['MaHoSo'])),
      at,
    })),
    duplicates: database.notes('duplicate'),
    refused: database.notes('refused'),
    unknownFields: database.notes('unknownField').map(({ service, field }) => `${String(service)}.${String(field)}`),
  };
}

if (isEntry(import.meta.url)) await runBenchProcess('portal', startPortal);
