// What each channel does: a thin step from the contract to a service. The table is complete or it does not compile.

import type { CounterView, Hello, SettingsSaveReply, SettingView, TestOutcome } from '../../preload/contract/counter.ts';
import type { ErasureView } from '../../preload/contract/erasure.ts';
import type { JourneyIntent } from '../../preload/contract/journey.ts';
import type { Role } from '../../preload/contract/roles.ts';
import type { SavedFile } from '../../preload/contract/statistics.ts';
import { csvOf, xlsxOf } from '../base/sheet.ts';
import type { Sheet } from '../base/sheet.ts';
import { isIsoDate, isoDate, yearOf } from '../domain/calendar/iso-date.ts';
import { momentOf, vietnamDay } from '../domain/calendar/vietnam-time.ts';
import { mayUseSaved } from '../domain/pages/saved-paper.ts';
import type { Catalogue } from '../domain/procedures/catalogue.ts';
import type { ErasureAnswer } from '../domain/retention/retention.ts';
import type { Log } from '../logging/catalogue.ts';
import type { Counter } from '../services/diagnostics/counter.ts';
import type { ReadinessItem } from '../services/diagnostics/readiness.ts';
import type { Clock, Device, Studio } from '../services/ports.ts';
import type { Running } from '../services/running.ts';
import { differencesSheet, ledgerSheet } from '../services/payment/payment-sheets.ts';
import { erasuresSheet } from '../services/dossiers/erasures-sheet.ts';
import { statisticsReport } from '../services/statistics/report.ts';
import { statisticsSlip } from '../services/statistics/statistics-slip.ts';
import { statisticsSheet } from '../services/statistics/statistics-sheet.ts';
import type { TestDevice } from '../services/printing/test-pages.ts';
import type { Sessions } from '../services/staff/sessions.ts';
import type { Store } from '../services/store.ts';
import type { Handlers } from './router.ts';
import { Unavailable } from './router.ts';
import { catalogueReply, catalogueView } from './views/catalogue-view.ts';
import { differenceRows } from './views/difference-rows.ts';
import { dossierDetails } from './views/dossier-details.ts';
import { dossierRows } from './views/dossier-rows.ts';
import { lookUpView } from './views/look-up-view.ts';
import { printView } from './views/print-view.ts';
import { viewOf } from './views/journey-view.ts';
import { transferRows } from './views/transfer-rows.ts';

export type HandlerOptions = {
  /** Resolves when the start is over, well or not. */
  readonly running: () => Promise<Running | null>;
  readonly hello: (role: Role) => Hello;
  readonly counter: Counter;
  readonly sessions: Sessions;
  readonly catalogue: Catalogue;
  readonly devices: readonly Device[];
  /** The agency's, a PNG. */
  readonly logo: () => Uint8Array | null;
  /** A real action that shows the device works; a printer prints its test page. */
  readonly testDevice: TestDevice;
  readonly settings: {
    views(): readonly SettingView[];
    save(changes: readonly { readonly path: string; readonly value: string | number | boolean | null }[]): Promise<SettingsSaveReply>;
    saveOfficer(officer: { readonly id: string; readonly name: string; readonly pin: string }): Promise<boolean>;
  };
  /** Writes a file where its reader finds it, whole or not at all; gives its place. */
  readonly saveFile: (name: string, bytes: Uint8Array) => string;
  readonly studio: Pick<Studio, 'printSlip'>;
  readonly readiness: () => Promise<readonly ReadinessItem[]>;
  readonly newId: () => string;
  readonly newOrderCode: () => number;
  readonly interactive: (role: Role) => void;
  readonly clock: Clock;
  readonly log: Log;
};

const DEVICE_TEST_MS = 60_000;
/** Whoever signed in with the technician's PIN. */
const TECHNICIAN = 'technician';
const ROWS_TODAY = 500;
const MESSAGES_SHOWN = 200;
const ROWS_FOUND = 50;
const CLOSED_SHOWN = 100;
/** More than a busy office has in two years; a spreadsheet holds them. */
const MOST_SAVED = 200_000;
const MOST_DIFFERENCES_SAVED = 1_000;

