// Everything that can go wrong while a slip comes out: the real driver and printing service on the bench's printer. For each
// hazard what the citizen then reads, and that the slip comes out after all; the table of them is printed at the end.

import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import type { TestContext } from 'vitest';
import { createReceiptPrinter } from '../../main/devices/receipt-printer/device.ts';
import { fail, ok } from '../../main/domain/result.ts';
import { shippedTemplates } from '../../main/domain/slips/forms/shipped.ts';
import type { Slip } from '../../main/domain/slips/slip.ts';
import type { NewEvent } from '../../main/services/journey/journeys.ts';
import type { Outcome } from '../../main/services/outbox/dispatcher.ts';
import type { ReceiptPrinter } from '../../main/services/ports.ts';
import { createPrinting } from '../../main/services/printing/printing.ts';
import { createWays } from '../../main/services/printing/ways.ts';
import type { OutboxRow, PrintJobRow, Store, Write } from '../../main/services/store.ts';
import { fastClock, keptLog, never, random, until } from '../unit/devices/support.ts';
import { printerBench, quickLooks, stripes } from '../unit/devices/receipt-printer/bench.ts';
import type { PrinterBench } from '../unit/devices/receipt-printer/bench.ts';

const BAND = 96;
/** A slip of 150 mm and a little: thirteen bands, and the feed to the knife. */
const BANDS = 13;
const SLIP: Slip = { form: 'receiptAndAppointment', language: 'vi', title: 'GIẤY TIẾP NHẬN', copy: false, blocks: [] };
const SENTENCES = JSON.parse(readFileSync(new URL('../../renderer/i18n/vi.json', import.meta.url), 'utf8')) as Record<string, string>;
const row = { id: 1, kind: 'slip.print', subject: 'j1', payload: '{"ask":1}' } as OutboxRow;

const seen: { hazard: string; citizen: string; after: string }[] = [];
afterAll(() => {
  seen.sort((one, other) => one.hazard.localeCompare(other.hazard, 'en', { numeric: true }));
  const width = Math.max(...seen.map(({ hazard }) => hazard.length));
  console.log(seen.map(({ hazard, citizen, after }) => `${hazard.padEnd(width)} │ ${citizen} → ${after}`).join('\n'));
});

type Desk = {
  readonly printer: PrinterBench;
  readonly jobs: ReadonlyMap<string, PrintJobRow>;
  /** One try of the outbox at the citizen's slip; what is written and told is as the dispatcher would. */
  readonly attempt: () => Promise<Outcome>;
};

/** The services' side with its store in memory; printing is asked for as the outbox does. */
function desk(bench: PrinterBench, printer: ReceiptPrinter = bench.printer): Desk {
  const jobs = new Map<string, PrintJobRow>();
  const keep = (writes: readonly Write[] = []) => {
    for (const write of writes) if (write.write === 'print.save') jobs.set(write.job.id, write.job);
  };
  const read = async (query: string, asked: { readonly id?: string }) =>
    ok(query === 'print.byId' ? (jobs.get(asked.id ?? '') ?? null) : [...jobs.values()]);
  const printing = createPrinting({
    store: { read: read as Store['read'], write: async () => ok([]) },
    journeys: {
      stepOf: () => 'slip.waiting',
      deliver: async (_journey: string, _event: NewEvent | null, writes: readonly Write[]) => {
        keep(writes);
        return ok();
      },
    },
    wayOf: createWays({
      receiptPrinter: printer,
      pagePrinter: null,
      studio: { drawSlip: async () => ok(stripes(576, BANDS * BAND)), printSlip: async () => fail('studioUnavailable') },
      templates: shippedTemplates,
      formPaper: 'template',
    }).wayOf,
    ticketOf: async () => null,
    registerOf: async () => null,
    slipOf: async (_dossier, copy) => ({ ...SLIP, copy }),
    clock: quickLooks,
    log: keptLog(),
  });
  return {
    printer: bench,
    jobs,
    async attempt() {
      const outcome = await printing.handlers['slip.print'](row, never());
      keep(outcome.writes);
      return outcome;
    },
  };
}

async function openDesk({ onTestFinished }: TestContext, options?: Parameters<typeof printerBench>[0]): Promise<Desk> {
  const bench = await printerBench({ speed: 20_000, ...options });
  onTestFinished(bench.close);
  return desk(bench);
}

/** The sentence on the citizen's screen. */
function citizenReads({ event }: Outcome): string {
  if (event?.type === 'slipWaiting') return `${SENTENCES[`problem.${event.problem}.title`]} ${SENTENCES[`problem.${event.problem}.do`]}`;
  if (event?.type === 'slipPrinted') return `${SENTENCES[event.confirmed ? 'slip.printed.title' : 'slip.sent.title']} ${SENTENCES[event.confirmed ? 'slip.printed.lead' : 'slip.sent.lead']}`;
  return 'nothing';
}

