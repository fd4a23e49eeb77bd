import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Identity } from '../../../../main/domain/identity/identity.ts';
import { createCatalogue } from '../../../../main/domain/procedures/catalogue.ts';
import { checkAnswer, checkForm, normaliseForm, prefill, visibleFields } from '../../../../main/domain/procedures/form.ts';
import { checkPhone, groupPhone } from '../../../../main/domain/procedures/phone.ts';
import type { FormField } from '../../../../main/domain/procedures/procedure.ts';
import { shippedProcedures } from '../../../../main/domain/procedures/shipped.ts';
import { anyText } from '../../../fixtures/text.ts';

const catalogue = createCatalogue(shippedProcedures());
const marital = catalogue.version('1.004873', '1')!;
const extract = catalogue.version('2.000635', '2')!;
const TODAY = '2026-11-24';

const identity: Identity = {
  number: { value: '068099001234', source: 'chip' },
  fullName: { value: 'Nguyễn Văn An', source: 'chip' },
  birthDate: { value: '1999-05-20', source: 'qr' },
  residence: { value: 'Đức Trọng, Lâm Đồng', source: 'typed' },
};

const field = (type: FormField['type'], rest: Partial<FormField> = {}): FormField => ({
  id: 'x',
  label: { vi: 'x', en: 'x' },
  type,
  required: true,
  ...rest,
});
const options = ['a', 'b'].map((value) => ({ value, label: { vi: value, en: value } }));

function problem(one: FormField, value: string): string {
  const checked = checkAnswer(one, value, TODAY);
  return checked.ok ? `ok ${checked.value}` : checked.error.code;
}

