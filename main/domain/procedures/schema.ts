// How a procedure's data file is checked, whole, before anything uses it: the shape, and that what it names exists.
// docs/procedures.md explains the file to those who write one.

import { z } from 'zod';
import { isIsoDate } from '../calendar/iso-date.ts';
import { fail, ok } from '../result.ts';
import type { Failure, Result } from '../result.ts';
import { CASE } from './procedure.ts';
import type { Condition, FormField, Procedure } from './procedure.ts';

/** Far above any fee of a commune; a sum beyond it is a slip of the pen. */
const MOST_A_RULE_TAKES = 100_000_000_000;

const id = z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{0,39}$/, 'not an id: a letter, then letters and digits');
const line = z.string().min(1).max(300);
const translated = z.strictObject({ vi: z.string().min(1).max(1000), en: z.string().min(1).max(1000) });
const date = z.string().refine(isIsoDate, 'not a date YYYY-MM-DD');
const amount = z.int().min(0).max(1_000_000_000);
const condition = z.strictObject({ field: id, equals: z.string().min(1).max(100) });

const formField = z.strictObject({
  id,
  label: translated,
  help: translated.optional(),
  type: z.enum(['text', 'longText', 'date', 'number', 'phone', 'personalNumber', 'choice', 'yesNo']),
  required: z.boolean(),
  options: z.array(z.strictObject({ value: id, label: translated })).min(2).max(30).optional(),
  from: z
    .enum(['number', 'fullName', 'birthDate', 'sex', 'residence', 'issueDate', 'expiryDate', 'oldNumber'])
    .optional(),
  minLength: z.int().min(0).max(2000).optional(),
  maxLength: z.int().min(1).max(2000).optional(),
  min: z.int().optional(),
  max: z.int().optional(),
  past: z.boolean().optional(),
  when: condition.optional(),
  example: line.optional(),
});

const paper = z.strictObject({
  id,
  name: translated,
  help: translated.optional(),
  originals: z.int().min(0).max(20),
  copies: z.int().min(0).max(20),
  required: z.boolean(),
  madeByForm: z.boolean().optional(),
  shownOnly: z.boolean().optional(),
  digital: z.boolean().optional(),
  kind: z.string().min(1).max(60).optional(),
  once: z.boolean().optional(),
});

const feeRule = z.strictObject({
  code: z.string().regex(/^[A-Z0-9-]{1,30}$/),
  name: translated,
  kind: z.enum(['fee', 'charge']),
  channel: z.enum(['inPerson', 'online']).optional(),
  unitAmount: amount,
  perUnitField: id.optional(),
  steps: z.array(z.strictObject({ from: z.int().min(2).max(10_000), unitAmount: amount })).min(1).max(10).optional(),
  cap: amount.optional(),
  timesField: id.optional(),
  when: condition.optional(),
  unknown: z.boolean().optional(),
  waivers: z
    .array(
      z.strictObject({
        reason: translated,
        validFrom: date,
        validTo: date.optional(),
        when: condition.optional(),
      }),
    )
    .max(20)
    .optional(),
  verified: z.boolean(),
});

const timeRule = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('sameDay'),
    cutOff: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    verified: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('workingDays'), days: z.int().min(1).max(365), verified: z.boolean() }),
  z.strictObject({ kind: z.literal('workingHours'), hours: z.int().min(1).max(2000), verified: z.boolean() }),
  z.strictObject({ kind: z.literal('unknown'), verified: z.literal(false) }),
]);

const procedureSchema = z.strictObject({
  code: z.string().regex(/^\d\.\d{6}$/, 'not a procedure code such as 1.004873'),
  version: z.string().regex(/^[A-Za-z0-9-]{1,20}$/),
  validFrom: date,
  validTo: date.optional(),
  name: translated,
  plainName: translated,
  field: z.strictObject({ code: id, name: translated }),
  level: z.enum(['commune', 'province']),
  whoMayFile: translated,
  cases: z.array(z.strictObject({ id, name: translated, papers: z.array(paper).max(30) })).min(1).max(20),
  form: z.array(formField).max(80),
  fees: z.array(feeRule).max(20),
  time: timeRule,
  timeNote: translated.optional(),
  result: translated,
  collectAt: translated,
  retention: z.strictObject({ documentsDays: z.int().min(0).max(36_500), personalDataDays: z.int().min(0).max(36_500) }).optional(),
  legalBasis: z.array(line).max(30),
  source: line,
  verified: z.boolean(),
  selfService: z.boolean(),
});

