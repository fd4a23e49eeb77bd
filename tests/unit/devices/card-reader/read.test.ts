// Whole readings of the bench's chip: every kind of card, every forgery, every hostile file, and the card lifted at
// every single command.

import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { madnesses } from '../../../bench/chip/faults.ts';
import { forgeries } from '../../../bench/chip/forgeries.ts';
import { hostileKinds } from '../../../bench/chip/hostile-files.ts';
import { profiles } from '../../../bench/chip/profiles.ts';
import { fromHex } from '../../../../main/devices/card-reader/bytes.ts';
import { readChip } from '../../../../main/devices/card-reader/read.ts';
import type { IdentityText, ReadEvents, ReadRequest } from '../../../../main/devices/card-reader/identity-reading.ts';
import type { ReadProgress } from '../../../../main/devices/card-reader/read-steps.ts';
import type { Transceiver } from '../../../../main/devices/card-reader/transceiver.ts';
import { EMPTY_TRUST_STORE } from '../../../../main/devices/card-reader/trust-store.ts';
import type { TrustStore } from '../../../../main/devices/card-reader/trust-store.ts';
import { benchCard } from './bench-chip.ts';
import type { BenchCard } from './bench-chip.ts';

const random = (length: number): Uint8Array => new Uint8Array(randomBytes(length));
/** The bench's chip computes on curves in plain integers. */
const SLOW_MS = 120_000;
const NOW = Date.parse('2026-11-24T03:00:00Z');

function read(
  card: BenchCard, contact: Transceiver,
  request: Partial<ReadRequest> = {}, events: ReadEvents = {}, trustStore: TrustStore = card.trustStore,
) {
  return readChip(contact, card.atr, { access: card.can, portrait: true, ...request }, { trustStore, random, now: () => NOW }, events);
}

describe('a genuine card', () => {
  it.each(profiles.filter((profile) => profile.emrtd).map((profile) => profile.name))('%s is found genuine', async (name) => {
    const card = benchCard(name);
    const result = await read(card, card.contact(), { expectedNumber: card.number, ...(name === 'bac-only' ? { access: card.mrz } : {}) });
    expect(result).toMatchObject({ ok: true, value: { verdict: { overall: 'genuine', agreement: { state: 'passed' } } } });
    if (result.ok) expect(result.value.portrait?.bytes.length).toBeGreaterThan(10_000);
  });

  it('gives each field with the file it came from, text before proof before portrait', async () => {
    const card = benchCard('card-2021');
    const progress: ReadProgress[] = [];
    const texts: { text: IdentityText; commands: number }[] = [];
    const contact = card.contact();
    const result = await read(card, contact, {}, {
      onProgress: (step) => progress.push(step),
      onText: (text) => texts.push({ text, commands: contact.commands() }),
    });
    if (!result.ok) throw new Error(result.error.reason);
    expect(texts).toHaveLength(1);
    // Two files behind getting in: nothing else was read before the form could fill.
    expect(texts[0]?.commands).toBe(10);
    expect(texts[0]?.text.fields).toMatchObject({
      number: { value: '068099001234', source: 'dg1' }, fullName: { value: 'Nguyễn Văn An', source: 'dg13' },
      birthDate: { value: '1999-05-20', source: 'dg1' }, sex: { value: 'male', source: 'dg1' },
      issueDate: { value: '2021-06-01', source: 'dg13' }, expiryDate: { value: '2039-05-20', source: 'dg1' },
      residence: { value: 'Số 1 Đường Mẫu, Đức Trọng, Lâm Đồng', source: 'dg13' }, oldNumber: { value: '250123456', source: 'dg13' },
    });
    expect(texts[0]?.text.fields).not.toHaveProperty('ethnicity');
    expect(texts[0]?.text.fields).not.toHaveProperty('religion');
    const percents = progress.map(({ percent }) => percent);
    expect(percents).toEqual(percents.slice().sort((one, other) => one - other));
    expect(percents.at(-1)).toBe(100);
    expect(new Set(progress.map(({ step, number }) => `${number} ${step}`)))
      .toEqual(new Set(['2 access', '3 files', '4 text', '5 authenticity', '6 portrait']));
  });

  it('decodes ethnicity and religion only when they are named', async () => {
    const card = benchCard('card-2021');
    const result = await read(card, card.contact(), { sensitiveFields: ['ethnicity'], portrait: false });
    expect(result).toMatchObject({ ok: true, value: { fields: { ethnicity: { value: 'Kinh' } } } });
    expect(result.ok && 'religion' in result.value.fields).toBe(false);
  });

  it('has the text of data group 1 where data group 13 is enciphered or refused', async () => {
    for (const name of ['card-2024', 'card-2024-denied']) {
      const card = benchCard(name);
      const result = await read(card, card.contact(), { portrait: false });
      expect(result).toMatchObject({
        ok: true, value: { unreadable: ['dg13'], fields: { fullName: { value: 'NGUYEN VAN AN', source: 'dg1' } } },
      });
    }
  });

  it('proves the chip also without a portrait and without active authentication to do so', async () => {
    const card = benchCard('pace-3des');
    expect(await read(card, card.contact(), { portrait: false })).toMatchObject({ ok: true, value: { verdict: { chip: { state: 'passed' } } } });
  });

  it('takes as few commands as the card allows', async () => {
    const card = benchCard('aes-256');
    const contact = card.contact();
    await read(card, contact);
    // EF.CardAccess, EF.ATR/INFO, PACE 5, SELECT, six files, chip authentication 2, active authentication 1.
    expect(contact.commands()).toBe(2 + 5 + 1 + 6 + 2 + 1);
  });
});

