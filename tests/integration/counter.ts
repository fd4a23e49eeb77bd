// A whole counter without windows: the real services, drivers, clients and database of the product, on the bench. Only what is
// a window is missing: the studio answers with a blank slip or page, and scanned pages stay as they came.

import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../main/base/clock.ts';
import { createCodeScanner } from '../../main/devices/code-scanner/device.ts';
import { createDocumentScanner } from '../../main/devices/document-scanner/create.ts';
import { createPagePrinter } from '../../main/devices/page-printer/device.ts';
import { testPage } from '../../main/devices/page-printer/test-page.ts';
import { createReceiptPrinter } from '../../main/devices/receipt-printer/device.ts';
import { starterCalendar } from '../../main/domain/calendar/calendar.ts';
import { createCatalogue } from '../../main/domain/procedures/catalogue.ts';
import { shippedProcedures } from '../../main/domain/procedures/shipped.ts';
import { ok, unwrap } from '../../main/domain/result.ts';
import { createGateway } from '../../main/gateways/create.ts';
import type { Log, LogEventName } from '../../main/logging/catalogue.ts';
import { portalMessages } from '../../main/portal/messages.ts';
import { createPortalClient } from '../../main/portal/portal-client.ts';
import { createCounter } from '../../main/services/diagnostics/counter.ts';
import type { Counter } from '../../main/services/diagnostics/counter.ts';
import type { JourneyState, NewEvent } from '../../main/services/journey/journeys.ts';
import { newOrderCode } from '../../main/services/payment/order-code.ts';
import type { Clock, Imaging, Studio } from '../../main/services/ports.ts';
import { startRunning } from '../../main/services/running.ts';
import type { Running } from '../../main/services/running.ts';
import { createSettingsKeeper } from '../../main/settings/keeper.ts';
import { createSealer } from '../../main/settings/sealer.ts';
import { openStore } from '../../main/storage/client.ts';
import type { OpenedStore } from '../../main/storage/client.ts';
import { databaseKey } from '../../main/storage/keys.ts';
import { startBench } from '../bench/client.ts';
import type { Bench } from '../bench/client.ts';
import { plainImaging } from './imaging.ts';

const random = (bytes: number) => new Uint8Array(randomBytes(bytes));

const blankStudio: Studio = {
  drawSlip: async (_slip, { dots }) => ok({ width: dots, height: 200, rows: new Uint8Array((dots / 8) * 200).fill(0x55) }),
  printSlip: async (_slip, { media }) => ok(testPage(media)),
  preview: async (bytes) => ok(bytes),
};

export type Logged = { readonly event: LogEventName; readonly fields: Readonly<Record<string, unknown>> };

export type TestCounter = {
  readonly running: Running;
  readonly counter: Counter;
  readonly opened: OpenedStore;
  readonly logged: readonly Logged[];
  send(event: NewEvent): Promise<boolean>;
  begin(): Promise<boolean>;
  next(): Promise<boolean>;
  /** Waits for the journey on the screen to be like this. */
  until(condition: (state: JourneyState) => boolean, what: string, ms?: number): Promise<JourneyState>;
  untilStep(step: string, ms?: number): Promise<JourneyState>;
  close(): Promise<void>;
};

export type World = {
  readonly bench: Bench;
  readonly data: string;
  /** `clockIsAheadMs`: how wrong the machine's clock is. */
  start(options?: { readonly clockIsAheadMs?: number; readonly imaging?: Partial<Imaging> }): Promise<TestCounter>;
  close(): Promise<void>;
};

