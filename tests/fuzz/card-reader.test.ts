// Bytes that no chip should send: every parser of the card reader gives a Result, soon and in little memory; whole
// readings of damaged chips end in a verdict or a reason. FUZZ_RUNS sets the runs of each; a failure prints its seed.

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { personalise } from '../bench/chip/personalisation.ts';
import { persona } from '../bench/chip/personas.ts';
import { profile } from '../bench/chip/profiles.ts';
import { publicKeyInfrastructure, trustSuiteNames } from '../bench/chip/public-key-infrastructure.ts';
import { verifyActiveAuthentication } from '../../main/devices/card-reader/active-authentication/active-authentication.ts';
import { fromHex, toHex } from '../../main/devices/card-reader/bytes.ts';
import { chooseChipAuthentication } from '../../main/devices/card-reader/chip-authentication/chip-authentication.ts';
import { decodeDerSignature } from '../../main/devices/card-reader/crypto/signature.ts';
import { plainChannel } from '../../main/devices/card-reader/iso7816/channel.ts';
import { capabilitiesFromAtr, lengthLimits, responseBytesFromAtrInfo } from '../../main/devices/card-reader/iso7816/length-limits.ts';
import { readFile } from '../../main/devices/card-reader/iso7816/read-file.ts';
import { parseCardSecurity } from '../../main/devices/card-reader/lds/card-security.ts';
import { parseCom, parseDg1, parseDg11, parseDg12, parseDg15 } from '../../main/devices/card-reader/lds/data-groups.ts';
import { parseDg13 } from '../../main/devices/card-reader/lds/dg13.ts';
import { parseDg2 } from '../../main/devices/card-reader/lds/dg2.ts';
import { FILES } from '../../main/devices/card-reader/lds/files.ts';
import { parseZone } from '../../main/devices/card-reader/lds/mrz.ts';
import { parseCardAccess, parseDg14 } from '../../main/devices/card-reader/lds/security-infos.ts';
import { parseSod } from '../../main/devices/card-reader/lds/sod.ts';
import { choosePace } from '../../main/devices/card-reader/pace/pace.ts';
import { parseCertificate } from '../../main/devices/card-reader/passive-authentication/certificate.ts';
import { authenticatePassively } from '../../main/devices/card-reader/passive-authentication/passive-authentication.ts';
import { readChip, replayReading } from '../../main/devices/card-reader/read.ts';
import { secureSession } from '../../main/devices/card-reader/secure-messaging/secure-messaging.ts';
import { parseTlv } from '../../main/devices/card-reader/tlv/tlv.ts';
import { parseTrace, recordTrace, replayChannel, tracedProtocol } from '../../main/devices/card-reader/trace.ts';
import type { Trace } from '../../main/devices/card-reader/trace.ts';
import { buildTrustStore } from '../../main/devices/card-reader/trust-store.ts';
import { benchCard } from '../unit/devices/card-reader/bench-chip.ts';
import { random } from '../unit/devices/support.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);
const TIMEOUT_MS = 60_000 + RUNS * 60;
/** One input, in processor time: what a person waits at a counter for a broken chip. */
const MOST_MS = 400;
/** All inputs together may not leave more than this behind. */
const MOST_BYTES = 200 * 1024 * 1024;

const infrastructure = publicKeyInfrastructure();
const now = (): number => Date.parse('2026-11-24T03:00:00Z');

/** The files of sound cards, by the tag they begin with. */
function sampleFiles(): Uint8Array[] {
  return ['card-2021', 'bac-only', 'rsa-pss', 'explicit-parameters', 'pace-cam'].flatMap((name) => {
    const image = personalise({ profile: profile(name), persona: persona('nguyen-van-an'), infrastructure });
    return [...image.masterFile, ...(image.application ?? [])].map(({ content }) => content.read(0, Math.min(content.length, 3000)));
  });
}
const samples = sampleFiles();

/** Sound bytes with a few of them overwritten, cut out, put in or doubled, where headers are more often than elsewhere. */
function damaged(sound: readonly Uint8Array[]): fc.Arbitrary<Uint8Array> {
  const edit = fc.record({
    at: fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 3000 })),
    remove: fc.nat({ max: 6 }),
    insert: fc.oneof(
      fc.uint8Array({ maxLength: 5 }),
      fc.constantFrom('80', 'ff', '30', '3080', '0482ffff', '847fffffff', '83ffffff', '0000', '1f81', '7f61', '020100', '0500', '3000').map(fromHex),
    ),
  });
  return fc.tuple(fc.constantFrom(...sound), fc.array(edit, { maxLength: 5 }), fc.nat({ max: 3000 })).map(([sample, edits, cut]) => {
    let bytes = sample;
    for (const { at, remove, insert } of edits) {
      const place = at % (bytes.length + 1);
      bytes = Uint8Array.from([...bytes.subarray(0, place), ...insert, ...bytes.subarray(place + remove)]);
    }
    return cut % 7 === 0 ? bytes.subarray(0, cut % (bytes.length + 1)) : bytes;
  });
}

