// The composition root: reads the command line and the settings, builds everything, wires it, starts. No logic.

import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, powerSaveBlocker, safeStorage, session } from 'electron';
import { CHANNELS } from '../preload/contract/channels.ts';
import type { Hello } from '../preload/contract/counter.ts';
import type { Role } from '../preload/contract/roles.ts';
import { parseArguments } from './app/arguments.ts';
import { lockContents, lockSession } from './app/lockdown.ts';
import { registerScheme, serveWindows } from './app/protocol.ts';
import { explainAndQuit } from './app/stop.ts';
import { createImaging } from './app/imaging.ts';
import { createStudio } from './app/studio.ts';
import { createWindows } from './app/windows.ts';
import { systemClock as clock } from './base/clock.ts';
import { checkLogo } from './base/logo.ts';
import { readFolder } from './base/read-folder.ts';
import { writeWholeFile } from './base/whole-file.ts';
import { createCardReader } from './devices/card-reader/device.ts';
import { EMPTY_TRUST_STORE, loadTrustStore } from './devices/card-reader/trust-store.ts';
import { createCodeScanner } from './devices/code-scanner/device.ts';
import { createDocumentScanner } from './devices/document-scanner/create.ts';
import { createFindScanners } from './devices/document-scanner/transport-mdns.ts';
import { createPagePrinter } from './devices/page-printer/device.ts';
import { createReceiptPrinter } from './devices/receipt-printer/device.ts';
import { starterCalendar } from './domain/calendar/calendar.ts';
import { templateOf } from './domain/dossier/dossier-code.ts';
import { createLiveCatalogue } from './domain/procedures/catalogue.ts';
import { shippedProcedures } from './domain/procedures/shipped.ts';
import { shippedTemplates } from './domain/slips/forms/shipped.ts';
import { createGateway } from './gateways/create.ts';
import { createHandlers } from './ipc/handlers.ts';
import { pushCounter, pushRunning, pushSessions } from './ipc/pushes.ts';
import { channelsOf, createRouter } from './ipc/router.ts';
import { createLogger } from './logging/logger.ts';
import { rotatingFile } from './logging/rotating-file.ts';
import { portalMessages } from './portal/messages.ts';
import { createPortalClient } from './portal/portal-client.ts';
import { counterReasonOf, createCounter } from './services/diagnostics/counter.ts';
import { keepOpening } from './services/diagnostics/keep-opening.ts';
import { readiness } from './services/diagnostics/readiness.ts';
import { newOrderCode } from './services/payment/order-code.ts';
import type { Random } from './services/ports.ts';
import { startRunning } from './services/running.ts';
import type { Running } from './services/running.ts';
import { createTestPages } from './services/printing/test-pages.ts';
import { loadTemplates } from './services/printing/templates.ts';
import type { LoadedTemplates } from './services/printing/templates.ts';
import { createSessions } from './services/staff/sessions.ts';
import { createSettingsKeeper } from './settings/keeper.ts';
import { publicKeyOf } from './settings/public-key.ts';
import { verifyPin } from './settings/pin-hash.ts';
import { createSealer } from './settings/sealer.ts';
import { openStore } from './storage/client.ts';
import type { OpenedStore } from './storage/client.ts';
import { databaseKey } from './storage/keys.ts';
import { withPapers } from './papers/imaging.ts';
import type { Store, StoreFailure } from './services/store.ts';

/** Longer than any one device or the storage takes to close. */
const LEAVE_MS = 20_000;

const startedAt = Date.now();
const random: Random = (bytes) => new Uint8Array(randomBytes(bytes));
const chance = () => randomBytes(4).readUInt32BE() / 2 ** 32;

const folders = { preload: join(__dirname, '../preload'), renderer: join(__dirname, '../renderer'), storageWorker: join(__dirname, 'storage-worker.cjs') };
const args = parseArguments(process.argv, { data: join(app.getPath('userData'), 'counter') });
app.setPath('userData', join(args.data, 'chromium'));
registerScheme();

const logger = createLogger({ write: (line) => process.stdout.write(`${line}\n`), clock, file: rotatingFile(join(args.data, 'logs', 'mot-cua.log')) });
const { log } = logger;
process.on('uncaughtException', (error) => log('app.failed', { where: 'uncaught', detail: String(error.stack ?? error) }));
process.on('unhandledRejection', (error) => log('app.failed', { where: 'rejection', detail: String((error as Error)?.stack ?? error) }));

