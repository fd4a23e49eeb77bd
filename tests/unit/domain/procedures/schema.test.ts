import { describe, expect, it } from 'vitest';
import { checkAnswer } from '../../../../main/domain/procedures/form.ts';
import { parseProcedure } from '../../../../main/domain/procedures/schema.ts';
import { shippedProcedures } from '../../../../main/domain/procedures/shipped.ts';
import extract from '../../../../main/domain/procedures/data/2.000635.2.json' with { type: 'json' };

type Json = Record<string, unknown>;

/** The extract's data with one thing changed, found by its path. */
function changed(path: string, value: unknown): Json {
  const copy = structuredClone(extract) as unknown as Json;
  const keys = path.split('.');
  const last = keys.pop()!;
  const parent = keys.reduce<Json>((object, key) => object[key] as Json, copy);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return copy;
}

const at = (id: string): number => extract.form.findIndex((field) => field.id === id);
const yes = { field: 'vneidLevel2', equals: 'yes' };

describe('a procedure file', () => {
  it('is taken when it is whole', () => {
    expect(parseProcedure(extract)).toEqual({ ok: true, value: extract });
  });

  it.each([
    ['code', '2000635', 'code'],
    ['validFrom', '2026-02-30', 'validFrom'],
    ['validTo', '2026-01-01', 'validTo'],
    ['name', { vi: 'x' }, 'name.en'],
    ['cases', [], 'cases'],
    ['extra', 1, 'extra'],
    ['time', { kind: 'workingDays', days: 0, verified: true }, 'time.days'],
    ['time', { kind: 'unknown', verified: true }, 'time'],
    ['cases.1.id', 'self', 'cases: an id occurs twice'],
    ['cases.0.papers.1.id', 'declaration', 'cases.0.papers'],
    ['form.1.id', 'requesterName', 'form.1 (requesterName): the id is taken'],
    ['form.1.id', 'case', 'the id is taken'],
    ['form.2.type', 'text', 'not a date field'],
    [`form.${at('eventType')}.options`, undefined, 'options belong to a choice'],
    ['form.0.options', [{ value: 'a', label: { vi: 'a', en: 'a' } }, { value: 'b', label: { vi: 'b', en: 'b' } }], 'options'],
    ['form.0.when', { field: 'nothing', equals: 'x' }, 'form.0 (requesterName).when: no field nothing above'],
    ['form.0.when', yes, 'no field vneidLevel2 above'],
    ['form.0.when', { field: 'case', equals: 'none' }, 'no case none'],
    [`form.${at('eventOther')}.when.equals`, 'never', 'eventType is never never'],
    ['form.0.from', 'mother', 'form.0.from'],
    [`form.${at('eventType')}.from`, 'sex', 'sex is male or female'],
    ['form.0.from', 'sex', 'sex is male or female'],
    ['form.0.minLength', 500, 'minLength'],
    [`form.${at('copies')}.max`, 0, '(copies): max is below min'],
    ['fees.0.perUnitField', 'phone', 'phone is not a number field'],
    [`form.${at('copies')}.max`, undefined, 'copies has no max'],
    ['fees.0.steps', [{ from: 5, unitAmount: 1 }, { from: 3, unitAmount: 1 }], 'steps are not in order'],
    ['fees.0.unknown', true, 'unknown means 0'],
    ['fees.0.unitAmount', 8000.5, 'fees.0.unitAmount'],
    ['fees.0.waivers.0.when', { field: 'nothing', equals: 'x' }, 'no field nothing'],
    ['fees.0.waivers.0.validTo', '2020-01-01', 'a waiver ends before it begins'],
  ])('with %s = %j is refused, naming the place', (path, value, place) => {
    const parsed = parseProcedure(changed(path, value));
    expect(parsed).toMatchObject({ ok: false, error: { code: 'badProcedure' } });
    expect(!parsed.ok && parsed.error.detail).toContain(place);
  });

  it.each([[null], [[]], ['x'], [{}], [1]])('%j is refused', (data) => {
    expect(parseProcedure(data).ok).toBe(false);
  });
});

describe('the shipped procedures', () => {
  const shipped = shippedProcedures();

  it('say everything in two languages and leave no unread thing verified', () => {
    for (const procedure of shipped) {
      if (procedure.source.includes('not read')) expect([procedure.code, procedure.verified]).toEqual([procedure.code, false]);
      if (procedure.selfService) expect(procedure.time.kind).not.toBe('unknown');
      expect(JSON.stringify(procedure).normalize('NFC')).toBe(JSON.stringify(procedure));
    }
  });

  it('give examples that their own fields accept', () => {
    for (const { code, form } of shipped) {
      for (const field of form) {
        if (field.example === undefined) continue;
        expect([code, field.id, checkAnswer(field, field.example, '2026-11-24')]).toMatchObject([code, field.id, { ok: true }]);
      }
    }
  });
});
