// Builds the services that need the database and ties them together: journeys, the outbox with its handlers, payments,
// filing, slips, scanning. Knows no Electron: a test can run a whole counter from here.

import type { Calendar } from '../domain/calendar/calendar.ts';
import { codeShape } from '../domain/dossier/dossier-code.ts';
import type { QualityLimits } from '../domain/pages/page.ts';
import type { Catalogue } from '../domain/procedures/catalogue.ts';
import { ok } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { receiptSlip } from '../domain/slips/forms/form-slip.ts';
import { shippedTemplates } from '../domain/slips/forms/shipped.ts';
import type { Templates } from '../domain/slips/forms/shipped.ts';
import type { Paper } from '../domain/slips/paper.ts';
import type { SlipUnit } from '../domain/slips/slip-parts.ts';
import type { Log } from '../logging/catalogue.ts';
import type { Counter } from './diagnostics/counter.ts';
import { createCardReading } from './identity/card-reading.ts';
import type { CardReading } from './identity/card-reading.ts';
import { createAssembling } from './documents/assembling.ts';
import { ASSEMBLY_LANE } from './documents/assembly-rows.ts';
import { createSavedPapers } from './documents/saved-papers.ts';
import type { SavedPapersService } from './documents/saved-papers.ts';
import { createScanning } from './documents/scanning.ts';
import type { Scanning } from './documents/scanning.ts';
import { createPageFiles } from './documents/page-files.ts';
import type { PageFiles } from './documents/page-files.ts';
import { createDossierSteps } from './dossiers/dossier-steps.ts';
import { createLookUp } from './dossiers/look-up.ts';
import { createRetention } from './dossiers/retention.ts';
import type { Retention } from './dossiers/retention.ts';
import type { LookUp } from './dossiers/look-up.ts';
import type { AttentionTimes } from './journey/attention.ts';
import type { JourneyTimes } from './journey/deadlines.ts';
import type { Activity } from './journey/effects.ts';
import { createIdentify } from './journey/identify.ts';
import { createJourneys } from './journey/journeys.ts';
import type { Journeys } from './journey/journeys.ts';
import { createJourneyMachine } from './journey/machine.ts';
import { createCatalogueUpdates } from './catalogue/updates.ts';
import type { CatalogueUpdates, CatalogueUpdatesOptions } from './catalogue/updates.ts';
import { createDispatcher } from './outbox/dispatcher.ts';
import { createComparison } from './payment/comparison.ts';
import { newOrderCode } from './payment/order-code.ts';
import { orderContent } from './payment/order-content.ts';
import { createPayments } from './payment/payments.ts';
import { createTransfers } from './payment/transfers.ts';
import type { Transfers } from './payment/transfers.ts';
import type { CardReader, Clock, CodeScanner, DocumentCamera, DocumentScanner, Gateway, Imaging, PagePrinter, Portal, Random, ReceiptPrinter, Studio } from './ports.ts';
import { createPrintOrders } from './printing/print-orders.ts';
import { createPrinting } from './printing/printing.ts';
import { createWays } from './printing/ways.ts';
import { createCopies } from './staff/copies.ts';
import { createForms } from './staff/forms.ts';
import type { Forms } from './staff/forms.ts';
import { createRegister } from './staff/register.ts';
import type { Register } from './staff/register.ts';
import { createTickets } from './staff/tickets.ts';
import type { Tickets } from './staff/tickets.ts';
import type { Store, StoreFailure, Vault } from './store.ts';
import { createPortalDesk } from './submission/portal-desk.ts';
import type { PortalDesk } from './submission/portal-desk.ts';
import { PORTAL_LANE } from './submission/portal-rows.ts';
import { createSubmission } from './submission/submission.ts';
import type { SubmissionOptions } from './submission/submission.ts';

export type Running = {
  readonly store: Store;
  readonly journeys: Journeys;
  readonly scanning: Scanning;
  readonly pages: PageFiles;
  readonly cardReading: CardReading;
  readonly printCopy: (dossierId: string, officerId: string) => Promise<boolean>;
  readonly actOnDossier: ReturnType<typeof createDossierSteps>;
  readonly forms: Forms;
  readonly tickets: Tickets;
  readonly register: Register;
  readonly lookUp: LookUp;
  readonly retention: Retention;
  readonly savedPapers: SavedPapersService;
  /** Null where papers come from another scanner. */
  readonly camera: DocumentCamera['window'] | null;
  readonly catalogueUpdates: CatalogueUpdates | null;
  readonly unit: RunningOptions['unit'];
  readonly calendar: () => Calendar;
  readonly portalDesk: PortalDesk;
  /** Null where fees do not come by transfers that officers confirm. */
  readonly transfers: Transfers | null;
  /** Whether the gateway offers the list that the daily comparison needs. */
  readonly comparesDays: boolean;
  /** A dossier, its way to the portal or its slip has changed. */
  onDossiersChanged(listener: () => void): () => void;
  close(): Promise<void>;
};

