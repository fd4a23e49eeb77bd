// A page with a fixture behind it, at one of the two screens that the windows are made for.

import { expect, type Page } from '@playwright/test';
import type { Hello } from '../../preload/contract/counter.ts';
import { installBridge, type Call, type Fixture, type TestBridge } from './fixtures/bridge.ts';
import { NOW } from './fixtures/journey.ts';

declare global {
  interface Window {
    readonly testBridge: TestBridge;
  }
}

/** A 32-inch kiosk standing upright, and a 15.6-inch screen. */
export const SCREENS = {
  kiosk: { pixels: { width: 1080, height: 1920 }, mm: { width: 398, height: 708 } },
  laptop: { pixels: { width: 1366, height: 768 }, mm: { width: 344, height: 194 } },
} as const satisfies Record<string, { pixels: { width: number; height: number }; mm: Hello['screenMm'] }>;
export type ScreenName = keyof typeof SCREENS;

export type Opened = {
  /** What the browser objected to: errors, and whatever the content policy refused. */
  readonly complaints: string[];
  calls(channel: string): Promise<unknown[]>;
  /** What the journey was asked, without the signs of life that slow hands send in between. */
  intents(): Promise<unknown[]>;
  push(channel: string, event: unknown): Promise<void>;
};

export async function open(page: Page, entry: 'citizen' | 'staff' | 'technician', screen: ScreenName, fixture: Fixture): Promise<Opened> {
  const { pixels, mm } = SCREENS[screen];
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.setViewportSize(pixels);
  await page.clock.setFixedTime(NOW);
  await page.addInitScript(installBridge, { ...fixture, hello: { ...fixture.hello, screenMm: mm } });
  await page.goto(`/${entry}/index.html`);
  await expect(page.locator('h1')).toBeVisible();
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
  const calls = (channel: string): Promise<unknown[]> =>
    page.evaluate((name) => window.testBridge.calls.filter((call: Call) => call.channel === name).map((call: Call) => call.request), channel);
  return {
    complaints,
    calls,
    intents: async () => (await calls('journey.send')).filter((intent) => (intent as { type: string }).type !== 'stillHere'),
    push: (channel, event) => page.evaluate(([name, value]) => window.testBridge.push(name as string, value), [channel, event] as const),
  };
}
