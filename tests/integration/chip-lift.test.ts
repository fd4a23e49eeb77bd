// The card is lifted at every single command of a whole reading, over real pcscd and its virtual reader, and laid back:
// the reading goes on and gives what an undisturbed one gives. Two readers work side by side, since pcscd needs its time to
// notice that a card is gone.

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../main/base/clock.ts';
import { readFolder } from '../../main/base/read-folder.ts';
import { createCardReader } from '../../main/devices/card-reader/device.ts';
import type { CardReader } from '../../main/devices/card-reader/device.ts';
import type { IdentityReading } from '../../main/devices/card-reader/identity-reading.ts';
import { EMPTY_TRUST_STORE, loadTrustStore } from '../../main/devices/card-reader/trust-store.ts';
import { startCardService, whyNoChip } from '../bench/bench/card-service.ts';
import type { CardService } from '../bench/bench/card-service.ts';
import type { LaidCard } from '../bench/client.ts';
import { never, random } from '../unit/devices/support.ts';

const READERS = [0, 1] as const;
const PROFILE = process.env['CHIP_LIFT_PROFILE'] ?? 'card-2021';
/** pcscd looks every 400 ms: what is gone for less it may not miss. */
const ABSENCE_MS = 900;
/** One reading that is cut off and goes on, whatever else the machine does. */
const MOST_MS = 20_000;
const TRIES = 10;

describe.skipIf(whyNoChip() !== undefined)('lifted at each command, over real pcscd', () => {
  let dir: string;
  let service: CardService;
  const devices: CardReader[] = [];
  const cards: LaidCard[] = [];

  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'chip-lift-'));
    service = await startCardService(dir);
    Object.assign(process.env, service.environment);
    let trustStore = EMPTY_TRUST_STORE;
    trustStore = await loadTrustStore(() => readFolder(service.trustStore));
    for (const reader of READERS) {
      const device = createCardReader({ settings: { reader: `PCD 00 0${reader}` }, trustStore: () => trustStore, clock: systemClock, random, log: () => {} });
      device.start();
      devices.push(device);
      cards.push(await ask<LaidCard>('POST', '/insert', { reader, profile: PROFILE }));
    }
  }, 60_000);

  afterAll(async () => {
    await Promise.all(devices.map((device) => device.close()));
    await service?.stop();
    rmSync(dir, { recursive: true, force: true });
  }, 30_000);

  function ask<T>(method: string, path: string, body?: object): Promise<T> {
    return new Promise((done, failed) => {
      const asked = service.request({ method, path }, (answer) => {
        let text = '';
        answer.setEncoding('utf8').on('data', (part: string) => (text += part));
        answer.on('end', () => (answer.statusCode === 200 ? done(JSON.parse(text) as T) : failed(new Error(text))));
      });
      asked.once('error', failed).end(body && JSON.stringify(body));
    });
  }

  const commands = async (reader: number): Promise<number> =>
    (await ask<{ totals: { apdus: number } }>('GET', `/log?reader=${reader}&since=${Number.MAX_SAFE_INTEGER}`)).totals.apdus;

  const read = (reader: number) => devices[reader]!.readIdentity({
    access: { can: cards[reader]!.can }, expectedNumber: cards[reader]!.number, portrait: true, resume: true, timeoutMs: MOST_MS, signal: never(),
  });

  /** As the journey does it: again, as long as the card was only lifted. */
  async function readToTheEnd(reader: number): Promise<{ readonly reading: IdentityReading; readonly lifted: number }> {
    for (let lifted = 0; lifted < TRIES; lifted += 1) {
      const result = await read(reader);
      if (result.ok) return { reading: result.value, lifted };
      if (result.error.reason !== 'mediaRemoved') throw new Error(JSON.stringify({ ...result.error, resume: undefined }));
    }
    throw new Error(`lifted ${TRIES} times`);
  }

  const outcome = ({ fields, mrz, portrait, verdict, unreadable }: IdentityReading) => ({ fields, mrz, portrait, verdict, unreadable });

  it('goes on to the same result', async () => {
    const clean = await readToTheEnd(0);
    expect(clean.reading).toMatchObject({ verdict: { overall: 'genuine' }, portrait: {} });
    expect(clean.lifted).toBe(0);
    const total = await commands(0);
    expect(total).toBeGreaterThan(20);

    let next = 1;
    const reached: number[] = [];
    await Promise.all(READERS.map(async (reader) => {
      for (let at = next++; at <= total; at = next++) {
        devices[reader]!.forget();
        await ask('POST', '/faults', { reader, faults: [{ kind: 'lift', at, backAfterMs: ABSENCE_MS }] });
        const before = await commands(reader);
        const { reading, lifted } = await readToTheEnd(reader);
        expect(lifted, `lifted at ${at}`).toBe(1);
        expect(outcome(reading), `lifted at ${at}`).toEqual(outcome(clean.reading));
        // The files of the first contact are not read again but for data group 1, which shows that it is the same card.
        const second = await commands(reader) - before - (at - 1);
        expect(second, `lifted at ${at}`).toBeLessThanOrEqual(at === total ? total - 4 : total);
        reached.push(at);
      }
    }));
    expect(reached.sort((a, b) => a - b)).toEqual(Array.from({ length: total }, (_, index) => index + 1));
  }, 300_000);
});
