// The power goes at every step of a journey that is written down, just before and just after it is on disk. Started
// again, the program goes on or has cleanly ended, and in the end there is one dossier at the portal, one paid order at
// the gateway, and one slip or a marked copy.

import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { JourneyView } from '../../preload/contract/journey.ts';
import { carryOn, viewOf } from '../e2e/driver.ts';
import { expect, PAPER_MS, ROOT, test } from '../e2e/program.ts';
import type { Place } from '../e2e/program.ts';

const HOOK = join(ROOT, 'tests/faults/kill-at.cjs');
/** More than a journey has; the walk ends at the first number that is not reached. */
const MOST_STEPS = 80;
/**
 * Walks side by side, each taking every n-th step, so that two workers share them. What is on disk after a step is what is
 * there before the next: the odd steps, cut before and after, leave everything that a cut can leave.
 */
const SHARES = 4;

for (let share = 0; share < SHARES; share++) {
  for (const phase of ['before', 'after'] as const) {
    test(`at every other step, ${phase} it is on disk (${share + 1} of ${SHARES})`, async ({ place }) => {
      test.setTimeout(1_200_000);
      let reached = 0;
      for (let step = 2 * share + 1; step <= MOST_STEPS; step += 2 * SHARES) {
        if (!(await cutAt(place, step, phase))) break;
        reached += 1;
      }
      // A journey has about thirty steps.
      expect(reached).toBeGreaterThan(2);
    });
  }
}

/** False when the journey was over before the power went. */
async function cutAt(place: Place, step: number, phase: 'before' | 'after'): Promise<boolean> {
  const { bench } = place;
  await bench.reset();
  const first = await place.start({ electronArgs: ['-r', HOOK], env: { MOT_CUA_TEST_KILL_AT: `${step}:${phase}` } });
  const page = await first.window('citizen');
  const uncut = await carryOn(page, bench, toTheEnd(false)).then(
    () => true,
    () => false,
  );
  if (uncut && (await isAlive(first))) {
    await first.close();
    return false;
  }
  await first.kill();

  const second = await place.start();
  const again = await second.window('citizen');
  await second.logged('app.ready');
  const said = `power cut at step ${step}, ${phase}`;
  // The walk goes on from where it was, to its end; or it had ended, and a new citizen is not begun.
  const { station } = await viewOf(again);
  const ended = station === 'attract' && first.log.some(({ event }) => event === 'dossier.registered');
  await carryOn(again, bench, toTheEnd(ended));

  const portal = await bench.portal.until(({ dossiers, documents }) => dossiers.length === 1 && documents.length === 1, `${said}: the dossier and its paper at the portal`, PAPER_MS).catch((error: Error) => {
    throw new Error(`${error.message}\n${JSON.stringify(second.log.slice(-25))}`);
  });
  const orders = await bench.gateway.orders();
  const slips = await bench.receiptPrinter.slips();
  expect(portal.dossiers, said).toHaveLength(1);
  expect(orders.filter(({ amountPaid }) => amountPaid > 0), said).toHaveLength(1);
  expect(orders.filter(({ status }) => status === 'PAID'), said).toHaveLength(1);
  expect(slips.length, said).toBeGreaterThanOrEqual(1);
  // The first program's log is a file that the second goes on with.
  const sent = first.log.filter(({ event, to }) => event === 'print.state' && to === 'sending');
  // Of all that went to the printer, at most one did not say that it is a copy.
  expect(sent.filter(({ copy }) => copy === 'original').length, said).toBeLessThanOrEqual(1);
  expect(second.log.filter(({ event }) => event === 'app.failed'), said).toEqual([]);
  await second.close();
  expect(noHalfFiles(place.data), said).toEqual([]);
  return true;
}

/** The first screen again, after a journey that was filed. */
function toTheEnd(filed: boolean): (view: JourneyView) => boolean {
  let over = filed;
  return ({ station }) => {
    if (station === 'goodbye') over = true;
    return over && station === 'attract';
  };
}

async function isAlive(program: { app: { process(): { exitCode: number | null; signalCode: string | null } } }): Promise<boolean> {
  const { exitCode, signalCode } = program.app.process();
  return exitCode === null && signalCode === null;
}

/** Temporary files that a kill left in the vault are swept at the next start. */
function noHalfFiles(data: string): string[] {
  const vault = join(data, 'vault');
  return existsSync(vault) ? (readdirSync(vault, { recursive: true }) as string[]).filter((name) => name.endsWith('.tmp')) : [];
}
