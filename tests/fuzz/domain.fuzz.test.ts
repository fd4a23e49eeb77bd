// Hostile input for every parser of the domain: none may throw, hang or give what its own rules forbid. `FUZZ_RUNS`
// multiplies the runs; a failure prints its seed.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCalendar } from '../../main/domain/calendar/calendar.ts';
import { fromWritten, isIsoDate } from '../../main/domain/calendar/iso-date.ts';
import { parseVietnamMoment } from '../../main/domain/calendar/vietnam-time.ts';
import { checkDossierCodeTemplate, codeShape, dossierCode, parseLookup, readLookUp } from '../../main/domain/dossier/dossier-code.ts';
import { decodeIdentityQrBytes, parseIdentityQr } from '../../main/domain/identity/identity-qr.ts';
import { parsePersonalNumber } from '../../main/domain/identity/personal-number.ts';
import { checkPhone } from '../../main/domain/procedures/phone.ts';
import { readCatalogue, splitCatalogue } from '../../main/domain/procedures/catalogue-file.ts';
import { lineOfPath } from '../../main/domain/text/json-line.ts';
import { parseProcedure } from '../../main/domain/procedures/schema.ts';
import { crc16 } from '../../main/domain/vietqr/crc.ts';
import { buildVietQr, parseVietQr } from '../../main/domain/vietqr/vietqr.ts';
import calendarFile from '../../main/domain/calendar/calendar.json' with { type: 'json' };
import procedureFile from '../../main/domain/procedures/data/2.000635.2.json' with { type: 'json' };
import identity from '../fixtures/vectors/identity.json' with { type: 'json' };
import vietqr from '../fixtures/vectors/vietqr.json' with { type: 'json' };
import { anyText } from '../fixtures/text.ts';

const numRuns = 300 * Number(process.env.FUZZ_RUNS ?? 1);

/** A good text with pieces cut, doubled, moved or replaced. */
function damaged(samples: readonly string[]): fc.Arbitrary<string> {
  const edit = fc.record({
    at: fc.nat({ max: 400 }),
    remove: fc.nat({ max: 12 }),
    insert: fc.oneof(anyText(6), fc.constantFrom('|', '||', '0', '99', '63', '\n', '\0', 'ễ')),
  });
  return fc.tuple(fc.constantFrom(...samples), fc.array(edit, { maxLength: 6 })).map(([sample, edits]) => {
    let text = sample;
    for (const { at, remove, insert } of edits) {
      const place = at % (text.length + 1);
      text = text.slice(0, place) + insert + text.slice(place + remove);
    }
    return text;
  });
}

/** Good data with a value somewhere put otherwise, taken out, or nested. */
function damagedJson(sample: unknown): fc.Arbitrary<unknown> {
  return fc.tuple(fc.array(fc.nat(), { minLength: 1, maxLength: 8 }), fc.jsonValue(), fc.boolean()).map(([path, value, drop]) => {
    const copy: unknown = structuredClone(sample);
    let node = copy as Record<string, unknown>;
    for (const [depth, step] of path.entries()) {
      const keys = Object.keys(node);
      if (keys.length === 0) break;
      const key = keys[step % keys.length]!;
      const next = node[key];
      if (depth < path.length - 1 && typeof next === 'object' && next !== null) node = next as Record<string, unknown>;
      else {
        if (drop) delete node[key];
        else node[key] = value;
        break;
      }
    }
    return copy;
  });
}

describe('identity QR', () => {
  it('gives a reason or a person whose every field fits', () => {
    fc.assert(
      fc.property(fc.oneof(damaged(identity.qr2021), anyText(1500)), (text) => {
        const read = parseIdentityQr(text);
        if (!read.ok) return;
        const { number, fullName, birthDate, issueDate, residence = '', extras } = read.value;
        expect(number).toMatch(/^[0-9]{12}$/);
        expect(fullName).toMatch(/^\p{L}[\p{L}\p{M}'’.\- ]*$/u);
        expect(birthDate === undefined || isIsoDate(birthDate)).toBe(true);
        expect(isIsoDate(issueDate)).toBe(true);
        expect(residence).not.toMatch(/\p{Cc}/u);
        expect(extras.length).toBeLessThanOrEqual(9);
      }),
      { numRuns },
    );
  });

  it('takes any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        const decoded = decodeIdentityQrBytes(bytes);
        if (decoded.ok) parseIdentityQr(decoded.value);
      }),
      { numRuns },
    );
  });
});

describe('VietQR', () => {
  const samples = [...vietqr.accept.map(({ qr }) => qr), ...vietqr.acceptVnpay];
  /** The checksum made right again, so that what lies behind it is reached. */
  const sealedAgain = damaged(samples.map((qr) => qr.slice(0, -8))).map((body) => `${body}6304${crc16(`${body}6304`)}`);

  it('gives a reason, or fields that build a code with the same meaning', () => {
    fc.assert(
      fc.property(fc.oneof(damaged(samples), sealedAgain, anyText(600)), (text) => {
        const read = parseVietQr(text);
        if (!read.ok || read.value.scheme !== 'vietqr') return;
        const { scheme: _, static: isStatic, ...fields } = read.value;
        const built = buildVietQr(fields);
        expect(built.ok).toBe(true);
        const again = built.ok ? parseVietQr(built.value) : built;
        expect(again).toEqual({ ok: true, value: { ...read.value, static: fields.amount === undefined } });
        expect(typeof isStatic).toBe('boolean');
      }),
      { numRuns: numRuns * 3 },
    );
  });
});