/** Staff puts it right, and the outbox comes back to the slip until it is out. */
async function comesOut({ printer, attempt }: Desk): Promise<{ readonly copy: boolean }> {
  await printer.heal();
  await until(() => printer.printer.state().status === 'online', 'the printer to be ready again');
  const last = await attempt();
  expect(last).toMatchObject({ row: 'done', event: { type: 'slipPrinted', confirmed: true } });
  expect(printer.state().errors).toEqual([]);
  return { copy: last.event?.type === 'slipPrinted' && last.event.copy };
}

function note(hazard: string, first: Outcome, then: { readonly copy: boolean }): void {
  seen.push({ hazard, citizen: citizenReads(first), after: then.copy ? 'comes out, marked BẢN SAO' : 'comes out, the original' });
}

describe('a citizen whose slip does not come out', () => {
  it.concurrent.for(Array.from({ length: BANDS + 1 }, (_, band) => band))('since the paper ends in band %i', async (band, test) => {
    const at = await openDesk(test);
    await at.printer.fault('paper-out-after', { rows: band * BAND + 20 });
    const first = await at.attempt();
    expect(first).toMatchObject({ row: 'retry', event: { type: 'slipWaiting', problem: 'printerPaperOut' } });
    // Nothing more is tried, and no paper wasted, while there is none.
    expect((await at.attempt()).event).toEqual({ type: 'slipWaiting', problem: 'printerPaperOut' });
    expect(at.jobs.get('j1.1')?.attempts).toBe(1);
    const then = await comesOut(at);
    expect(then.copy).toBe(true);
    note(`paper ends in band ${band}`, first, then);
  });

  it.concurrent('since there was no paper before it began: then it is no copy', async (test) => {
    const at = await openDesk(test);
    await at.printer.fault('paper-out');
    const first = await at.attempt();
    expect(first.event).toEqual({ type: 'slipWaiting', problem: 'printerPaperOut' });
    const then = await comesOut(at);
    expect(then.copy).toBe(false);
    note('no paper before it began', first, then);
  });

  it.concurrent.for([
    { fault: 'cover-open', hazard: 'cover opened while it comes out', problem: 'printerCoverOpen' },
    { fault: 'power-off', hazard: 'cable out while it comes out', problem: 'printNotConfirmed' },
  ])('since: $hazard', async ({ fault, hazard, problem }, test) => {
    const at = await openDesk(test);
    await at.printer.fault('stall', { rows: 120 });
    const printing = at.attempt();
    await until(() => at.printer.state().rowsUnderHead > 100, 'the slip to come out');
    await at.printer.fault(fault);
    const first = await printing;
    expect(first).toMatchObject({ row: 'retry', event: { type: 'slipWaiting', problem } });
    const then = await comesOut(at);
    expect(then.copy).toBe(true);
    note(hazard, first, then);
  });

  it.concurrent('since the cutter jams', async (test) => {
    const at = await openDesk(test);
    await at.printer.fault('cutter-jam', { times: 1 });
    const first = await at.attempt();
    expect(first.event).toEqual({ type: 'slipWaiting', problem: 'printerFailed' });
    const then = await comesOut(at);
    note('cutter jams', first, then);
    expect(then.copy).toBe(true);
  });

  it.concurrent.for([40, 5_000, 30_000, 60_000])('since the printer is switched off at byte %i', async (atByte, test) => {
    const at = await openDesk(test);
    await at.printer.fault('power-off', { atByte });
    const first = await at.attempt();
    expect(first.event).toEqual({ type: 'slipWaiting', problem: 'printNotConfirmed' });
    const then = await comesOut(at);
    expect(then.copy).toBe(true);
    note(`switched off at byte ${atByte}`, first, then);
  });

  it.concurrent('since another program prints there', async ({ onTestFinished }) => {
    const holder = await printerBench();
    onTestFinished(holder.close);
    const [, host, port] = /^tcp (.+):(\d+)$/.exec(holder.printer.address)!;
    const waiting = createReceiptPrinter({
      settings: { transport: 'tcp', host: host!, port: Number(port), model: 'generic-80mm' },
      clock: fastClock(8, 3000, 4500),
      random,
      log: keptLog(),
    });
    onTestFinished(waiting.close);
    waiting.start();
    const at = desk(holder, waiting);
    await until(() => waiting.state().status === 'offline', 'the busy printer to be noticed');
    const first = await at.attempt();
    expect(first.event).toEqual({ type: 'slipWaiting', problem: 'printerOffline' });
    await holder.printer.close();
    await until(() => waiting.state().status === 'online', 'the printer to be free');
    const last = await at.attempt();
    expect(last.event).toEqual({ type: 'slipPrinted', confirmed: true, copy: false });
    note('another program prints there', first, { copy: false });
  });
});

describe('a printer that never answers', () => {
  it.concurrent('has the slip, and nobody says that it is out', async (test) => {
    const at = await openDesk(test, { model: 'generic-80mm-mute' });
    await at.printer.fault('no-status');
    const sent = await at.attempt();
    expect(sent.event).toEqual({ type: 'slipPrinted', confirmed: false, copy: false });
    expect(at.jobs.get('j1.1')?.state).toBe('notConfirmed');
    await until(() => at.printer.state().slips.length === 1, 'the slip');
    seen.push({ hazard: 'the printer never answers', citizen: citizenReads(sent), after: 'came out, not confirmed' });
  });
});
