// All repositories over one connection: a handler for each write and each query of the port.

import type { Connection } from '../database.ts';
import { integrity } from '../integrity.ts';
import { audit } from './audit.ts';
import { catalogueUpdates } from './catalogue-updates.ts';
import { documents } from './documents.ts';
import { dossiers } from './dossiers.ts';
import type { QueryHandlers, WriteHandlers } from './handlers.ts';
import { journeys } from './journeys.ts';
import { lockouts } from './lockouts.ts';
import { outbox } from './outbox.ts';
import { payments } from './payments.ts';
import { printJobs } from './print-jobs.ts';
import { queueTickets } from './queue-tickets.ts';
import { ratings } from './ratings.ts';
import { savedPapers } from './saved-papers.ts';
import { statistics } from './statistics.ts';

export type Repositories = { readonly writes: WriteHandlers; readonly queries: QueryHandlers };

export function repositories(connection: Connection): Repositories {
  const all = {
    audit: audit(connection),
    catalogueUpdates: catalogueUpdates(connection),
    documents: documents(connection),
    dossiers: dossiers(connection),
    journeys: journeys(connection),
    lockouts: lockouts(connection),
    outbox: outbox(connection),
    payments: payments(connection),
    printJobs: printJobs(connection),
    queueTickets: queueTickets(connection),
    ratings: ratings(connection),
    savedPapers: savedPapers(connection),
    statistics: statistics(connection),
  };
  return {
    writes: {
      ...all.audit.writes,
      ...all.catalogueUpdates.writes,
      ...all.documents.writes,
      ...all.dossiers.writes,
      ...all.journeys.writes,
      ...all.lockouts.writes,
      ...all.outbox.writes,
      ...all.payments.writes,
      ...all.printJobs.writes,
      ...all.queueTickets.writes,
      ...all.ratings.writes,
      ...all.savedPapers.writes,
    },
    queries: {
      ...all.audit.queries,
      ...all.catalogueUpdates.queries,
      ...all.documents.queries,
      ...all.dossiers.queries,
      ...all.journeys.queries,
      ...all.lockouts.queries,
      ...all.outbox.queries,
      ...all.payments.queries,
      ...all.printJobs.queries,
      ...all.savedPapers.queries,
      ...all.queueTickets.queries,
      ...all.statistics.queries,
      integrity: () => integrity(connection),
    },
  };
}
