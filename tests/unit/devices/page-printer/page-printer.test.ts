// The page printer's driver on the bench's IPP printer: what comes out, and what is said when it does not.

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addressOf } from '../../../../main/devices/page-printer/transport-http.ts';
import { testPage } from '../../../../main/devices/page-printer/test-page.ts';
import type { PageJob } from '../../../../main/services/ports.ts';
import { never, until } from '../support.ts';
import { hurried, ippBench } from './bench.ts';
import type { IppBench } from './bench.ts';

const A4: PageJob = { media: 'a4', copies: 1, jobName: 'Giấy tiếp nhận' };
const pdf = testPage('a4');
let bench: IppBench;
afterEach(() => bench.close());

describe('a page printer', () => {
  beforeEach(async () => {
    bench = await ippBench();
  });

  it('gets the PDF byte for byte, on the paper, in the number and at the scale that were asked for', async () => {
    expect(await bench.printer.print(pdf, { ...A4, copies: 2 }, never())).toEqual({ ok: true, value: { confirmed: true } });
    expect(await bench.printer.print(testPage('a5'), { ...A4, media: 'a5' }, never())).toEqual({ ok: true, value: { confirmed: true } });
    const [first, second] = bench.jobs();
    expect(bench.document(first!).equals(pdf)).toBe(true);
    expect(first).toMatchObject({ name: 'Giấy tiếp nhận', media: 'iso_a4_210x297mm', copies: 2, scaling: 'none', state: 'completed' });
    expect(second).toMatchObject({ media: 'iso_a5_148x210mm', copies: 1 });
    expect(bench.printer.model).toBe('Bench Page Printer');
  });

  it('is not told "printed" before the printer says so', async () => {
    await bench.fault('slow-print', { ms: 3_000 });
    let done = false;
    const printing = bench.printer.print(pdf, A4, never()).finally(() => (done = true));
    await until(() => bench.jobs().length === 1, 'the job to arrive');
    expect([bench.jobs()[0]!.state, done]).toEqual(['processing', false]);
    expect(await printing).toMatchObject({ ok: true });
    expect(bench.jobs()[0]!.state).toBe('completed');
  });

  it('that makes no copies gets the document twice', async () => {
    await bench.fault('one-copy');
    expect(await bench.printer.print(pdf, { ...A4, copies: 2 }, never())).toMatchObject({ ok: true });
    expect(bench.jobs().map(({ copies, state }) => [copies, state])).toEqual([[1, 'completed'], [1, 'completed']]);
  });

  it.each([
    ['no-a5', { code: 'unsupportedData', reason: 'mediaNotSupported', detail: 'a5', sent: false }],
    ['no-pdf', { code: 'unsupportedData', reason: 'pdfNotSupported', sent: false }],
    ['paper-out', { code: 'commandErrorCode', reason: 'paperOut', sent: false }],
    ['cover-open', { code: 'commandErrorCode', reason: 'coverOpen', sent: false }],
    ['jam', { code: 'hardwareError', reason: 'jammed', sent: false }],
    ['toner-out', { code: 'commandErrorCode', reason: 'tonerOut', sent: false }],
    ['busy', { code: 'deviceNotReady', reason: 'busy', detail: 'status 0x0507', sent: false }],
    ['outage', { code: 'deviceNotReady', reason: 'unreachable', detail: 'ECONNREFUSED', sent: false }],
    ['not-ipp', { code: 'hardwareError', reason: 'notAPrinter', detail: 'HTTP 404', sent: false }],
  ])('with the fault %s prints nothing and says why', async (fault, error) => {
    await bench.fault(fault);
    expect(await bench.printer.print(testPage('a5'), { ...A4, media: 'a5' }, never())).toEqual({ ok: false, error });
    expect(bench.jobs()).toEqual([]);
    await bench.heal();
    expect(await bench.printer.print(pdf, A4, never())).toMatchObject({ ok: true });
  });

  it.each(['paper-low', 'toner-low', 'tray-empty'])('prints on with %s', async (fault) => {
    await bench.fault(fault);
    expect(await bench.printer.print(pdf, A4, never())).toEqual({ ok: true, value: { confirmed: true } });
  });

  it.each([
    ['aborts', { code: 'hardwareError', reason: 'aborted', detail: 'aborted-by-system', sent: true }],
    ['canceled-at-printer', { code: 'canceled', reason: 'canceledAtPrinter', sent: true }],
    ['forgets', { code: 'hardwareError', reason: 'notConfirmed', detail: 'the printer knows the job no more', sent: true }],
  ])('whose job ends with %s has not printed it, and paper may have come out', async (fault, error) => {
    await bench.fault(fault);
    expect(await bench.printer.print(pdf, A4, never())).toEqual({ ok: false, error });
  });

  it('whose reply to the document is lost may have printed it', async () => {
    await bench.fault('lost-reply', { on: 'print', times: 1 });
    expect(await bench.printer.print(pdf, A4, never())).toMatchObject({ ok: false, error: { reason: 'notConfirmed', sent: true } });
    expect(bench.jobs()).toHaveLength(1);
  });

  it('goes on where somebody puts in paper, and shows meanwhile what is missing', async () => {
    await bench.fault('slow-print', { ms: 3_000 });
    const printing = bench.printer.print(pdf, A4, never());
    await until(() => bench.jobs().length === 1, 'the job to arrive');
    await bench.fault('paper-out');
    await until(() => bench.printer.state().media['paper'] === 'out', 'the state to say so');
    expect(bench.printer.state()).toMatchObject({ status: 'userError', detail: 'paperOut' });
    await bench.heal('paper-out');
    expect(await printing).toEqual({ ok: true, value: { confirmed: true } });
    await until(() => bench.printer.state().status === 'online', 'the printer to be ready');
  });

  it('takes a job back that is aborted here', async () => {
    await bench.fault('slow-print', { ms: 60_000, times: 1 });
    const stop = new AbortController();
    const printing = bench.printer.print(pdf, A4, stop.signal);
    await until(() => bench.jobs().length === 1, 'the job to arrive');
    stop.abort();
    expect(await printing).toEqual({ ok: false, error: { code: 'canceled', reason: 'notConfirmed', sent: true } });
    expect(bench.jobs()[0]!.state).toBe('canceled');
  });

  it('that has printed a job before it could be taken back has printed it', async () => {
    await bench.fault('slow-print', { ms: 0 });
    const stop = new AbortController();
    const printing = bench.printer.print(pdf, A4, stop.signal);
    await until(() => bench.jobs().length === 1, 'the job to arrive');
    stop.abort();
    expect(await printing).toEqual({ ok: true, value: { confirmed: true } });
  });

  it.each([
    ['no PDF', new TextEncoder().encode('<html>'), A4, 'notPdf'],
    ['no copies', pdf, { ...A4, copies: 0 }, 'copies'],
  ])('is sent nothing when there is %s', async (_what, bytes, job, reason) => {
    expect(await bench.printer.print(bytes, job, never())).toEqual({ ok: false, error: { code: 'invalidData', reason, sent: false } });
    expect(bench.jobs()).toEqual([]);
  });

  it('prints a test page', async () => {
    expect(await bench.printer.test(never())).toEqual({ ok: true, value: { summary: 'printed, A4, Bench Page Printer' } });
    expect(bench.document(bench.jobs()[0]!).toString('latin1')).toMatch(/^%PDF-1\.4[^]*%%EOF\n$/);
  });
});

