import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_DOSSIER_CODE_TEMPLATE, checkDossierCodeTemplate, checkMachine, codeShape, dossierCode, groupCode, groupSecret, lookupSecret, lookupUrlData, parseLookup, readLookUp, templateOf } from '../../../../main/domain/dossier/dossier-code.ts';

const unit = 'H36.12';
const day = '2026-11-24';

describe('the dossier code', () => {
  it('follows the template of the unit', () => {
    expect(dossierCode(DEFAULT_DOSSIER_CODE_TEMPLATE, { unit, day, running: 42 })).toBe('H36.12-261124-0042');
    expect(dossierCode('{YYYYMMDD}/{unit}/{running:6}', { unit, day, running: 42 })).toBe('20261124/H36.12/000042');
  });

  it('is shown in groups', () => {
    expect(groupCode('H36.12-261124-0042')).toBe('H36.12 – 261124 – 0042');
  });

  it('never comes twice, beyond four digits either', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), fc.integer({ min: 1, max: 200_000 }), (one, two) => {
        fc.pre(one !== two);
        const code = (running: number) => dossierCode(DEFAULT_DOSSIER_CODE_TEMPLATE, { unit, day, running });
        expect(code(one)).not.toBe(code(two));
      }),
    );
  });

  it('takes no running number that cannot be', () => {
    for (const running of [0, -1, 1.5, Number.NaN]) {
      expect(() => dossierCode(DEFAULT_DOSSIER_CODE_TEMPLATE, { unit, day, running })).toThrow(RangeError);
    }
  });

  it.each([
    [DEFAULT_DOSSIER_CODE_TEMPLATE, undefined],
    ['{unit}-{running:4}', 'no day'],
    ['{YYMMDD}-{running:4}', 'no unit'],
    ['{unit}-{YYMMDD}', 'no running number'],
    ['{unit}|{YYMMDD}-{running:4}', 'only letters'],
    ['{unit}-{YYMMDD}-{running:4}{x}', 'only letters'],
    ['{unit}-{YYMMDD}-{running:4}'.padEnd(65, 'x'), 'too long'],
  ])('template %s: %s', (template, problem) => {
    const checked = checkDossierCodeTemplate(template);
    if (problem === undefined) expect(checked.ok).toBe(true);
    else expect(checked).toMatchObject({ error: { code: 'badTemplate', detail: expect.stringContaining(problem) } });
  });
});

describe('the look-up secret', () => {
  it('has eight characters that cannot be mistaken, all equally likely', () => {
    const seen = new Map<string, number>();
    for (let byte = 0; byte < 256; byte += 1) {
      const secret = lookupSecret(new Uint8Array(8).fill(byte));
      expect(secret).toMatch(/^[2-9A-HJ-NP-Z]{8}$/);
      seen.set(secret, (seen.get(secret) ?? 0) + 1);
    }
    expect(seen.size).toBe(32);
    expect(new Set(seen.values())).toEqual(new Set([8]));
  });

  it('takes no less randomness than it needs', () => {
    expect(() => lookupSecret(new Uint8Array(7))).toThrow(RangeError);
  });
});

describe('the slip’s QR', () => {
  it('reads back, also when typed by hand', () => {
    const code = 'H36.12-261124-0042';
    const secret = lookupSecret(Uint8Array.from([1, 50, 99, 140, 200, 255, 17, 33]));
    expect(parseLookup(lookupUrlData(code, secret))).toEqual({ ok: true, value: { code, secret } });
    expect(parseLookup(` ${code} | ${groupSecret(secret).toLowerCase()} `)).toEqual({ ok: true, value: { code, secret } });
  });

  it.each(['', 'x', '|', 'H36.12-261124-0042', 'H36.12-261124-0042|2345678', 'H36.12-261124-0042|2345678O', 'a|b|c', 'H36 ễ|7KQM4HXP', 'x'.repeat(200)])(
    'is not %j',
    (text) => {
      expect(parseLookup(text)).toMatchObject({ error: { code: 'notALookupCode' } });
    },
  );

  it('is not an identity card', () => {
    expect(parseLookup('068099001234||Nguyễn Văn An|20051999|Nam|x|01062021').ok).toBe(false);
  });
});

describe('a unit with several machines', () => {
  it('is not let start with codes that could meet', () => {
    expect(checkMachine('{unit}-{YYMMDD}-{running:4}', 1, '')).toEqual({ ok: true, value: undefined });
    expect(checkMachine('{unit}-{YYMMDD}-{running:4}', 2, 'A')).toMatchObject({ error: { code: 'notInTemplate' } });
    expect(checkMachine('{unit}-{YYMMDD}-{machine}{running:4}', 2, '')).toMatchObject({ error: { code: 'machineMissing' } });
    expect(checkMachine('{unit}-{YYMMDD}-{machine}{running:4}', 2, 'B')).toEqual({ ok: true, value: undefined });
  });

  it('gives each machine’s codes its mark', () => {
    const code = (machine: string, running: number) => dossierCode(templateOf('{unit}-{YYMMDD}-{machine}{running:4}', machine), { unit: 'H36.12', day: '2026-11-24', running });
    expect(code('B', 42)).toBe('H36.12-261124-B0042');
    expect(code('A', 42)).not.toBe(code('B', 42));
  });
});

describe('a slip typed by hand', () => {
  const secret = '7KQM4HXP';

  it('asks for the figures that are not the same on every slip', () => {
    expect(codeShape(templateOf('{unit}-{YYMMDD}-{machine}{running:4}', 'B'), 'H36.12')).toEqual([{ fixed: 'H36.12-' }, { digits: 6 }, { fixed: '-B' }, { digits: 4 }]);
    expect(codeShape('{YYYYMMDD}/{unit}/{running:6}', 'H36.12')).toEqual([{ digits: 8 }, { fixed: '/H36.12/' }, { digits: 6 }]);
  });

  it('gives the code again, of every template, and nothing for more or fewer figures', () => {
    const templates = [DEFAULT_DOSSIER_CODE_TEMPLATE, '{YYYYMMDD}/{unit}/{running:6}', '{unit}{YYMMDD}{running:5}', 'A2.{unit}-{YYMMDD}-B{running:4}'];
    fc.assert(
      fc.property(fc.constantFrom(...templates), fc.integer({ min: 1, max: 9_999 }), (template, running) => {
        const code = dossierCode(template, { unit, day, running });
        const shape = codeShape(template, unit);
        let rest = code;
        const figures = shape.map((part) => {
          const piece = rest.slice(0, 'fixed' in part ? part.fixed.length : part.digits);
          rest = rest.slice(piece.length);
          return 'fixed' in part ? '' : piece;
        }).join('');
        expect(readLookUp(shape, figures, ' 7kqm 4hxp')).toEqual({ ok: true, value: { code, secret } });
        expect(readLookUp(shape, `${figures}1`, secret).ok).toBe(false);
        expect(readLookUp(shape, figures.slice(1), secret).ok).toBe(false);
      }),
    );
  });
});