describe('a trust store without the issuer', () => {
  it('says so, and neither genuine nor refused', async () => {
    const card = benchCard('card-2021');
    expect(await read(card, card.contact(), {}, {}, EMPTY_TRUST_STORE)).toMatchObject({
      ok: true,
      value: {
        verdict: {
          overall: 'notFullyVerified', chip: { state: 'passed' },
          passive: { state: 'notChecked', reason: 'trustStoreEmpty', signatureValid: true },
        },
      },
    });
    const other = benchCard('brainpool-sod').trustStore;
    expect(await read(card, card.contact(), {}, {}, other)).toMatchObject({
      ok: true, value: { verdict: { overall: 'notFullyVerified', passive: { reason: 'issuerNotInTrustStore' } } },
    });
  });
});

describe('a forged card', () => {
  const expected: Record<string, object> = {
    clone: { overall: 'refused' },
    'clone-without-keys': { overall: 'refused' },
    'hidden-dg15': { overall: 'refused', passive: { reason: 'dataGroupMissing' } },
    'hidden-dg14': { overall: 'refused', passive: { reason: 'dataGroupMissing' } },
    'altered-dg1': { overall: 'refused', passive: { reason: 'dataGroupAltered', dataGroups: { 1: 'altered' } } },
    'altered-dg2': { overall: 'refused', passive: { reason: 'dataGroupAltered', dataGroups: { 2: 'altered' } } },
    'altered-dg13': { overall: 'refused', passive: { reason: 'dataGroupAltered', dataGroups: { 13: 'altered' } } },
    'altered-dg14': { overall: 'refused', passive: { reason: 'dataGroupAltered', dataGroups: { 14: 'altered' } } },
    'altered-dg15': { overall: 'refused', passive: { reason: 'dataGroupAltered', dataGroups: { 15: 'altered' } } },
    'altered-hash': { overall: 'refused', passive: { reason: 'signatureWrong' } },
    'altered-signature': { overall: 'refused', passive: { reason: 'signatureWrong' } },
    'unsigned-dg13': { overall: 'refused', passive: { reason: 'dataGroupNotSigned' } },
    // The same name and another key: nobody trusts it, and nothing is proved.
    'other-authority': { overall: 'notFullyVerified', passive: { reason: 'issuerNotInTrustStore' } },
    'expired-signer': { overall: 'notFullyVerified', passive: { reason: 'signerCertificateNotValidNow' } },
  };

  it.each(forgeries.filter((forgery) => forgery !== 'none'))('%s', async (forgery) => {
    for (const profile of ['card-2021', 'pace-cam']) {
      const card = benchCard(profile, { forgery });
      const result = await read(card, card.contact());
      expect(result).toMatchObject({ ok: true, value: { verdict: expected[forgery] } });
    }
  }, SLOW_MS);

  it('a clone fails chip authentication as well as active authentication', async () => {
    const clone = benchCard('card-2021', { forgery: 'clone' });
    expect(await read(clone, clone.contact())).toMatchObject({
      ok: true, value: { verdict: { chip: { state: 'failed', reason: 'chipAnswerWrong' } } },
    });
    const silent = benchCard('card-2021', { forgery: 'clone-without-keys' });
    expect(await read(silent, silent.contact())).toMatchObject({
      ok: true, value: { verdict: { chip: { state: 'failed', reason: 'chipRefused' }, active: { state: 'failed', reason: 'chipRefused' } } },
    });
  });
});