export async function createWorld(override: unknown = {}): Promise<World> {
  const dir = mkdtempSync(join(tmpdir(), 'mot-cua-'));
  const bench = await startBench({ dir: join(dir, 'bench'), override });
  const data = join(dir, 'data');
  return {
    bench,
    data,
    start: ({ clockIsAheadMs = 0, imaging = {} } = {}) => startCounter(bench.settingsFile, data, clockIsAheadMs, { ...plainImaging, ...imaging }),
    async close() {
      await bench.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

async function startCounter(settingsFile: string, data: string, clockIsAheadMs: number, imaging: Imaging): Promise<TestCounter> {
  const clock: Clock = { ...systemClock, now: () => systemClock.now() + clockIsAheadMs };
  const logged: Logged[] = [];
  const log: Log = (event, fields) => void logged.push({ event, fields });
  const { key } = unwrap(databaseKey(data, null));
  const keeping = unwrap(await createSettingsKeeper({ file: settingsFile, dataDir: data, sealer: createSealer(key), log }));
  const settings = keeping.settings();
  const opened = unwrap(await openStore({ dir: data, key, workerFile: new URL('../../main/storage/worker.ts', import.meta.url), clock, log }));
  const common = { clock, random, log };
  const codeScanner = createCodeScanner({ settings: settings.devices.codeScanner!, ...common });
  const documentScanner = createDocumentScanner({ settings: settings.devices.documentScanner!, ...common });
  const receiptPrinter = settings.devices.receiptPrinter && createReceiptPrinter({ settings: settings.devices.receiptPrinter, ...common });
  const pagePrinter = settings.devices.pagePrinter && createPagePrinter({ settings: settings.devices.pagePrinter, ...common });
  const devices = [codeScanner, documentScanner, receiptPrinter, pagePrinter].filter((device) => device !== null);
  const counter = createCounter({ unitName: settings.unit.name, devices });
  const calendar = starterCalendar();
  const running = unwrap(
    await startRunning({
      store: opened.store,
      vault: opened.vault,
      portal: createPortalClient({ url: settings.portal.url, session: keeping.secret('portal.session'), timeoutMs: settings.portal.timeoutSeconds * 1000, clock }),
      portalMessages,
      gateway: createGateway({ settings: settings.gateway, secret: keeping.secret, device: settings.counter.kioskId, store: opened.store, clock }),
      confirmsTransfers: settings.gateway.kind === 'bankTransfer',
      codeScanner,
      cardReader: null,
      documentScanner,
      receiptPrinter,
      pagePrinter,
      formPaper: settings.unit.formPaper,
      studio: blankStudio,
      imaging,
      pageLimits: () => settings.pages,
      catalogue: createCatalogue(shippedProcedures()),
      savedPapersDays: settings.journey.savedPapersDays,
      calendar: () => calendar,
      unit: settings.unit,
      times: {
        inactivityMs: settings.journey.inactivitySeconds * 1000,
        countdownMs: settings.journey.countdownSeconds * 1000,
        portalWaitMs: settings.journey.portalWaitSeconds * 1000,
        goodbyeMs: settings.journey.goodbyeSeconds * 1000,
        pollMs: settings.gateway.pollSeconds * 1000,
        paymentExpiryMs: settings.gateway.expirySeconds * 1000,
      },
      counter,
      clock,
      random,
      chance: Math.random,
      log,
    }),
  );
  for (const device of devices) device.start();

  const { journeys } = running;
  const until: TestCounter['until'] = (condition, what, ms = 15_000) =>
    new Promise((resolve, reject) => {
      const now = journeys.foreground();
      if (condition(now)) return resolve(now);
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`waited ${ms} ms for ${what}; the journey is at ${journeys.foreground().step}`));
      }, ms);
      const stop = journeys.onChanged((state) => {
        if (!condition(state)) return;
        clearTimeout(timer);
        stop();
        resolve(state);
      });
    });
  return {
    running,
    counter,
    opened,
    logged,
    send: journeys.send,
    begin: () => journeys.send({ type: 'begin', id: `j${randomUUID()}`, kind: 'selfService', language: 'vi' }),
    next: () => journeys.send({ type: 'next', orderCode: newOrderCode(clock.now(), random) }),
    until,
    untilStep: (step, ms) => until((state) => state.step === step, step, ms),
    async close() {
      await running.close();
      await Promise.all(devices.map((device) => device.close()));
      await opened.close();
    },
  };
}
