// A kiosk with a chip on its reader that many tests of one worker share, since each of them is one citizen: it is brought
// back to the first screen before the next.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { CounterView } from '../../preload/contract/counter.ts';
import type { JourneyView } from '../../preload/contract/journey.ts';
import { whyNoChip } from '../bench/bench/card-service.ts';
import { startBench } from '../bench/client.ts';
import type { Bench, ChipHandle } from '../bench/client.ts';
import { send, until, viewOf } from './driver.ts';
import { LIMIT_MS, startProgram, test as base } from './program.ts';
import type { Program } from './program.ts';

export type Holder = Awaited<ReturnType<ChipHandle['holders']>>[number];

export type Desk = {
  readonly bench: Bench;
  readonly chip: ChipHandle;
  readonly program: Program;
  readonly page: Page;
  readonly holders: readonly Holder[];
  holder(id: string): Holder;
};

export const chipIsPossible = whyNoChip() === undefined;

export const test = base.extend<{ desk: Desk }, { kiosk: Desk }>({
  kiosk: [
    async ({ playwright: _ }, use) => {
      const dir = mkdtempSync(join(tmpdir(), 'mot-cua-chip-'));
      const bench = await startBench({ dir: join(dir, 'bench'), chip: true, override: { journey: { goodbyeSeconds: 2 } } });
      const program = await startProgram({ bench, data: join(dir, 'data') });
      const page = await program.window('citizen');
      const chip = bench.chip!;
      const holders = await chip.holders();
      const holder = (id: string): Holder => holders.find((candidate) => candidate.id === id)!;
      await use({ bench, chip, program, page, holders, holder });
      await program.close();
      await bench.stop();
      rmSync(dir, { recursive: true, force: true, maxRetries: 5 });
    },
    { scope: 'worker', timeout: 90_000 },
  ],
  desk: async ({ kiosk }, use, info) => {
    await clear(kiosk);
    const before = kiosk.program.log.length;
    await use(kiosk);
    if (info.status === info.expectedStatus) return;
    const lines = kiosk.program.log.slice(before).map((line) => JSON.stringify(line));
    await info.attach('the log', { body: lines.join('\n'), contentType: 'text/plain' });
  },
});

/** No card, no faults, everything plugged in, and the first screen. */
async function clear({ page, chip }: Desk): Promise<void> {
  for (const reader of [0, 1]) await chip.remove(reader);
  for (let view = await viewOf(page); view.station !== 'attract'; view = await viewOf(page)) {
    await send(page, view.station === 'goodbye' ? { type: 'next' } : { type: 'leave' });
  }
  await readerIs(page, ({ status, media }) => status === 'online' && media.card === 'notPresent', 'an empty reader');
}

export type ReaderView = CounterView['devices'][number];

/** Waits until the program sees its card reader like this. */
export async function readerIs(page: Page, condition: (reader: ReaderView) => boolean, what: string, ms = LIMIT_MS): Promise<void> {
  const end = Date.now() + ms;
  for (;;) {
    const reply = await page.evaluate(() => window.motCua.counter.current());
    if (!reply.ok) throw new Error(reply.error.code);
    const reader = reply.value.devices.find(({ id }) => id === 'cardReader')!;
    if (condition(reader)) return;
    if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}; the reader is ${JSON.stringify(reader)}`);
    await page.waitForTimeout(30);
  }
}

/** From the first screen to "lay your card down", by the QR of this person's card. */
export async function scanQr({ bench, page }: Pick<Desk, 'bench' | 'page'>, holder: Holder): Promise<void> {
  await toScanner(page);
  await bench.codeScanner.scan(holder.qr);
  await until(page, ({ identify }) => identify?.step === 'reading', 'the chip to be asked for');
}

export async function toScanner(page: Page): Promise<void> {
  await send(page, { type: 'begin', language: 'vi' });
  await send(page, { type: 'accept' });
  await until(page, ({ identify }) => identify?.step === 'waiting', 'the question for the QR');
}

export const isStep = (step: NonNullable<NonNullable<JourneyView['identify']>['card']>['step']) => (view: JourneyView): boolean =>
  view.identify?.step === 'reading' && view.identify.card?.step === step;
export const isConfirming = (view: JourneyView): boolean => view.identify?.step === 'confirming';
export const isRefused = (view: JourneyView): boolean => view.identify?.step === 'refused';
export const hasFailed = (view: JourneyView): boolean => isStep('failed')(view) && view.problem !== undefined;

export { expect } from '@playwright/test';