describe('a changed EF.CardAccess', () => {
  it('that offers a weaker way in than the signed data group 14 is refused', async () => {
    const card = benchCard('pace-cam');
    const contact = card.contact();
    let first = true;
    const result = await read(card, {
      async transmit(command) {
        const response = await contact.transmit(command);
        if (!first) return response;
        first = false;
        // Generic mapping alone: the chip would prove itself with the other one.
        return { ok: true, value: fromHex('31143012060A04007F0007020204020202010202010D9000') };
      },
    });
    expect(result).toMatchObject({
      ok: true, value: { verdict: { overall: 'refused', access: { state: 'failed', reason: 'offersDiffer' }, passive: { state: 'passed' } } },
    });
  });
});

describe('numbers that do not agree', () => {
  it('refuses the chip of one person under the number of another', async () => {
    const card = benchCard('card-2021');
    expect(await read(card, card.contact(), { expectedNumber: '068099009999' })).toMatchObject({
      ok: true, value: { verdict: { overall: 'refused', agreement: { state: 'failed', reason: 'numbersDiffer' } } },
    });
  });

  it('refuses a chip that opens with another number than its own', async () => {
    const card = benchCard('card-2021', { can: '777777' });
    expect(await read(card, card.contact(), { access: { can: '777777' } })).toMatchObject({
      ok: true, value: { verdict: { overall: 'refused', agreement: { reason: 'numbersDiffer' } } },
    });
  });
});

describe('getting in', () => {
  it('says that the number is wrong, and how many attempts the chip leaves', async () => {
    const card = benchCard('card-2021');
    const result = await read(card, card.contact(), { access: { can: '999999' } });
    expect(result).toMatchObject({ ok: false, error: { reason: 'wrongAccessKey', code: 'userError', step: 'access' } });
  });

  it('stops before the chip locks', async () => {
    const card = benchCard('card-2021');
    const reasons: string[] = [];
    for (let attempt = 0; attempt < 7; attempt += 1) {
      const result = await read(card, card.contact(), { access: { can: '999999' } });
      reasons.push(result.ok ? 'ok' : result.error.reason);
    }
    expect(reasons.at(-1)).toBe('attemptsUsedUp');
    // The right number still opens it when staff insist.
    expect(await read(card, card.contact(), { spendLastAttempt: true })).toMatchObject({ ok: true });
  });

  it('asks for the zone where the chip knows basic access control only', async () => {
    const card = benchCard('bac-only');
    expect(await read(card, card.contact())).toMatchObject({ ok: false, error: { reason: 'mrzNeeded' } });
    expect(await read(card, card.contact(), { access: { mrz: { documentNumber: '099001234', dateOfBirth: '990520', dateOfExpiry: '390521' } } }))
      .toMatchObject({ ok: false, error: { reason: 'wrongAccessKey' } });
  });

  it('opens by PACE with the zone too', async () => {
    const card = benchCard('card-2021');
    expect(await read(card, card.contact(), { access: card.mrz })).toMatchObject({ ok: true, value: { verdict: { access: { protocol: 'pace' } } } });
  });

  it('knows a card that is no identity card', async () => {
    const card = benchCard('not-emrtd');
    expect(await read(card, card.contact())).toMatchObject({ ok: false, error: { reason: 'invalidMedia' } });
  });

  it('refuses a number of the wrong shape without asking the chip', async () => {
    const card = benchCard('card-2021');
    const contact = card.contact();
    expect(await read(card, contact, { access: { can: '12345' } })).toMatchObject({ ok: false, error: { reason: 'accessKeyMalformed' } });
    expect(contact.commands()).toBe(0);
  });
});

