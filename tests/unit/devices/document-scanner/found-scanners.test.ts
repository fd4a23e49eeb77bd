// Scanners that are found in the network: by name and address, whoever else answers.

import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createFindScanners } from '../../../../main/devices/document-scanner/transport-mdns.ts';
import { announcement, startResponder } from '../../../bench/document-scanner/mdns.ts';
import type { Announced, Responder } from '../../../bench/document-scanner/mdns.ts';
import { systemClock } from '../../../../main/base/clock.ts';
import { fastClock, never } from '../support.ts';

let responder: Responder;
afterEach(() => responder.close());

const CANON: Announced = { instance: 'Canon MF440 (a1:b2)', host: 'canon', address: [192, 168, 1, 20], port: 80, texts: ['txtvers=1', 'rs=eSCL', 'ty=Canon MF440 Series', 'pdl=image/jpeg'] };
const HP: Announced = { instance: 'HP.LaserJet', host: 'hp', address: [10, 0, 0, 7], port: 8080, texts: ['ty=HP LaserJet', 'rs=/eSCL/'] };

async function find(answer: Parameters<typeof startResponder>[0], clock = fastClock(3)) {
  responder = await startResponder(answer);
  return createFindScanners({ clock, to: responder.address, from: ['127.0.0.1'] })(never());
}

describe('the search for scanners', () => {
  it('finds each once, with what the settings need', async () => {
    expect(await find((id) => [announcement(id, [CANON, HP]), announcement(id, [CANON])])).toEqual([
      { name: 'Canon MF440 (a1:b2)', model: 'Canon MF440 Series', url: 'http://192.168.1.20/eSCL' },
      { name: 'HP.LaserJet', model: 'HP LaserJet', url: 'http://10.0.0.7:8080/eSCL' },
    ]);
  });

  it('asks again where a scanner did not say where it is, or the question was lost', async () => {
    const found = await find((id, question) => (question === 1 ? [] : [announcement(id, [CANON], question > 2)]));
    expect(found).toMatchObject([{ url: 'http://192.168.1.20/eSCL' }]);
    expect(responder.questions()[2]!.toString('latin1')).toContain('Canon MF440 (a1:b2)');
  });

  it('finds none where nobody answers, and ends at once when it is told to', async () => {
    expect(await find(() => [])).toEqual([]);
    const stop = new AbortController();
    stop.abort();
    expect(await createFindScanners({ clock: systemClock, to: responder.address, from: ['127.0.0.1'] })(stop.signal)).toEqual([]);
    expect(await createFindScanners({ clock: fastClock(50), to: responder.address, from: ['203.0.113.9'] })(never())).toEqual([]);
  });

  it.each<[string, Partial<Announced>]>([
    ['this machine', { address: [127, 0, 0, 1] }],
    ['the internet', { address: [8, 8, 8, 8] }],
    ['a group', { address: [224, 0, 0, 251] }],
    ['no port', { port: 0 }],
  ])('takes no scanner that says it is at %s', async (_, more) => {
    expect(await find((id) => [announcement(id, [{ ...CANON, ...more }])])).toEqual([]);
  });

  it('keeps a hostile text short, plain and within its address', async () => {
    const [scanner] = await find((id) => [announcement(id, [{ ...CANON, instance: 'a\u202egnp\n', texts: [`ty=${'x'.repeat(200)}`, 'rs=@evil.example/../?q#'] }])]);
    expect(scanner).toEqual({ name: 'agnp', model: 'x'.repeat(80), url: 'http://192.168.1.20/eSCL' });
  });

  it('lists 32 at most, however many answer', async () => {
    const many = Array.from({ length: 60 }, (_, index) => ({ ...CANON, instance: `scanner ${index}`, host: `h${index}`, address: [192, 168, 2, index] as const }));
    const found = await find((id) => many.map((one) => announcement(id, [one])));
    expect(found).toHaveLength(32);
  });

  it('goes on after packets that are none', async () => {
    const broken = [Buffer.alloc(0), Buffer.from('nonsense'), Buffer.alloc(9_000, 0xc0), announcement(1, [HP]).subarray(0, 40)];
    const spoilt = fc.sample(fc.array(fc.tuple(fc.nat(10_000), fc.nat(255)), { minLength: 1, maxLength: 6 }), { seed: 7, numRuns: 150 }).map((changes) => {
      const packet = announcement(1, [HP]);
      for (const [at, value] of changes) packet[at % packet.length] = value;
      return packet;
    });
    const found = await find((id) => [...broken, ...spoilt, announcement(id, [CANON])]);
    expect(found).toContainEqual(expect.objectContaining({ url: 'http://192.168.1.20/eSCL' }));
  });
});