export type RunningOptions = {
  readonly store: Store;
  readonly vault: Vault;
  readonly portal: Portal;
  readonly portalMessages: SubmissionOptions['messages'];
  readonly gateway: Gateway;
  /** Fees come by transfers that officers confirm. */
  readonly confirmsTransfers?: boolean;
  readonly codeScanner: CodeScanner | null;
  readonly cardReader: CardReader | null;
  readonly documentScanner: DocumentScanner | null;
  readonly receiptPrinter: ReceiptPrinter | null;
  readonly pagePrinter: PagePrinter | null;
  readonly studio: Studio;
  readonly imaging: Imaging;
  /** When a scanned page is good enough. */
  readonly pageLimits: () => QualityLimits;
  readonly catalogue: Catalogue;
  /** How long papers are kept for a person's next dossier, days; 0: nobody is asked. */
  readonly savedPapersDays?: number;
  /** How the catalogue is brought up to date; without it, it stays as it is. */
  readonly updates?: Pick<CatalogueUpdatesOptions, 'live' | 'shipped' | 'publicKey'>;
  readonly calendar: () => Calendar;
  /** The agency's templates of forms; else those that the program is delivered with. */
  readonly templates?: () => Templates;
  /** The paper of officers' forms at this counter, or as each template says. */
  readonly formPaper: Paper | 'template';
  readonly unit: SlipUnit & { readonly code: string; readonly dossierCode: string; readonly machine: string };
  readonly times: JourneyTimes & AttentionTimes & { readonly pollMs: number; readonly paymentExpiryMs: number; readonly mostByQr?: number };
  readonly counter: Counter;
  readonly clock: Clock;
  readonly random: Random;
  /** In [0, 1). */
  readonly chance: () => number;
  readonly log: Log;
};

