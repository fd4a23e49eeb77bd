// What other makers' scanners do and the bench's does not: a jam that ends the pages with 404, a job canceled at the
// scanner, pages that are not ready yet, pages without end.

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../main/base/clock.ts';
import { createEsclScanner } from '../../../../main/devices/document-scanner/device.ts';
import type { Clock } from '../../../../main/services/ports.ts';
import { capabilitiesXml, statusXml } from '../../../bench/document-scanner/escl.ts';
import type { AdfState, JobState } from '../../../bench/document-scanner/escl.ts';
import { fastClock, keptLog, never, random } from '../support.ts';
import { smallJpeg } from './bench.ts';

type Script = {
  /** The reply to the nth NextDocument, from 1. */
  readonly next: (n: number) => Buffer | number;
  /** The status once pages are over. */
  readonly after?: { readonly adf: AdfState; readonly job: JobState };
};

let close: () => Promise<void> = async () => {};
afterEach(() => close());

async function scripted(script: Script, clock: Clock = systemClock) {
  let asked = 0;
  let over = false;
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    if (path.endsWith('ScannerCapabilities')) return void response.end(capabilitiesXml('u'));
    if (path.endsWith('ScannerStatus')) {
      const { adf, job } =
        over && script.after ? script.after : { adf: 'ScannerAdfLoaded' as const, job: 'Completed' as const };
      return void response.end(
        statusXml('Idle', adf, over ? [{ id: '7', state: job, reason: 'JobReason', ageSeconds: 1, completed: 1 }] : []),
      );
    }
    if (request.method === 'POST') return void response.writeHead(201, { location: '/eSCL/ScanJobs/7' }).end();
    if (request.method === 'DELETE') return void response.end();
    asked += 1;
    const reply = script.next(asked);
    if (typeof reply === 'number') {
      over = reply !== 503;
      return void response.writeHead(reply).end();
    }
    response.end(reply);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/eSCL/`;
  const scanner = createEsclScanner({ settings: { url }, clock, random, log: keptLog() });
  scanner.start();
  close = async () => {
    await scanner.close();
    server.closeAllConnections();
    server.close();
  };
  return scanner;
}

describe('a document scanner of another maker', () => {
  it.each([
    { adf: 'ScannerAdfJam' as const, job: 'Completed' as const, error: { code: 'commandErrorCode', reason: 'jammed' } },
    {
      adf: 'ScannerAdfHatchOpen' as const,
      job: 'Aborted' as const,
      error: { code: 'commandErrorCode', reason: 'coverOpen' },
    },
    {
      adf: 'ScannerAdfEmpty' as const,
      job: 'Aborted' as const,
      error: { code: 'hardwareError', reason: 'aborted', detail: 'JobReason' },
    },
    {
      adf: 'ScannerAdfEmpty' as const,
      job: 'Canceled' as const,
      error: { code: 'canceled', reason: 'canceledAtScanner' },
    },
  ])('that ends its pages with $adf and a job $job has not finished them', async ({ adf, job, error }) => {
    const scanner = await scripted({ next: (n) => (n === 1 ? smallJpeg('one') : 404), after: { adf, job } });
    expect(await scanner.scan(never())).toMatchObject({
      ok: false,
      error: { ...error, pages: [{ mime: 'image/jpeg' }] },
    });
  });

  it('that ends its pages well has finished them', async () => {
    const scanner = await scripted({
      next: (n) => (n <= 2 ? smallJpeg(`${n}`) : 404),
      after: { adf: 'ScannerAdfEmpty', job: 'Completed' },
    });
    expect(await scanner.scan(never())).toMatchObject({ ok: true, value: [{}, {}] });
  });

  it('is asked again for a page that is not ready', async () => {
    const scanner = await scripted({ next: (n) => (n === 1 ? 503 : n === 2 ? smallJpeg('one') : 404) });
    expect(await scanner.scan(never())).toMatchObject({ ok: true, value: [{}] });
  });

  it('whose page is never ready is given up', async () => {
    const scanner = await scripted({ next: () => 503 }, fastClock(100, 20_000));
    expect(await scanner.scan(never())).toMatchObject({
      ok: false,
      error: { code: 'timeOut', reason: 'notAnswering', pages: [] },
    });
  });

  it('that goes on for ever is stopped after 60 pages, which are kept', async () => {
    const scanner = await scripted({ next: (n) => smallJpeg(`${n}`) });
    const scanned = await scanner.scan(never());
    expect(scanned).toMatchObject({ ok: false, error: { reason: 'tooManyPages' } });
    expect(!scanned.ok && scanned.error.pages).toHaveLength(60);
  });

  it('that gives no page at all says that there was none', async () => {
    const scanner = await scripted({ next: () => 404 });
    expect(await scanner.scan(never())).toMatchObject({
      ok: false,
      error: { code: 'commandErrorCode', reason: 'empty' },
    });
  });
});