describe('a card that is lifted', () => {
  it('at any command is read to the end when laid down again', async () => {
    const card = benchCard('card-2021');
    const whole = card.contact();
    await read(card, whole);
    const total = whole.commands();
    expect(total).toBeGreaterThan(20);
    for (let at = 1; at <= total; at += 1) {
      const first = await read(card, card.contact([{ kind: 'lift', at }]));
      if (first.ok || first.error.reason !== 'mediaRemoved') throw new Error(`lifted at ${at}: ${JSON.stringify(first)}`);
      const again = card.contact();
      const second = await read(card, again, { ...(first.error.resume && { resume: first.error.resume }) });
      expect(second, `lifted at ${at}`).toMatchObject({ ok: true, value: { verdict: { overall: 'genuine' } } });
    }
  }, SLOW_MS);

  it('goes on from the data group it had reached', async () => {
    const card = benchCard('no-extended-length');
    const first = await read(card, card.contact([{ kind: 'lift', at: 40 }]));
    if (first.ok) throw new Error('not lifted');
    expect(first.error).toMatchObject({ step: 'portrait' });
    const again = card.contact();
    await read(card, again, { ...(first.error.resume && { resume: first.error.resume }) });
    // The chip proves itself anew, data group 1 shows that it is the same one; the other files are not read again.
    const files = again.exchanges.filter((line) => /^0cb0[89]/.test(line)).map((line) => line.slice(4, 6));
    expect(files).toEqual(['81', '82']);
  });

  it('takes nothing of the card before when another one is laid down', async () => {
    const card = benchCard('card-2021');
    const first = await read(card, card.contact([{ kind: 'lift', at: 20 }]));
    if (first.ok) throw new Error('not lifted');
    const other = benchCard('card-2021', { personaId: 'k-breo' });
    const result = await read(other, other.contact(), { ...(first.error.resume && { resume: first.error.resume }) });
    expect(result).toMatchObject({
      ok: true, value: { verdict: { overall: 'genuine' }, fields: { number: { value: other.number }, fullName: { value: 'K’ Brẽo' } } },
    });
  });
});

describe('a bad connection', () => {
  it('a wrong checksum at any command ends the contact, and a reset goes on', async () => {
    const card = benchCard('card-2021');
    for (const at of [8, 9, 11, 13, 15, 16, 17, 18, 20, 26]) {
      const first = await read(card, card.contact([{ kind: 'wrong-checksum', at }]));
      // At the first response under the keys of chip authentication it is the chip that failed.
      if (first.ok) expect(first.value.verdict).toMatchObject({ overall: 'refused', chip: { state: 'failed' } });
      else {
        expect(first.error).toMatchObject({ reason: 'secureMessagingFailed' });
        expect(await read(card, card.contact(), { ...(first.error.resume && { resume: first.error.resume }) }))
          .toMatchObject({ ok: true, value: { verdict: { overall: 'genuine' } } });
      }
    }
  }, SLOW_MS);

  it.each(['garbage', 'cut-reply', 'empty-reply'] as const)('%s at any command ends in a reason, never in an exception', async (kind) => {
    const card = benchCard('card-2021');
    for (let at = 1; at <= 26; at += 1) {
      const result = await read(card, card.contact([{ kind, at }]));
      if (result.ok) expect(['genuine', 'notFullyVerified', 'refused']).toContain(result.value.verdict.overall);
      else expect(result.error.reason).not.toBe('internalError');
    }
  }, SLOW_MS);

});

describe('a hostile chip', () => {
  it.each(madnesses)('%s ends soon', async (madness) => {
    const card = benchCard('card-2021');
    const contact = card.contact([], madness);
    const before = process.cpuUsage();
    const result = await read(card, contact);
    expect(result).toMatchObject({ ok: false });
    expect(contact.commands()).toBeLessThan(400);
    expect(process.cpuUsage(before).user / 1000).toBeLessThan(2_000);
  });

  it.each(hostileKinds)('%s', async (kind) => {
    const files = kind.startsWith('portrait') || kind.startsWith('certificate')
      ? [undefined] : (['card-access', 'sod', 'dg1', 'dg2', 'dg14'] as const);
    for (const file of files) {
      const card = benchCard('card-2021', { hostile: { kind, ...(file && { file }) } });
      const contact = card.contact();
      const before = process.cpuUsage();
      const result = await read(card, contact);
      if (result.ok) expect(result.value.verdict.overall, file).not.toBe('genuine');
      expect(process.cpuUsage(before).user / 1000).toBeLessThan(2_000);
      expect(contact.commands()).toBeLessThan(200);
    }
  }, SLOW_MS);
});