describe('an answer', () => {
  it.each<[FormField, string, string]>([
    [field('text'), '  Nguyễn   Văn An ', 'ok Nguyễn Văn An'],
    [field('text'), ' \u200b ', 'required'],
    [field('text', { required: false }), ' ', 'ok '],
    [field('text', { minLength: 3 }), 'ab', 'tooShort'],
    [field('text', { maxLength: 3 }), 'abcd', 'tooLong'],
    [field('text', { maxLength: 3 }), 'Đỗễ', 'ok Đỗễ'],
    [field('text'), 'a'.repeat(201), 'tooLong'],
    [field('longText'), 'a'.repeat(1000), `ok ${'a'.repeat(1000)}`],
    [field('longText'), 'a'.repeat(5000), 'tooLong'],
    [field('date'), '20/5/1999', 'ok 1999-05-20'],
    [field('date'), '1999-05-20', 'ok 1999-05-20'],
    [field('date'), '31/02/1999', 'notADate'],
    [field('date', { past: true }), '24/11/2026', 'ok 2026-11-24'],
    [field('date', { past: true }), '25/11/2026', 'dateInFuture'],
    [field('date'), '25/11/2026', 'ok 2026-11-25'],
    [field('number', { min: 1, max: 20 }), '007', 'ok 7'],
    [field('number', { min: 1, max: 20 }), '1', 'ok 1'],
    [field('number', { min: 1, max: 20 }), '20', 'ok 20'],
    [field('number', { min: 1, max: 20 }), '0', 'tooSmall'],
    [field('number', { min: 1, max: 20 }), '21', 'tooLarge'],
    [field('number'), '1.5', 'notANumber'],
    [field('number'), '-1', 'notANumber'],
    [field('number'), '1e3', 'notANumber'],
    [field('phone'), '+84 912 345 678', 'ok 0912345678'],
    [field('phone'), '0212345678', 'badPhone'],
    [field('personalNumber'), '068 099 001 234', 'ok 068099001234'],
    [field('personalNumber'), '123456789', 'badPersonalNumber'],
    [field('choice', { options }), 'a', 'ok a'],
    [field('choice', { options }), 'c', 'notAnOption'],
    [field('yesNo'), 'yes', 'ok yes'],
    [field('yesNo'), 'true', 'notAnOption'],
    [field('yesNo'), '', 'required'],
  ])('%j with %j', (one, value, expected) => {
    expect(problem(one, value)).toBe(expected);
  });

  it('that was kept is kept the same when it is checked again', () => {
    const types: FormField['type'][] = ['text', 'longText', 'date', 'number', 'phone', 'personalNumber', 'choice', 'yesNo'];
    const raw = fc.oneof(
      anyText(60),
      fc.string({ unit: fc.constantFrom(...'0123456789/+-. ') }),
      fc.constantFrom('yes', 'a', '20/05/1999', '0912345678', '068099001234'),
    );
    fc.assert(
      fc.property(fc.constantFrom(...types), raw, (type, text) => {
        const one = field(type, type === 'choice' ? { options } : {});
        const checked = checkAnswer(one, text, TODAY);
        if (checked.ok) expect(checkAnswer(one, checked.value, TODAY)).toEqual(checked);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a telephone number', () => {
  it.each([
    ['0912345678', '0912345678'],
    ['0912.345.678', '0912345678'],
    ['(+84) 912-345-678', '0912345678'],
    ['84912345678', '0912345678'],
    ['0084912345678', '0912345678'],
    ['+840912345678', '0912345678'],
    ['0263 3840 123', '02633840123'],
    ['+84 263 3840 123', '02633840123'],
  ])('%s', (text, expected) => {
    expect(checkPhone(text)).toEqual({ ok: true, value: expected });
  });

  it.each(['', '0112345678', '091234567', '09123456789', '0263384012', '113', '+1 212 555 0100', '0912345678x', '٠٩١٢٣٤٥٦٧٨'])(
    'not %j',
    (text) => {
      expect(checkPhone(text)).toMatchObject({ error: { code: 'badPhone' } });
    },
  );

  it('is shown in groups', () => {
    expect(groupPhone('0912345678')).toBe('0912 345 678');
    expect(groupPhone('02633840123')).toBe('0263 384 0123');
  });
});

describe('which fields are asked', () => {
  const ids = (answers: Record<string, string>, caseId?: string) => visibleFields(marital, answers, caseId).map(({ id }) => id);

  it('depends on the case', () => {
    expect(ids({})).not.toContain('personName');
    expect(ids({}, 'neverMarried')).not.toContain('personName');
    expect(ids({}, 'proxy')).toEqual(expect.arrayContaining(['personName', 'personNumber', 'relationship']));
  });

  it('depends on answers', () => {
    expect(ids({})).not.toContain('intendedSpouse');
    expect(ids({ purpose: 'marriage' })).toContain('intendedSpouse');
    expect(ids({ maritalStatus: 'divorced' })).toContain('divorceDecision');
  });

  it('a field hangs on one that is itself asked', () => {
    const chained = {
      ...marital,
      form: [
        field('yesNo', { id: 'a' }),
        field('yesNo', { id: 'b', when: { field: 'a', equals: 'yes' } }),
        field('text', { id: 'c', when: { field: 'b', equals: 'yes' } }),
      ],
    };
    const asked = (answers: Record<string, string>) => visibleFields(chained, answers).map(({ id }) => id);
    expect(asked({ a: 'yes', b: 'yes' })).toEqual(['a', 'b', 'c']);
    expect(asked({ a: 'no', b: 'yes' })).toEqual(['a']);
  });
});

describe('a whole form', () => {
  const filled = {
    ...prefill(extract, identity).answers,
    phone: '0912 345 678',
    eventType: 'birth',
    registeredName: 'Nguyễn Văn An',
    registeredBirthDate: '20/05/1999',
    registeredPlace: 'UBND thị trấn Liên Nghĩa',
    copies: '2',
    vneidLevel2: 'yes',
  };

  it('that is filled may go on, and is kept normalised', () => {
    expect(checkForm(extract, filled, { today: TODAY })).toEqual({});
    expect(normaliseForm(extract, { ...filled, personName: 'x', eventOther: 'y' })).toMatchObject({
      phone: '0912345678',
      registeredBirthDate: '1999-05-20',
    });
    expect(Object.keys(normaliseForm(extract, { ...filled, eventOther: 'not asked' }))).not.toContain('eventOther');
  });

  it('names each field that is wrong and no other', () => {
    expect(checkForm(extract, { ...filled, phone: '1', copies: '21' }, { today: TODAY })).toEqual({
      phone: 'badPhone',
      copies: 'tooLarge',
    });
    expect(checkForm(extract, { ...filled, registeredBirthDate: '01/01/2027' }, { today: TODAY })).toEqual({
      registeredBirthDate: 'dateInFuture',
    });
  });

  it('asks for what the case needs', () => {
    expect(checkForm(extract, filled, { caseId: 'proxy' })).toEqual({ relationship: 'required' });
  });
});

describe('what the identity fills in', () => {
  it('keeps where each value came from', () => {
    expect(prefill(marital, identity)).toEqual({
      answers: {
        requesterName: 'Nguyễn Văn An',
        requesterNumber: '068099001234',
        requesterBirthDate: '1999-05-20',
        requesterResidence: 'Đức Trọng, Lâm Đồng',
      },
      sources: { requesterName: 'chip', requesterNumber: 'chip', requesterBirthDate: 'qr', requesterResidence: 'typed' },
    });
  });

  it('leaves out what does not fit its field', () => {
    const { answers } = prefill(marital, { ...identity, residence: { value: 'x', source: 'qr' } });
    expect(answers).not.toHaveProperty('requesterResidence');
  });

  it('fills every shipped form with nothing that the form then refuses', () => {
    for (const procedure of shippedProcedures()) {
      const { answers } = prefill(procedure, identity);
      const problems = checkForm(procedure, answers, { today: TODAY });
      for (const id of Object.keys(answers)) expect(problems).not.toHaveProperty(id);
    }
  });
});
