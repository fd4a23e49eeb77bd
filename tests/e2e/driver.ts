// Carries a journey on by the bridge of a real window: looks at the view and does the next thing a citizen would do, until
// the goodbye. Where a test is about clicks it clicks; where it is about what survives, this is quicker and never sleeps.

import type { Page } from '@playwright/test';
import type { JourneyIntent, JourneyView } from '../../preload/contract/journey.ts';
import type { Bench } from '../bench/client.ts';
import { LIMIT_MS } from './program.ts';

export const ANSWERS: Readonly<Record<string, string>> = {
  phone: '0912345678',
  eventType: 'birth',
  registeredName: 'Nguyễn Văn An',
  registeredBirthDate: '20/05/1999',
  registeredPlace: 'UBND xã Liên Nghĩa',
  copies: '2',
  vneidLevel2: 'no',
};

export async function viewOf(page: Page): Promise<JourneyView> {
  return page.evaluate(async () => {
    const reply = await window.motCua.journey.current();
    if (!reply.ok) throw new Error(reply.error.code);
    return reply.value;
  });
}

export async function send(page: Page, intent: JourneyIntent): Promise<boolean> {
  return page.evaluate(async (wish) => {
    const reply = await window.motCua.journey.send(wish);
    return reply.ok && reply.value.accepted;
  }, intent);
}

/** Waits until the view is like this. */
export async function until(page: Page, condition: (view: JourneyView) => boolean, what: string, ms = LIMIT_MS): Promise<JourneyView> {
  const end = Date.now() + ms;
  for (;;) {
    const view = await viewOf(page);
    if (condition(view)) return view;
    if (Date.now() > end) throw new Error(`waited ${ms} ms for ${what}; the view is ${JSON.stringify(view).slice(0, 1_500)}`);
    await page.waitForTimeout(30);
  }
}

/** One step of a citizen who files 2.000635 with one scanned paper; null when there is only waiting. */
export function nextIntent(view: JourneyView): JourneyIntent | null {
  switch (view.station) {
    case 'attract':
      return { type: 'begin', language: 'vi' };
    case 'notice':
      return { type: 'accept' };
    case 'identify':
      return view.identify?.step === 'confirming' ? { type: 'confirmIdentity' } : null;
    case 'procedure':
      return { type: 'chooseProcedure', code: '2.000635' };
    case 'form': {
      const field = view.fields?.find(({ id, value }) => value === '' && ANSWERS[id] !== undefined);
      return field ? { type: 'answer', field: field.id, value: ANSWERS[field.id]! } : { type: 'next' };
    }
    case 'papers': {
      if (view.scanning) return null;
      if (view.saving) return { type: 'answerSaving', save: false };
      return view.papers![0]!.documents.length === 0 ? { type: 'scanPaper', paperId: view.papers![0]!.id } : { type: 'next' };
    }
    case 'review':
      return { type: 'next' };
    case 'pay':
      return view.pay?.step === 'expired' || view.pay?.step === 'unavailable' ? { type: 'payAgain' } : null;
    case 'file':
      return null;
    case 'slip':
      return view.slip?.step === 'printed' ? { type: 'next' } : null;
    case 'rating':
      return { type: 'rate', stars: 5 };
    case 'goodbye':
      return null;
  }
}

/** Goes on from wherever the journey is until the condition holds. Pays and scans by the bench. */
export async function carryOn(page: Page, bench: Bench, done: (view: JourneyView) => boolean, ms = LIMIT_MS): Promise<JourneyView> {
  const end = Date.now() + ms;
  const [persona] = await bench.personas();
  for (;;) {
    const view = await viewOf(page);
    if (done(view)) return view;
    if (Date.now() > end) throw new Error(`waited ${ms} ms; the view is ${JSON.stringify(view).slice(0, 1_500)}`);
    if (view.attention.state === 'warned') await send(page, { type: 'stillHere' });
    if (view.station === 'identify' && view.identify?.step === 'waiting') await bench.codeScanner.scan(persona!.qr);
    if (view.station === 'pay' && view.pay?.step === 'shown') await payOnce(bench);
    const intent = nextIntent(view);
    if (intent) await send(page, intent);
    else await page.waitForTimeout(40);
  }
}

/** Pays the latest order unless that is done. */
async function payOnce(bench: Bench): Promise<void> {
  const order = (await bench.gateway.orders()).at(-1);
  if (order?.status === 'PENDING') await bench.gateway.pay(order.orderCode);
}