describe('short texts', () => {
  it('never throw', () => {
    fc.assert(
      fc.property(anyText(200), (text) => {
        parsePersonalNumber(text);
        checkPhone(text);
        parseLookup(text);
        parseVietnamMoment(text);
        const date = fromWritten(text);
        if (date !== undefined) expect(isIsoDate(date)).toBe(true);
      }),
      { numRuns },
    );
  });

  it('what is typed from a slip is a code of the unit or nothing', () => {
    const shape = codeShape('{unit}-{YYMMDD}-{running:4}', 'H36.12');
    const typed = fc.oneof(anyText(60), fc.stringMatching(/^\d{8,12}$/));
    const secret = fc.oneof(anyText(40), fc.stringMatching(/^[2-9a-zA-Z ]{6,12}$/));
    fc.assert(
      fc.property(typed, secret, (figures, word) => {
        const slip = readLookUp(shape, figures, word);
        if (slip.ok) expect(slip.value).toEqual({ code: expect.stringMatching(/^H36\.12-\d{6}-\d{4}$/), secret: expect.stringMatching(/^[2-9A-HJ-NP-Z]{8}$/) });
      }),
      { numRuns },
    );
  });

  it('a template that passed makes codes of safe characters', () => {
    const template = fc.string({ unit: fc.constantFrom('{unit}', '{YYMMDD}', '{running:4}', '-', '.', 'A', '{', '}', '|', 'ễ'), maxLength: 8 });
    fc.assert(
      fc.property(template, (text) => {
        if (!checkDossierCodeTemplate(text).ok) return;
        const code = dossierCode(text, { unit: 'H36.12', day: '2026-11-24', running: 7 });
        expect(code).toMatch(/^[A-Za-z0-9.\-/]+$/);
      }),
      { numRuns },
    );
  });
});

describe('data files', () => {
  it('a damaged update of the catalogue is read whole or refused, with a line that is in it', () => {
    const sample = { serial: 3, issuedOn: '2026-11-28', procedures: [procedureFile, { ...procedureFile, version: '9', validFrom: '2030-01-01' }] };
    const texts = fc.oneof(damagedJson(sample).map((data) => JSON.stringify(data, null, 1) ?? ''), damaged([JSON.stringify(sample, null, 1)]), anyText(300));
    fc.assert(
      fc.property(texts, (text) => {
        const read = readCatalogue(new TextEncoder().encode(text));
        if (read.ok) expect(read.value.procedures.length).toBeGreaterThan(0);
        else if (read.error.line !== undefined) expect(read.error.line).toBeLessThanOrEqual(1 + text.split('\n').length);
        splitCatalogue(new TextEncoder().encode(text));
      }),
      { numRuns },
    );
  });

  it('finds the line of any value of any JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.nat(), { maxLength: 6 }), (value, choices) => {
        const path: string[] = [];
        let node: unknown = value;
        for (const choice of choices) {
          const keys = typeof node === 'object' && node !== null ? Object.keys(node) : [];
          if (keys.length === 0) break;
          const key = keys[choice % keys.length]!;
          path.push(key);
          node = (node as Record<string, unknown>)[key];
        }
        const marked = structuredClone({ root: value }) as Record<string, unknown>;
        let parent: Record<string, unknown> = marked;
        for (const key of ['root', ...path].slice(0, -1)) parent = parent[key] as Record<string, unknown>;
        parent[['root', ...path].at(-1)!] = 'the-mark';
        const text = JSON.stringify(marked, null, 2);
        const lines = text.split('\n');
        fc.pre(lines.filter((line) => line.includes('"the-mark"')).length === 1);
        expect(lines[lineOfPath(text, ['root', ...path]) - 1]).toContain('"the-mark"');
      }),
      { numRuns },
    );
  });

  it('a damaged procedure gives a reason or still fits', () => {
    fc.assert(
      fc.property(fc.oneof(damagedJson(procedureFile), fc.jsonValue()), (data) => {
        const parsed = parseProcedure(data);
        if (!parsed.ok) expect(parsed.error.detail).toBeTruthy();
        else expect(parseProcedure(parsed.value)).toEqual(parsed);
      }),
      { numRuns },
    );
  });

  it('a damaged calendar gives a reason or still answers', () => {
    fc.assert(
      fc.property(fc.oneof(damagedJson(calendarFile), fc.jsonValue()), (data) => {
        const parsed = parseCalendar(data);
        if (parsed.ok) expect([true, false, undefined]).toContain(parsed.value.isWorkingDay('2026-11-24'));
      }),
      { numRuns },
    );
  });
});