const noise = fc.oneof({ weight: 4, arbitrary: damaged(samples) }, { weight: 1, arbitrary: fc.uint8Array({ maxLength: 400 }) });

let slowest = 0;
let residentBefore = 0;
beforeAll(() => {
  residentBefore = process.memoryUsage().rss;
});
afterAll(() => {
  expect(slowest, 'milliseconds of one input').toBeLessThan(MOST_MS);
  expect(process.memoryUsage().rss - residentBefore, 'bytes left behind').toBeLessThan(MOST_BYTES);
});

function timed<T>(run: () => T): T {
  const before = process.cpuUsage();
  const result = run();
  slowest = Math.max(slowest, process.cpuUsage(before).user / 1000);
  return result;
}

describe('hostile bytes from a chip', () => {
  const authority = infrastructure.countrySigner('ecdsa', 'main').der;
  const trustStore = buildTrustStore([{ name: 'csca.cer', bytes: authority }]);

  const parsers: Record<string, (bytes: Uint8Array) => { ok: boolean }> = {
    TLV: parseTlv, DG1: parseDg1, DG2: parseDg2, DG11: parseDg11, DG12: parseDg12, DG15: parseDg15, 'EF.COM': parseCom,
    DG13: (bytes) => parseDg13(bytes, ['ethnicity', 'religion']),
    'EF.CardAccess': (bytes) => {
      const infos = parseCardAccess(bytes);
      if (infos.ok) choosePace(infos.value.pace);
      return infos;
    },
    DG14: (bytes) => {
      const infos = parseDg14(bytes);
      if (infos.ok) chooseChipAuthentication(infos.value);
      return infos;
    },
    'EF.SOD': (bytes) => {
      const sod = parseSod(bytes);
      if (sod.ok) authenticatePassively(sod.value.signedData, trustStore, now());
      return sod;
    },
    'EF.CardSecurity': parseCardSecurity,
  };

  it.each(Object.entries(parsers))('as %s', (_, parse) => {
    fc.assert(fc.property(noise, (bytes) => {
      expect(typeof timed(() => parse(bytes)).ok).toBe('boolean');
    }), { numRuns: RUNS });
  }, TIMEOUT_MS);

  it('as certificates and trust-store files', () => {
    const certificates = trustSuiteNames.map((suite) => infrastructure.countrySigner(suite, 'main').der);
    fc.assert(fc.property(damaged(certificates), (bytes) => {
      expect(typeof timed(() => parseCertificate(bytes)).ok).toBe('boolean');
      const store = timed(() => buildTrustStore([{ name: 'x', bytes }]));
      expect(store.authorities.length + store.rejected.length).toBe(1);
    }), { numRuns: RUNS });
  }, TIMEOUT_MS);

  it('as answers to reset, EF.ATR/INFO and signatures', () => {
    const keys = samples.flatMap((file) => {
      const key = parseDg15(file);
      return key.ok && key.value !== undefined ? [key.value] : [];
    });
    fc.assert(fc.property(fc.uint8Array({ maxLength: 260 }), fc.constantFrom(...keys), (bytes, key) => {
      capabilitiesFromAtr(bytes);
      responseBytesFromAtrInfo(bytes);
      decodeDerSignature(bytes);
      expect(timed(() => verifyActiveAuthentication(key, undefined, new Uint8Array(8), bytes))).toBe(false);
    }), { numRuns: Math.ceil(RUNS / 4) });
  }, TIMEOUT_MS);

  it('as a machine readable zone', () => {
    const character = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<');
    const zone = fc.constantFrom(72, 88, 90, 89).chain((length) => fc.array(character, { minLength: length, maxLength: length })).map((all) => all.join(''));
    fc.assert(fc.property(fc.oneof(zone, fc.string({ maxLength: 100 })), (text) => {
      expect(typeof parseZone(text).ok).toBe('boolean');
    }), { numRuns: RUNS });
  }, TIMEOUT_MS);

  it('as protected responses: none is believed', () => {
    const keys = { suite: 'AES-128' as const, encryption: new Uint8Array(16).fill(1), mac: new Uint8Array(16).fill(2) };
    const sound = ['990290008E08FA855A5D4C50A8ED', '8709019FF0EC34F9922651990290008E08AD55CC17140B2DED', '8E080000000000000000'].map(fromHex);
    fc.assert(fc.property(fc.oneof(damaged(sound), fc.uint8Array({ maxLength: 300 })), fc.boolean(), (data, odd) => {
      expect(secureSession(keys, new Uint8Array(16)).unwrap({ data, statusWord: 0x9000 }, odd)).toMatchObject({ ok: false });
    }), { numRuns: RUNS });
  }, TIMEOUT_MS);

  it('as responses to reading a file: it ends', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.oneof(fc.uint8Array({ maxLength: 300 }), damaged(samples)), { minLength: 1, maxLength: 6 }), async (responses) => {
      let commands = 0;
      const channel = plainChannel({
        async transmit() {
          const value = responses[commands % responses.length] ?? new Uint8Array(0);
          commands += 1;
          return { ok: true, value };
        },
      }, lengthLimits());
      const file = await readFile(channel, FILES.dg2);
      if (file.ok) expect(file.value.length).toBeLessThanOrEqual(FILES.dg2.maxBytes);
      expect(commands).toBeLessThan(30_000);
    }), { numRuns: Math.ceil(RUNS / 2) });
  }, TIMEOUT_MS);
});