if (app.requestSingleInstanceLock()) void app.whenReady().then(start);
else app.quit();

/** What a window tells a citizen of the copier. */
function copierOf({ place, press }: { readonly place?: string | undefined; readonly press?: string | undefined }): NonNullable<Hello['copier']> {
  return { ...(place !== undefined && { place }), ...(press !== undefined && { press }) };
}

async function start(): Promise<void> {
  const keeper = { isAvailable: () => safeStorage.isEncryptionAvailable(), encrypt: (text: string) => safeStorage.encryptString(text), decrypt: (sealed: Uint8Array) => safeStorage.decryptString(Buffer.from(sealed)) };
  const databaseKeyFound = databaseKey(args.data, keeper);
  const key = databaseKeyFound.ok ? databaseKeyFound.value : { key: new Uint8Array(randomBytes(32)), keyFrom: 'none' as const };
  const kept = await createSettingsKeeper({ file: args.settings, dataDir: args.data, sealer: databaseKeyFound.ok ? createSealer(key.key) : null, log });
  if (!kept.ok) return explainAndQuit(args.settings, kept.error, log);
  const keeping = kept.value;
  const settings = keeping.settings();
  log('app.starting', { version: app.getVersion(), mode: settings.counter.mode, platform: process.platform });

  const open = async () => databaseKeyFound.ok
    ? openStore({
        dir: args.data,
        key: key.key,
        keyFrom: key.keyFrom,
        workerFile: folders.storageWorker,
        clock,
        log,
        ...(!app.isPackaged && process.env.MOT_CUA_NATIVE_BINDING && { nativeBinding: process.env.MOT_CUA_NATIVE_BINDING }),
      })
    : databaseKeyFound;
  let opening: ReturnType<typeof open> | undefined = open();

  const { codeScanner: qr, documentScanner: pages, receiptPrinter: slips, pagePrinter: sheets, cardReader: chips } = settings.devices;

  const isolated = session.fromPartition('mot-cua', { cache: false });
  await serveWindows(isolated, folders.renderer);
  const hidden = { session: isolated, preloadDir: folders.preload, packaged: app.isPackaged, clock, log };
  const studio = createStudio({ ...hidden, logo: () => formTemplates.logo });
  const imagingWindow = createImaging(hidden);
  const imaging = withPapers(imagingWindow, { folder: __dirname, clock, log });
  const windows = createWindows({
    session: isolated,
    preloadDir: folders.preload,
    mode: settings.counter.mode,
    citizenScreen: settings.counter.citizenScreen,
    packaged: app.isPackaged,
    mandateOf: (role) => ({
      calls: channelsOf(role).filter((name) => CHANNELS[name].kind === 'call'),
      pushes: channelsOf(role).filter((name) => CHANNELS[name].kind === 'push'),
    }),
    clock,
    log,
    onClosed: (role) => {
      if (role === 'technician') sessions.signOutTechnician();
      if (role === 'staff') app.quit();
    },
  });
  const roleOf = (contents: Electron.WebContents): Role | null => (contents === studio.contents() ? 'studio' : contents === imagingWindow.contents() ? 'imaging' : windows.roleOf(contents));
  // Whoever scans sees through the document camera, and a technician who chooses it; nobody where there is none.
  const camera = pages?.transport === 'camera' ? pages : null;
  const scans: Role = settings.counter.mode === 'selfService' ? 'citizen' : 'staff';
  const mayUseCamera = (role: Role): boolean => camera !== null && (role === scans || (role === 'technician' && sessions.technician()));
  lockSession(isolated, roleOf, mayUseCamera, log);
  lockContents(roleOf, log);
  // First of all: its page comes up in a process of its own while the rest is built here, before anything can be asked.
  windows.openAll();

  const common = { clock, random, log };
  let trustStore = EMPTY_TRUST_STORE;
  void loadTrustStore(() => readFolder(chips?.trustStore ?? join(args.data, 'trust-store'))).then((loaded) => (trustStore = loaded));
  const codeScanner = qr && createCodeScanner({ settings: qr, ...common });
  const cardReader = chips && createCardReader({ settings: chips.reader ? { reader: chips.reader } : {}, trustStore: () => trustStore, ...common });
  const findScanners = createFindScanners(common);
  const documentScanner = pages && createDocumentScanner({ settings: pages, ...common });
  const receiptPrinter = slips && createReceiptPrinter({ settings: slips, ...common });
  const pagePrinter = sheets && createPagePrinter({ settings: sheets, ...common });
  const devices = [codeScanner, cardReader, documentScanner, receiptPrinter, pagePrinter].filter((device) => device !== null);
  const portal = createPortalClient({ url: settings.portal.url, session: keeping.secret('portal.session'), timeoutMs: settings.portal.timeoutSeconds * 1000, ...common });
  const shipped = shippedProcedures();
  const live = createLiveCatalogue(shipped);
  const { catalogue } = live;
  const calendar = starterCalendar();
  let formTemplates: LoadedTemplates = { templates: shippedTemplates(), logo: null, refused: [] };
  const lastGoodTemplates = join(args.data, 'form-templates-last-good');
  void loadTemplates({
    own: () => readFolder(settings.unit.formTemplates ?? join(args.data, 'form-templates')),
    checkLogo,
    kept: () => readFolder(lastGoodTemplates),
    keep: ({ name, bytes }) => {
      mkdirSync(lastGoodTemplates, { recursive: true });
      writeWholeFile(join(lastGoodTemplates, name), bytes);
    },
  }).then((loaded) => {
    formTemplates = loaded;
    for (const { detail } of loaded.refused) log('form.templateRefused', { detail });
  });
  const counter = createCounter({ unitName: settings.unit.name, devices });

  let opened: OpenedStore | null = null;
  let running: Running | null = null;
  const noStore: Pick<Store, 'read' | 'write'> = {
    read: async () => ({ ok: false, error: { code: 'closed' } }),
    write: async () => ({ ok: false, error: { code: 'closed' } }),
  };
  const openedStore: typeof noStore = { read: (...query) => (opened?.store ?? noStore).read(...query), write: (writes) => (opened?.store ?? noStore).write(writes) };
  const gateway = createGateway({ settings: settings.gateway, secret: keeping.secret, device: settings.counter.kioskId, store: openedStore, clock });
  const sessions = createSessions({ accounts: () => keeping.settings().accounts, verifyPin, store: openedStore, clock, log });

  let started: (running: Running | null) => void = () => {};
  let whenRunning = new Promise<Running | null>((resolve) => (started = resolve));
  const router = createRouter({
    handlers: createHandlers({
      running: () => whenRunning,
      hello: (role) => ({
        role,
        mode: settings.counter.mode,
        version: app.getVersion(),
        language: settings.counter.language,
        theme: settings.counter.theme,
        screenMm: { width: settings.screen.widthMm, height: settings.screen.heightMm },
        unitName: settings.unit.name,
        ...(settings.gateway.kind === 'bankTransfer' && { transfers: true }),
        ...(settings.devices.documentScanner?.transport === 'folder' && { copier: copierOf(settings.devices.documentScanner) }),
        ...(camera && { camera: { ...(camera.device !== undefined && { device: camera.device }), sees: role === scans } }),
      }),
      counter,
      sessions,
      catalogue,
      devices,
      logo: () => formTemplates.logo,
      testDevice: createTestPages({ receiptPrinter, pagePrinter, studio, templates: () => formTemplates.templates, unit: settings.unit, clock }),
      settings: {
        views: keeping.views,
        save: keeping.save,
        saveOfficer: keeping.saveOfficer,
      },
      saveFile: (name, bytes) => {
        const folder = join(app.getPath('documents'), 'Mot Cua');
        mkdirSync(folder, { recursive: true });
        writeWholeFile(join(folder, name), bytes);
        return join(folder, name);
      },
      studio,
      readiness: () =>
        readiness({
          store: opened?.store ?? null,
          keyFrom: key.keyFrom,
          devices,
          portal,
          gateway,
          accounts: () => keeping.settings().accounts,
          plainSecrets: keeping.plainSecrets,
          refusedTemplates: () => formTemplates.refused,
          findScanners,
          lastBackupAt: async () => opened?.lastBackupAt() ?? null,
          clock,
        }),
      newId: () => `j${randomUUID()}`,
      newOrderCode: () => newOrderCode(clock.now(), random),
      interactive: (role) => {
        windows.interactive(role);
        log('window.interactive', { role, sinceStart: Date.now() - startedAt });
        // Not earlier: on a weak machine two windows that start together are both late.
        studio.warm();
      },
      clock,
      log,
    }),
    roleOf,
    windows: windows.list,
    isSignedIn: (who) => (who === 'officer' ? sessions.officer() !== null : sessions.technician()),
    log,
  });
  const stops = [pushCounter(router, counter), pushSessions(router, sessions)];
  powerSaveBlocker.start('prevent-display-sleep');

  async function begin(store: OpenedStore): Promise<void> {
    opened = store;
    const problem = () => counter.setStorage(counterReasonOf(opened?.health() ?? null));
    stops.push(store.onHealthChanged(problem));
    const { journey, unit } = settings;
    const ready = await startRunning({
      store: store.store,
      vault: store.vault,
      portal,
      portalMessages,
      gateway,
      confirmsTransfers: settings.gateway.kind === 'bankTransfer',
      codeScanner,
      cardReader,
      documentScanner,
      receiptPrinter,
      pagePrinter,
      studio,
      imaging,
      pageLimits: () => keeping.settings().pages,
      catalogue,
      savedPapersDays: journey.savedPapersDays,
      updates: { live, shipped, publicKey: () => publicKeyOf(keeping.settings().catalogue.publicKey) },
      calendar: () => calendar,
      unit: { ...unit, dossierCode: templateOf(unit.dossierCode, unit.machine) },
      templates: () => formTemplates.templates,
      formPaper: unit.formPaper,
      times: {
        inactivityMs: journey.inactivitySeconds * 1000,
        countdownMs: journey.countdownSeconds * 1000,
        portalWaitMs: journey.portalWaitSeconds * 1000,
        goodbyeMs: journey.goodbyeSeconds * 1000,
        pollMs: settings.gateway.pollSeconds * 1000,
        paymentExpiryMs: settings.gateway.expirySeconds * 1000,
        mostByQr: settings.gateway.mostDong,
      },
      counter,
      clock,
      random,
      chance,
      log,
    });
    if (!ready.ok) return counter.setStorage(counterReasonOf(ready.error));
    running = ready.value;
    whenRunning = Promise.resolve(running);
    stops.push(pushRunning(router, running, catalogue, clock));
    problem();
  }

  if (!databaseKeyFound.ok) log('storage.failed', { state: databaseKeyFound.error.code, detail: databaseKeyFound.error.detail });
  // The first attempt is waited for; where it may pass by itself, the others go on behind the closed screen.
  await new Promise<void>((firstIsOver) => {
    const cannot = (failure: StoreFailure) => {
      counter.setStorage(counterReasonOf(failure) ?? 'outOfServiceInternal');
      firstIsOver();
    };
    stops.push(
      keepOpening({
        open: () => (opening ??= open()),
        onFailure: (failure) => {
          cannot(failure);
          opening = undefined;
        },
        onEnd: (outcome) => void (outcome.ok ? begin(outcome.value).then(firstIsOver) : cannot(outcome.error)),
        clock,
        chance,
      }),
    );
  });
  started(running);
  counter.setStarted();
  for (const device of devices) device.start();
  log('app.ready', { sinceStart: Date.now() - startedAt });

  let leaving = false;
  app.on('window-all-closed', () => app.quit());
  app.on('before-quit', (event) => {
    // The last window's closing asks again; what is open is closed first, and `app.exit` below asks nobody.
    event.preventDefault();
    if (leaving) return;
    leaving = true;
    log('app.stopping', { reason: 'asked' });
    for (const stop of stops) stop();
    windows.close();
    router.close();
    studio.close();
    imagingWindow.close();
    const since = clock.now();
    const end = (how: 'whole' | 'timeOut') => {
      log('app.stopped', { took: clock.now() - since, end: how });
      logger.close();
      app.exit(0);
    };
    clock.after(LEAVE_MS, () => end('timeOut'));
    void Promise.allSettled([imaging.close(), running?.close(), ...devices.map((device) => device.close())])
      .then(() => opened?.close())
      .finally(() => end('whole'));
  });
}