describe('a page printer that is given up', () => {
  beforeEach(async () => {
    bench = await ippBench(hurried);
  });

  it.each([
    ['paper-out', { code: 'commandErrorCode', reason: 'paperOut', sent: true }],
    ['jam', { code: 'hardwareError', reason: 'jammed', sent: true }],
  ])('since nobody helps with %s has its job taken back', async (fault, error) => {
    await bench.fault('slow-print', { ms: 60_000 });
    const printing = bench.printer.print(pdf, A4, never());
    await until(() => bench.jobs().length === 1, 'the job to arrive');
    await bench.fault(fault);
    expect(await printing).toEqual({ ok: false, error });
    expect(bench.jobs()[0]!.state).toBe('canceled');
  });

  it('since it went away in the middle leaves open whether the page came', async () => {
    await bench.fault('slow-print', { ms: 60_000 });
    const printing = bench.printer.print(pdf, A4, never());
    await until(() => bench.jobs().length === 1, 'the job to arrive');
    await bench.fault('outage');
    expect(await printing).toMatchObject({ ok: false, error: { code: 'deviceNotReady', reason: 'notConfirmed', sent: true } });
    await until(() => bench.printer.state().status === 'offline', 'the state to say so');
    await bench.heal('outage');
    await until(() => bench.printer.state().status !== 'offline', 'the printer to be found again');
  });
});

it.each([
  ['ipp://192.168.1.30/ipp/print', 'http://192.168.1.30:631/ipp/print', 'ipp://192.168.1.30:631/ipp/print'],
  ['ipps://printer.local/ipp/print', 'https://printer.local:631/ipp/print', 'ipps://printer.local:631/ipp/print'],
  ['ipp://10.0.0.9:8631/p?a=b', 'http://10.0.0.9:8631/p?a=b', 'ipp://10.0.0.9:8631/p?a=b'],
  ['http://10.0.0.9', 'http://10.0.0.9:80/', 'ipp://10.0.0.9:80/'],
  ['ipp://[fe80::1]/ipp', 'http://[fe80::1]:631/ipp', 'ipp://[fe80::1]:631/ipp'],
])('%s is asked at %s', (given, url, uri) => {
  expect(addressOf(given)).toEqual({ url, uri });
});