describe('whole readings', () => {
  async function record(name: string): Promise<Trace> {
    const card = benchCard(name);
    const recorder = recordTrace(() => 0);
    const result = await readChip(card.contact(), card.atr, { access: card.can, portrait: true },
      { trustStore: card.trustStore, random, now }, { observe: recorder.channel });
    if (!result.ok) throw new Error(result.error.reason);
    return recorder.trace();
  }

  it('of chips whose files are damaged end in a verdict or a reason', async () => {
    const traces = [await record('card-2021'), await record('aa-rsa')];
    const card = benchCard('card-2021');
    const edit = fc.record({ entry: fc.nat({ max: 40 }), at: fc.nat({ max: 400 }), put: fc.uint8Array({ maxLength: 4 }), remove: fc.nat({ max: 4 }) });
    await fc.assert(fc.asyncProperty(fc.constantFrom(...traces), fc.array(edit, { minLength: 1, maxLength: 4 }), async (trace, edits) => {
      const entries = trace.entries.map((entry) => ({ ...entry }));
      for (const { entry, at, put, remove } of edits) {
        const target = entries[entry % entries.length];
        if (target?.layer !== 'card') continue;
        const bytes = fromHex(target.response);
        const place = at % (bytes.length + 1);
        entries[entry % entries.length] = { ...target, response: toHex(bytes.subarray(0, place)) + toHex(put) + toHex(bytes.subarray(place + remove)) };
      }
      const damagedTrace: Trace = { version: 1, entries };
      const result = await replayReading(replayChannel(damagedTrace), tracedProtocol(damagedTrace), { access: { can: '000000' }, portrait: true },
        { trustStore: card.trustStore, random, now });
      if (result.ok) expect(result.value.verdict.overall).not.toBe('genuine');
    }), { numRuns: RUNS });
  }, TIMEOUT_MS);

  it('over a damaged wire never call a card genuine that did not prove it', async () => {
    const card = benchCard('card-2021');
    const edit = fc.record({ command: fc.integer({ min: 1, max: 26 }), at: fc.nat({ max: 300 }), bit: fc.nat({ max: 7 }), cut: fc.boolean() });
    await fc.assert(fc.asyncProperty(edit, async ({ command, at, bit, cut }) => {
      const contact = card.contact();
      let commands = 0;
      let changed = false;
      const result = await readChip({
        async transmit(bytes) {
          const response = await contact.transmit(bytes);
          commands += 1;
          if (commands !== command || !response.ok) return response;
          changed = true;
          if (cut) return { ok: true, value: response.value.subarray(0, at % response.value.length) };
          const flipped = response.value.slice();
          const place = at % flipped.length;
          flipped[place] = (flipped[place] ?? 0) ^ (1 << bit);
          return { ok: true, value: flipped };
        },
      }, card.atr, { access: card.can, portrait: false }, { trustStore: card.trustStore, random, now });
      // What comes before the first secret is unprotected: a file may be lost and the card be read all the same.
      if (result.ok && changed && command > 3) expect(result.value.verdict.overall).not.toBe('genuine');
    }), { numRuns: Math.ceil(RUNS / 15) });
  }, TIMEOUT_MS);

  it('of traces that are none', () => {
    fc.assert(fc.property(fc.oneof(fc.json(), fc.string()), (text) => {
      const trace = parseTrace(text);
      if (trace.ok) replayChannel(trace.value).maxReadLength();
    }), { numRuns: RUNS });
  }, TIMEOUT_MS);
});
