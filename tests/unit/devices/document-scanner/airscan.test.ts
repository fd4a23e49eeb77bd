// An eSCL client that is not ours, Debian's sane-airscan, on the bench's scanner, through our SANE driver: what the bench
// speaks is eSCL and not only what our own eSCL driver expects.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createSaneScanner } from '../../../../main/devices/document-scanner/sane.ts';
import { startDocumentScanner } from '../../../bench/document-scanner.ts';
import { keptLog, never, random } from '../support.ts';
import { systemClock } from '../../../../main/base/clock.ts';

it('sane-airscan scans the bench’s feeder and then its glass', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'airscan-'));
  const part = await startDocumentScanner({ dir, port: 0, values: {} });
  const { url } = part.addresses as { url: string };
  writeFileSync(join(dir, 'dll.conf'), 'airscan\n');
  writeFileSync(join(dir, 'airscan.conf'), `[devices]\nBench = ${url}/, eSCL\n[options]\ndiscovery = disable\n`);
  const scanner = createSaneScanner({ device: 'airscan:e0:Bench', environment: { SANE_CONFIG_DIR: dir }, clock: systemClock, random, log: keptLog() });
  scanner.start();
  try {
    await part.routes['POST /load']!({ rest: '', query: new URLSearchParams(), body: { pages: ['letter', 'certificate'] } });
    const fed = await scanner.scan(never());
    expect(fed).toMatchObject({ ok: true, value: [{ mime: 'image/jpeg' }, { mime: 'image/jpeg' }] });
    expect(await scanner.scan(never())).toMatchObject({ ok: true, value: [{ mime: 'image/jpeg' }] });
    const { jobs } = part.state() as { jobs: readonly { source: string; state: string; dpi: number }[] };
    expect(jobs.filter(({ state }) => state === 'Completed').map(({ source, dpi }) => [source, dpi])).toEqual([['Platen', 300], ['Feeder', 300]]);
  } finally {
    await scanner.close();
    await part.close();
    rmSync(dir, { recursive: true, force: true });
  }
}, 60_000);
