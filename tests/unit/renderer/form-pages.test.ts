// How a form is cut into sheets, what is seen at a glance, and how a date is written.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FieldView } from '../../../preload/contract/journey.ts';
import { formPages, knownFields } from '../../../renderer/citizen/form/pages.ts';
import { quickCheck } from '../../../renderer/citizen/form/quick-check.ts';
import { fromParts, toParts } from '../../../renderer/ui/fields/date-parts.ts';

const field = (id: string, more: Partial<FieldView> = {}): FieldView => ({ id, label: id, type: 'text', required: true, value: '', ...more });

describe('the sheets of a form', () => {
  const fields = [
    field('case', { type: 'choice', value: 'self' }),
    field('name', { value: 'Lan', source: 'qr' }),
    field('born', { value: '1985-13-40', source: 'qr', error: 'notADate' }),
    field('why'),
  ];

  it('show what is known once, and ask the rest one by one', () => {
    const pages = formPages(fields, knownFields(fields));
    expect(pages.map(({ id, fields: on }) => [id, on.map((one) => one.id)])).toEqual([
      ['check', ['name']],
      ['case', ['case']],
      ['born', ['born']],
      ['why', ['why']],
    ]);
  });

  it('keep a known field on its sheet while it is being corrected', () => {
    const known = knownFields(fields);
    const corrected = fields.map((one) => (one.id === 'name' ? { ...one, value: '', source: 'typed' as const } : one));
    expect(formPages(corrected, known)[0]).toMatchObject({ id: 'check', fields: [{ id: 'name' }] });
  });
});

describe('the glance at an answer', () => {
  it('stops what is plainly not finished, and nothing else', () => {
    expect(quickCheck(field('a'), '  ')).toBe('required');
    expect(quickCheck(field('a', { required: false }), '')).toBeUndefined();
    expect(quickCheck(field('a', { type: 'date' }), '-03-07')).toBe('notADate');
    expect(quickCheck(field('a', { type: 'date' }), '1985-03-07')).toBeUndefined();
    expect(quickCheck(field('a', { type: 'personalNumber' }), '068 185 001 23')).toBe('badPersonalNumber');
    expect(quickCheck(field('a', { type: 'personalNumber' }), '068 185 001 234')).toBeUndefined();
    expect(quickCheck(field('a', { type: 'phone' }), '09123')).toBe('badPhone');
  });
});

describe('a date in three boxes', () => {
  it('travels as ISO and comes back the same', () => {
    expect(fromParts({ day: '7', month: '3', year: '1985' })).toBe('1985-03-07');
    expect(fromParts({ day: '', month: '', year: '' })).toBe('');
    fc.assert(
      fc.property(fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }), (date) => {
        const iso = date.toISOString().slice(0, 10);
        expect(fromParts(toParts(iso))).toBe(iso);
      }),
    );
  });
});
