import { describe, expect, it } from 'vitest';
import {
  canOf,
  groupPersonalNumber,
  maskPersonalNumber,
  parsePersonalNumber,
} from '../../../../main/domain/identity/personal-number.ts';
import { unwrap } from '../../../../main/domain/result.ts';
import vectors from '../../../fixtures/vectors/identity.json' with { type: 'json' };

describe('the personal number', () => {
  it('tells province, sex and year', () => {
    expect(unwrap(parsePersonalNumber('068 099 001 234'))).toEqual({
      number: '068099001234',
      provinceCode: '068',
      province: 'Lâm Đồng',
      sex: 'male',
      birthYear: 1999,
      warnings: [],
    });
    expect(unwrap(parsePersonalNumber('001312000001'))).toMatchObject({ province: 'Hà Nội', sex: 'female', birthYear: 2012, warnings: [] });
  });

  it('warns and never refuses because of its structure', () => {
    expect(unwrap(parsePersonalNumber('999499001234')).warnings).toEqual(['unknownProvince', 'futureCentury']);
    const known = { sex: 'female', birthDate: '1998-01-01' } as const;
    expect(unwrap(parsePersonalNumber('068099001234', known)).warnings).toEqual(['sexDiffers', 'birthYearDiffers']);
  });

  it.each([
    ['', 'empty'],
    ['06809900123', 'badNumber'],
    ['0680990012345', 'badNumber'],
    ['06809900123a', 'badNumber'],
    ['٠٦٨٠٩٩٠٠١٢٣٤', 'badNumber'],
    [' '.repeat(65), 'tooLong'],
  ])('refuses %j as %s', (text, code) => {
    expect(parsePersonalNumber(text)).toMatchObject({ ok: false, error: { code } });
  });

  it('opens the chip with its last six digits', () => {
    expect(canOf('068099001234')).toBe(vectors.can);
  });

  it('is shown in groups, and masked where others may look', () => {
    expect(groupPersonalNumber('068099001234')).toBe('068 099 001 234');
    expect(maskPersonalNumber('068099001234')).toBe('068••••••234');
  });

  it('knows every province of the table', () => {
    for (const [code, name] of Object.entries(vectors.provinceCodes)) {
      expect(unwrap(parsePersonalNumber(`${code}099001234`)).province).toBe(name);
    }
  });
});