export function createHandlers(options: HandlerOptions): Handlers {
  const { counter, sessions, catalogue, clock, log } = options;

  async function running(): Promise<Running> {
    const services = await options.running();
    if (!services) throw new Unavailable('the database cannot be used');
    return services;
  }
  const view = async () => viewOf(await running(), catalogue, clock.now());

  /** A window's wish as an event of the journey. */
  async function send(intent: JourneyIntent, role: Role): Promise<boolean> {
    const { journeys, cardReading } = await running();
    journeys.touch();
    if (role === 'staff') sessions.touch();
    switch (intent.type) {
      case 'stillHere':
        return true;
      case 'begin':
        return journeys.send({ type: 'begin', id: options.newId(), kind: 'selfService', language: intent.language });
      case 'next':
        return journeys.send({ type: 'next', orderCode: options.newOrderCode() });
      case 'typeNumber':
        return journeys.send({ ...intent, readCard: cardReading.available() });
      // Whoever keeps a page answers for it by name.
      case 'keepPage': {
        const officer = role === 'staff' ? sessions.officer() : null;
        return journeys.send({ ...intent, by: officer?.id ?? 'citizen' });
      }
      case 'payAgain':
        return journeys.send({ type: 'payAgain', orderCode: options.newOrderCode() });
      default:
        return journeys.send(intent);
    }
  }

  return {
    'window.hello': (_, { role }) => options.hello(role),
    'window.interactive': (_, { role }) => options.interactive(role),
    'window.failed': ({ name, where }, { role }) => log('window.failed', { role, name, detail: where }),

    'counter.current': (): CounterView => counter.state(),

    'journey.current': () => view(),
    'journey.send': async (intent, { role }) => ({ accepted: await send(intent, role) }),
    'journey.preview': async ({ documentId }) => {
      const { journeys, pages } = await running();
      const { context } = journeys.foreground();
      const page = context.documents.find(({ id }) => id === documentId);
      const saved = context.saved?.find((paper) => paper.pages.some(({ id }) => id === documentId));
      const jpeg = page
        ? await pages.preview(context.id, page)
        : saved && mayUseSaved(context.card)
          ? await pages.preview(saved.owner, saved.pages.find(({ id }) => id === documentId)!)
          : null;
      return jpeg && { jpeg };
    },
    'journey.printPaymentReceipt': async (_, { role }) => {
      if (role === 'staff') sessions.touch();
      const { journeys, forms } = await running();
      journeys.touch();
      const { step, context } = journeys.foreground();
      return { queued: step.startsWith('slip.') && (await forms.printPaymentReceipt(context.id)) };
    },
    'camera.seen': async ({ names }) => (await running()).camera?.seen(names),
    'camera.give': async ({ bytes }, { role }) => {
      if (role === 'staff') sessions.touch();
      return { taken: (await running()).camera?.give(bytes) ?? false };
    },
    'camera.failed': async ({ reason }) => (await running()).camera?.failed(reason),
    'journey.startAssisted': async () => {
      const officer = sessions.officer()!;
      const { journeys } = await running();
      sessions.touch();
      journeys.touch();
      return { accepted: await journeys.send({ type: 'begin', id: options.newId(), kind: 'assisted', language: 'vi', officerId: officer.id }) };
    },

    'lookUp.current': async () => lookUpView(await running(), catalogue),
    'lookUp.open': async () => {
      const { lookUp, journeys } = await running();
      if (journeys.foreground().step === 'attract') lookUp.open();
    },
    'lookUp.find': async ({ figures, secret }) => {
      const { lookUp, journeys } = await running();
      if (journeys.foreground().step === 'attract') await lookUp.findTyped(figures, secret);
    },
    'lookUp.stillHere': async () => (await running()).lookUp.touch(),
    'lookUp.withdrawSaved': async () => (await running()).lookUp.withdrawSaved(),
    'lookUp.close': async () => (await running()).lookUp.close(),

    'staff.officers': () => sessions.officers(),
    'staff.session': () => {
      const officer = sessions.officer();
      return officer ? { officer: { id: officer.id, name: officer.name }, since: officer.since } : { officer: null };
    },
    'staff.signIn': ({ officerId, pin }) => sessions.signInOfficer(officerId, pin),
    'staff.signOut': () => sessions.signOutOfficer('asked'),
    'staff.dossiersToday': async () => {
      sessions.touch();
      return dossiersToday((await running()).store, catalogue, clock.now());
    },
    'staff.dossier': async ({ dossierId }) => {
      sessions.touch();
      const { store, retention } = await running();
      const [kept, prints, events, erasure] = await Promise.all([
        store.read('dossier.byId', { id: dossierId }),
        store.read('print.bySubject', { subject: dossierId }),
        store.read('dossier.events', { id: dossierId }),
        retention.onRequest(dossierId),
      ]);
      if (!kept.ok || !prints.ok || !events.ok) throw new Unavailable('the dossier cannot be read');
      const name = (id: string) => sessions.officers().find((officer) => officer.id === id)?.name;
      const saved = kept.value && (await store.read('saved.ofPerson', { number: kept.value.dossier.applicant.number.value }));
      if (saved?.ok === false) throw new Unavailable(saved.error.code);
      return kept.value && dossierDetails({ kept: kept.value, prints: prints.value, events: events.value, erasure: erasureView(erasure), savedPapers: saved?.value?.papers.length ?? 0, officerName: name }, catalogue);
    },
    'staff.actOnDossier': async ({ dossierId, wish }) => {
      sessions.touch();
      const { actOnDossier } = await running();
      const { action, reason } = wish;
      const acted = await actOnDossier(dossierId, action === 'extend' ? wish : { action, reason, to: wish.to, ...(wish.electronic && { electronic: true }) }, sessions.officer()!.id);
      return acted.ok ? { done: true } : { done: false, reason: acted.error.code };
    },
    'staff.statistics': (period) => report(period),
    'staff.saveStatistics': async ({ from, to, format }) => {
      const made = await report({ from, to });
      const name = `thong-ke-${from}-${to}.${format}`;
      if (format !== 'pdf') return saveSheet(name, statisticsSheet(made), format);
      const { unit } = await running();
      const page = await options.studio.printSlip(statisticsSlip(made, { unit, officer: sessions.officer()!.name, madeAt: clock.now() }), { media: 'a4' });
      if (!page.ok) throw new Unavailable(page.error.code);
      return save(name, page.value);
    },
    'staff.search': async (wanted) => {
      sessions.touch();
      const rows = await (await running()).store.read('dossiers.search', { ...wanted, limit: ROWS_FOUND });
      if (!rows.ok) throw new Unavailable(rows.error.code);
      const { found, olderThan } = rows.value;
      return { found: dossierRows(found, catalogue), ...(olderThan !== undefined && { olderThan }) };
    },
    'staff.forms': async ({ dossierId }) => {
      sessions.touch();
      return (await running()).forms.choices(dossierId);
    },
    'staff.previewForm': async (order) => {
      sessions.touch();
      const drawn = await (await running()).forms.draw(order, sessions.officer()!);
      const logo = options.logo();
      return drawn.ok ? { slip: drawn.value, printout: (await running()).forms.printout(order.form), ...(logo && { logo }) } : null;
    },
    'staff.printForm': async (order) => {
      sessions.touch();
      return { queued: await (await running()).forms.print(order, sessions.officer()!) };
    },
    'staff.printFormAgain': async ({ jobId }) => {
      sessions.touch();
      return { queued: await (await running()).forms.printAgain(jobId, sessions.officer()!) };
    },
    'staff.printTicket': async () => {
      sessions.touch();
      const issued = await (await running()).tickets.issue(sessions.officer()!.id);
      return issued.ok ? { queued: true, ...issued.value } : { queued: false, reason: issued.error.code };
    },
    'staff.printRegister': async (period) => {
      sessions.touch();
      const asked = await (await running()).register.print(period, sessions.officer()!.id);
      return asked.ok ? { queued: true, ...asked.value } : { queued: false, reason: asked.error.code };
    },
    'staff.printState': async ({ jobId }) => {
      const job = await (await running()).store.read('print.byId', { id: jobId });
      if (!job.ok) throw new Unavailable(job.error.code);
      return job.value && printView(job.value);
    },
    'staff.differences': async () => {
      sessions.touch();
      return differenceRows((await running()).store, officerName, CLOSED_SHOWN);
    },
    'staff.comparison': async () => {
      const { store, comparesDays, transfers } = await running();
      const last = await store.read('comparison.last');
      if (!last.ok) throw new Unavailable(last.error.code);
      return { offered: comparesDays, byTransfer: Boolean(transfers), ...(last.value && { last: last.value }) };
    },
    'staff.transfers': async () => {
      sessions.touch();
      const { transfers, journeys, store } = await running();
      return transfers && transferRows({ transfers, journeys, store });
    },
    'staff.enterTransfer': async ({ orderCode, amount, reference }) => {
      sessions.touch();
      const { transfers } = await running();
      if (!transfers) throw new Unavailable('fees do not come by transfers');
      const entered = await transfers.enter({ amount, reference, ...(orderCode !== undefined && { orderCode: Number(orderCode) }) }, sessions.officer()!.id);
      if (!entered.ok) throw new Unavailable(entered.error.code);
      return { entered: entered.value };
    },
    'staff.assignMoney': async ({ id, orderCode }) => {
      sessions.touch();
      const { transfers } = await running();
      if (!transfers) throw new Unavailable('fees do not come by transfers');
      const assigned = await transfers.assign(id, Number(orderCode), sessions.officer()!.id);
      if (!assigned.ok) throw new Unavailable(assigned.error.code);
      return { assigned: assigned.value };
    },
    'staff.savePayments': async ({ what, format }) => {
      sessions.touch();
      const sheet = what === 'ledger' ? await bookOfPayments() : differencesSheet(await differenceRows((await running()).store, officerName, MOST_DIFFERENCES_SAVED));
      return saveSheet(`${what === 'ledger' ? 'so-thu' : 'doi-soat'}-${vietnamDay(clock.now())}.${format}`, sheet, format);
    },
    'staff.closeDifference': async ({ id, outcome, reason }) => {
      sessions.touch();
      const by = sessions.officer()!.id;
      const written = await (await running()).store.write([
        { write: 'difference.close', id, outcome, reason, by },
        { write: 'audit', line: { actor: by, action: `difference.${outcome}`, subject: String(id), details: {} } },
      ]);
      if (!written.ok && written.error.code !== 'conflict') throw new Unavailable(written.error.code);
      return { closed: written.ok };
    },
    'staff.portalMessages': async () => {
      sessions.touch();
      const messages = await (await running()).portalDesk.messages(MESSAGES_SHOWN);
      if (!messages) throw new Unavailable('the outbox cannot be read');
      return messages;
    },
    'staff.sendAgain': async ({ id }) => {
      sessions.touch();
      return { done: await (await running()).portalDesk.sendAgain(id, sessions.officer()!.id) };
    },
    'staff.closeMessage': async ({ id, reason }) => {
      sessions.touch();
      return { done: await (await running()).portalDesk.close(id, reason, sessions.officer()!.id) };
    },
    'staff.erase': async ({ dossierId, reason }) => {
      sessions.touch();
      const erased = await (await running()).retention.erase(dossierId, reason, sessions.officer()!.id);
      return erased.ok ? { done: true } : { done: false, reason: erased.error.code };
    },
    'staff.withdrawSaved': async ({ dossierId, reason }) => {
      sessions.touch();
      const withdrawn = await (await running()).savedPapers.withdraw(dossierId, reason, sessions.officer()!.id);
      return withdrawn.ok ? { done: true } : { done: false, reason: withdrawn.error.code };
    },
    'staff.erasures': async () => {
      sessions.touch();
      return erasures(ROWS_TODAY);
    },
    'staff.saveErasures': async ({ format }) => {
      sessions.touch();
      return saveSheet(`nhat-ky-xoa-${vietnamDay(clock.now())}.${format}`, erasuresSheet(await erasures(MOST_SAVED)), format);
    },
    'staff.printCopy': async ({ dossierId }) => {
      sessions.touch();
      return { queued: await (await running()).printCopy(dossierId, sessions.officer()!.id) };
    },

    'technician.session': () => ({ signedIn: sessions.technician(), pinIsSet: sessions.technicianPinIsSet() }),
    'technician.signIn': ({ pin }) => sessions.signInTechnician(pin),
    'technician.signOut': () => {
      sessions.signOutTechnician();
      counter.setMaintenance(false);
    },
    'technician.testDevice': ({ device }) => testDevice(options.devices.find(({ id }) => id === device)),
    'technician.settings': () => options.settings.views(),
    'technician.saveSettings': ({ changes }) => options.settings.save(changes),
    'technician.readiness': () => options.readiness(),
    'technician.catalogue': async () => catalogueView(await updates(), catalogue, clock.now()),
    'technician.importCatalogue': async ({ bytes }) => catalogueReply(await (await updates()).apply(bytes, 'file', TECHNICIAN)),
    'technician.fetchCatalogue': async () => catalogueReply(await (await updates()).fetch(TECHNICIAN)),
    'technician.takeCatalogueBack': async () => catalogueReply(await (await updates()).takeBack(TECHNICIAN)),
    'technician.saveOfficer': async (officer) => ({ saved: await options.settings.saveOfficer(officer) }),
  };

  async function report(period: { readonly from: string; readonly to: string }) {
    sessions.touch();
    if (!isIsoDate(period.from) || !isIsoDate(period.to) || period.from > period.to) throw new Unavailable('no such period');
    const { store } = await running();
    const made = await statisticsReport({ store, catalogue, now: clock.now() }, period);
    if (!made.ok) throw new Unavailable(made.error.code);
    return made.value;
  }

  async function updates() {
    const { catalogueUpdates } = await running();
    if (!catalogueUpdates) throw new Unavailable('the catalogue cannot be updated');
    return catalogueUpdates;
  }

  async function erasures(limit: number) {
    const lines = await (await running()).store.read('dossiers.erasures', { limit });
    if (!lines.ok) throw new Unavailable(lines.error.code);
    return lines.value.map(({ actor, ...line }) => ({ ...line, by: officerName(actor) }));
  }

  function officerName(id: string): string {
    return sessions.officers().find((officer) => officer.id === id)?.name ?? id;
  }

  /** This year's and the last's, so that January can be compared with the statement of December. */
  async function bookOfPayments(): Promise<Sheet> {
    const now = clock.now();
    const since = momentOf(isoDate(yearOf(vietnamDay(now)) - 1, 1, 1)!, '00:00');
    const entries = await (await running()).store.read('ledger.since', { since, limit: MOST_SAVED });
    if (!entries.ok) throw new Unavailable(entries.error.code);
    return ledgerSheet(entries.value);
  }

  async function saveSheet(name: string, sheet: Sheet, format: 'csv' | 'xlsx'): Promise<SavedFile> {
    return save(name, format === 'xlsx' ? await xlsxOf(sheet) : new TextEncoder().encode(csvOf(sheet)));
  }

  function save(name: string, bytes: Uint8Array): SavedFile {
    try {
      return { saved: true, path: options.saveFile(name, bytes) };
    } catch {
      return { saved: false };
    }
  }

  async function testDevice(device: Device | undefined): Promise<TestOutcome> {
    if (!device) return { passed: false, summary: 'Thiết bị này chưa được cài đặt.' };
    // Vendor mode: the citizen's screen says that a technician is at work.
    counter.setMaintenance(true);
    const stop = new AbortController();
    const cancel = clock.after(DEVICE_TEST_MS, () => stop.abort());
    try {
      const tested = await options.testDevice(device, stop.signal);
      if (tested.ok) return { passed: true, summary: tested.value.summary };
      const { code, reason, detail } = tested.error;
      return { passed: false, summary: reason ?? code, ...(detail && { detail }) };
    } finally {
      cancel();
      counter.setMaintenance(false);
    }
  }
}

function erasureView(answer: ErasureAnswer | null): ErasureView {
  if (answer === null) return { possible: false, why: 'erased' };
  if (answer.answer === 'erase') return { possible: true };
  return { possible: false, why: answer.answer === 'notYet' ? answer.reason : 'erased' };
}

/** Since midnight in Vietnam, newest first. */
export async function dossiersToday(store: Store, catalogue: Catalogue, now: number) {
  const rows = await store.read('dossiers.since', { from: momentOf(vietnamDay(now), '00:00'), limit: ROWS_TODAY });
  if (!rows.ok) throw new Unavailable(rows.error.code);
  return dossierRows(rows.value, catalogue);
}