export async function startRunning(options: RunningOptions): Promise<Result<Running, StoreFailure>> {
  const { store, vault, catalogue, counter, clock, random, chance, log, times, unit, savedPapersDays = 0 } = options;
  const listeners = new Set<() => void>();

  const journeys = createJourneys({
    machine: createJourneyMachine({ catalogue, savesPapers: savedPapersDays > 0, paymentExpiryMs: times.paymentExpiryMs, ...(times.mostByQr !== undefined && { mostByQr: times.mostByQr }) }),
    store,
    clock,
    random,
    log,
    times,
    activity: (activity, journeyId) => start(activity, journeyId),
    outboxChanged: () => dispatcher.wake(),
  });
  const { studio, imaging } = options;
  const pages = createPageFiles({ vault, studio, journeys, random });
  const scanning = createScanning({ scanner: () => options.documentScanner, pages, studio, imaging, limits: options.pageLimits, journeys, clock, log });
  const outboxChanged = () => (dispatcher.wake(), void progress());
  const savedPapers = createSavedPapers({ store, vault, journeys, days: savedPapersDays, clock, log, outboxChanged });
  const cardReading = createCardReading({ reader: () => options.cardReader, studio, journeys, clock, log });

  function start(activity: Activity, journeyId: string) {
    switch (activity.kind) {
      case 'scan':
        return scanning.begin(journeyId, activity.paperId);
      case 'stopScan':
        return scanning.stop();
      case 'dropPage':
        return pages.drop(journeyId, activity.documentId);
      case 'copyPages':
        return scanning.copy(journeyId, activity.from, activity.paperId);
      case 'findSaved':
        return void savedPapers.find(journeyId);
      case 'copySaved':
        return scanning.copySaved(journeyId, activity.saved, activity.paperId);
      case 'turnPage':
        return scanning.turn(journeyId, activity.documentId, activity.quarterTurns);
      case 'readCard':
        return cardReading.begin(journeyId, activity.number);
      case 'stopCard':
        return cardReading.stop();
    }
  }

  const payments = createPayments({
    gateway: options.gateway,
    store,
    journeys,
    clock,
    log,
    chance,
    newOrderCode: () => newOrderCode(clock.now(), random),
    contentOf: (journeyId) => orderContent(catalogue, journeys.contextOf(journeyId)),
    pollMs: times.pollMs,
    onReachable: counter.setGateway,
  });
  const { lookNow } = payments;
  const comparison = options.gateway.list && createComparison({ list: options.gateway.list, store, lookNow, clock, log });
  const submission = createSubmission({
    store,
    vault,
    portal: options.portal,
    messages: options.portalMessages,
    journeys,
    catalogue,
    calendar: options.calendar,
    unit,
    clock,
    random,
    chance,
    log,
    onReachable: counter.setPortal,
  });
  const assembling = createAssembling({ store, vault, imaging, catalogue, clock, log });
  const templates = options.templates ?? shippedTemplates;
  const { wayOf } = createWays({ ...options, templates });
  const formSources = { templates, wayOf, unit, clock, random };
  const tickets = createTickets({ store, ...formSources, outboxChanged: () => dispatcher.wake() });
  const register = createRegister({ store, catalogue, ...formSources, outboxChanged: () => dispatcher.wake() });
  const printing = createPrinting({
    store,
    journeys,
    wayOf,
    slipOf: async (dossierId, copy) => {
      const kept = await store.read('dossier.byId', { id: dossierId });
      const dossier = kept.ok ? kept.value?.dossier : undefined;
      const procedure = dossier && catalogue.version(dossier.procedure.code, dossier.procedure.version);
      const template = templates().get('receiptAndAppointment');
      if (!dossier || !procedure || !kept.ok || !template) return null;
      const language = journeys.contextOf(dossierId)?.language ?? 'vi';
      return receiptSlip(template, { dossier, procedure, unit, language, copy, provisional: kept.value!.portal !== 'accepted', printedAt: clock.now() });
    },
    ticketOf: tickets.slipOf,
    registerOf: register.slipOf,
    clock,
    log,
  });
  const dispatcher = createDispatcher({
    store,
    handlers: { ...payments.handlers, ...submission.handlers, ...savedPapers.handlers, ...assembling.handlers, ...printing.handlers },
    deliver: journeys.deliver,
    clock,
    log,
    lanes: [PORTAL_LANE, ASSEMBLY_LANE],
    chance,
    onProgress: () => void progress(),
  });

  const askToPrint = createPrintOrders({ store, wayOf, clock, outboxChanged: dispatcher.wake });
  const portalDesk = createPortalDesk({ store, clock, outboxChanged });

  async function progress() {
    const backlog = await portalDesk.backlog();
    if (backlog) counter.setWaiting(backlog);
    for (const listener of [...listeners]) listener();
  }

  // Before any journey goes on: it may have begun under a version that only an update knows.
  const catalogueUpdates = options.updates ? createCatalogueUpdates({ store, portal: options.portal, log, ...options.updates }) : null;
  const updated = await catalogueUpdates?.load();
  if (updated?.ok === false) return updated;
  const resumed = await journeys.resume();
  if (!resumed.ok) return resumed;
  const lookUp = createLookUp({
    store,
    clock,
    reader: () => (cardReading.available() ? options.cardReader : null),
    outboxChanged,
    shape: codeShape(unit.dossierCode, unit.code),
    portal: options.portal,
  });
  const stopLookUp = journeys.onChanged(({ step }) => step !== 'attract' && lookUp.close());
  const scanned = createIdentify({ journeys, readsCards: cardReading.available, lookUp, log });
  const stopScans = options.codeScanner?.onScan((scan) => void scanned(scan));
  const retention = createRetention({ store, catalogue, savedPapers, clock, log, outboxChanged });
  dispatcher.start();
  retention.start();
  payments.start();
  comparison?.start();
  void progress();

  return ok({
    store,
    journeys,
    scanning,
    pages,
    cardReading,
    portalDesk,
    lookUp,
    retention,
    savedPapers,
    camera: options.documentScanner && 'window' in options.documentScanner ? (options.documentScanner as DocumentCamera).window : null,
    catalogueUpdates,
    unit,
    calendar: options.calendar,
    transfers: options.confirmsTransfers ? createTransfers({ store, clock, lookNow }) : null,
    comparesDays: comparison !== undefined,
    printCopy: createCopies({ store, clock, random, outboxChanged: dispatcher.wake }),
    actOnDossier: createDossierSteps({ store, calendar: options.calendar, clock, outboxChanged }),
    forms: createForms({ store, askToPrint, catalogue, ...formSources }),
    tickets,
    register,
    onDossiersChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      stopScans?.();
      stopLookUp();
      lookUp.close();
      retention.close();
      journeys.close();
      await Promise.all([payments.close(), comparison?.close(), scanning.close(), cardReading.close(), dispatcher.close()]);
      pages.close();
      listeners.clear();
    },
  });
}