/** A procedure from a data file; the detail names the place and the reason, e.g. `form.3.when: no such field`. */
export function parseProcedure(data: unknown): Result<Procedure, Failure<'badProcedure'>> {
  const parsed = procedureSchema.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return fail('badProcedure', `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a procedure'}`);
  }
  const procedure: Procedure = parsed.data;
  const wrong = firstInconsistency(procedure);
  return wrong === undefined ? ok(procedure) : fail('badProcedure', wrong);
}

function firstInconsistency(procedure: Procedure): string | undefined {
  const { cases, form, fees } = procedure;
  if (procedure.validTo !== undefined && procedure.validTo < procedure.validFrom) return 'validTo: before validFrom';

  if (procedure.retention && procedure.retention.personalDataDays < procedure.retention.documentsDays) return 'retention: the person before the papers';

  const caseIds = cases.map((item) => item.id);
  if (hasTwice(caseIds)) return 'cases: an id occurs twice';
  for (const [at, { papers }] of cases.entries()) {
    if (hasTwice(papers.map((item) => item.id))) return `cases.${at}.papers: an id occurs twice`;
  }

  const fields = new Map<string, FormField>();
  for (const [at, field] of form.entries()) {
    const place = `form.${at} (${field.id})`;
    if (field.id === CASE || fields.has(field.id)) return `${place}: the id is taken`;
    if ((field.type === 'choice') !== (field.options !== undefined)) return `${place}: options belong to a choice`;
    if (hasTwice(field.options?.map((option) => option.value) ?? [])) return `${place}: an option occurs twice`;
    if (field.from === 'sex' && !sameSet(valuesOf(field), ['male', 'female'])) return `${place}: sex is male or female`;
    if ((field.minLength ?? 0) > (field.maxLength ?? Infinity)) return `${place}: maxLength is below minLength`;
    if ((field.min ?? 0) > (field.max ?? Infinity)) return `${place}: max is below min`;
    if (field.from?.endsWith('Date') === true && field.type !== 'date') return `${place}: not a date field`;
    const wrong = wrongCondition(field.when, fields, caseIds);
    if (wrong !== undefined) return `${place}.when: ${wrong}`;
    fields.set(field.id, field);
  }

  for (const [at, rule] of fees.entries()) {
    const place = `fees.${at} (${rule.code})`;
    let most = Math.max(rule.unitAmount, ...(rule.steps ?? []).map((step) => step.unitAmount));
    for (const name of [rule.perUnitField, rule.timesField]) {
      if (name === undefined) continue;
      const field = fields.get(name);
      if (field?.type !== 'number') return `${place}: ${name} is not a number field`;
      if (field.max === undefined) return `${place}: ${name} has no max`;
      most *= field.max;
    }
    if (most > MOST_A_RULE_TAKES) return `${place}: may take more than ${MOST_A_RULE_TAKES} đ`;
    if (rule.waivers?.some(({ validFrom, validTo }) => validTo !== undefined && validTo < validFrom) === true) {
      return `${place}: a waiver ends before it begins`;
    }
    if (rule.steps !== undefined && rule.perUnitField === undefined) return `${place}: steps need perUnitField`;
    if (rule.steps?.some((step, index, all) => index > 0 && step.from <= all[index - 1]!.from) === true) {
      return `${place}: steps are not in order`;
    }
    if (rule.unknown === true && (rule.unitAmount !== 0 || rule.verified)) return `${place}: unknown means 0, unverified`;
    for (const when of [rule.when, ...(rule.waivers ?? []).map((waiver) => waiver.when)]) {
      const wrong = wrongCondition(when, fields, caseIds);
      if (wrong !== undefined) return `${place}: ${wrong}`;
    }
  }
  return undefined;
}

/** A condition may speak only of the case and of fields above it, so that a form never goes in circles. */
function wrongCondition(
  when: Condition | undefined,
  fields: ReadonlyMap<string, FormField>,
  caseIds: readonly string[],
): string | undefined {
  if (when === undefined) return undefined;
  if (when.field === CASE) return caseIds.includes(when.equals) ? undefined : `no case ${when.equals}`;
  const field = fields.get(when.field);
  if (field === undefined) return `no field ${when.field} above`;
  const values = valuesOf(field);
  return values === undefined || values.includes(when.equals) ? undefined : `${when.field} is never ${when.equals}`;
}

function valuesOf(field: FormField): readonly string[] | undefined {
  return field.type === 'yesNo' ? ['yes', 'no'] : field.options?.map((option) => option.value);
}

function sameSet(some: readonly string[] | undefined, others: readonly string[]): boolean {
  return some !== undefined && some.length === others.length && others.every((value) => some.includes(value));
}

function hasTwice(values: readonly string[]): boolean {
  return new Set(values).size !== values.length;
}
