// A procedure's form: which fields are asked, whether an answer fits, and what the identity fills in. Answers are texts:
// dates ISO, numbers in digits, yes/no as `yes` and `no`, a choice as its option's value.

import { fromWritten } from '../calendar/iso-date.ts';
import type { Identity, IsoDate, Source } from '../identity/identity.ts';
import { parsePersonalNumber } from '../identity/personal-number.ts';
import { fail, ok, unreachable } from '../result.ts';
import type { Failure, Result } from '../result.ts';
import { cleanText } from '../text/fold.ts';
import { checkPhone } from './phone.ts';
import { CASE } from './procedure.ts';
import type { Condition, FormField, Procedure } from './procedure.ts';

export type Answers = Readonly<Record<string, string>>;

export type AnswerProblem =
  | 'required'
  | 'tooShort'
  | 'tooLong'
  | 'notADate'
  | 'dateInFuture'
  | 'notANumber'
  | 'tooSmall'
  | 'tooLarge'
  | 'badPhone'
  | 'badPersonalNumber'
  | 'notAnOption';

const DEFAULT_MAX_LENGTH = { text: 200, longText: 1000 } as const;
/** Beyond this nothing is looked at: a wedge scanner or a paste, not an answer. */
const MAX_RAW = 4000;

/** The case a form is filled for where none was chosen: the first. */
export function caseOf(procedure: Procedure, caseId?: string): string {
  return caseId ?? procedure.cases[0]?.id ?? '';
}

/** Whether a condition holds; what it speaks of must itself be asked. */
export function holds(procedure: Procedure, when: Condition | undefined, answers: Answers, caseId?: string): boolean {
  if (when === undefined) return true;
  if (when.field === CASE) return caseOf(procedure, caseId) === when.equals;
  const field = procedure.form.find((candidate) => candidate.id === when.field);
  return field !== undefined && answers[field.id] === when.equals && holds(procedure, field.when, answers, caseId);
}

export function visibleFields(procedure: Procedure, answers: Answers, caseId?: string): FormField[] {
  return procedure.form.filter((field) => holds(procedure, field.when, answers, caseId));
}

/** The answer as it is kept, or what is wrong with it. `today` is needed for dates that must not lie ahead. */
export function checkAnswer(field: FormField, value: string, today?: IsoDate): Result<string, Failure<AnswerProblem>> {
  if (value.length > MAX_RAW) return fail('tooLong');
  const max = field.maxLength ?? (field.type === 'longText' ? DEFAULT_MAX_LENGTH.longText : DEFAULT_MAX_LENGTH.text);
  const text = cleanText(value, MAX_RAW);
  if (text === '') return field.required ? fail('required') : ok('');

  switch (field.type) {
    case 'text':
    case 'longText': {
      const length = Array.from(text).length;
      if (length > max) return fail('tooLong', `${length} of ${max}`);
      if (length < (field.minLength ?? 0)) return fail('tooShort', `${length} of ${field.minLength}`);
      return ok(text);
    }
    case 'date': {
      const date = fromWritten(text);
      if (date === undefined) return fail('notADate');
      return field.past === true && today !== undefined && date > today ? fail('dateInFuture') : ok(date);
    }
    case 'number': {
      if (!/^\d{1,9}$/.test(text)) return fail('notANumber');
      const number = Number(text);
      if (number < (field.min ?? 0)) return fail('tooSmall', `${field.min ?? 0}`);
      if (field.max !== undefined && number > field.max) return fail('tooLarge', `${field.max}`);
      return ok(String(number));
    }
    case 'phone': {
      const phone = checkPhone(text);
      return phone.ok ? phone : fail('badPhone');
    }
    case 'personalNumber': {
      const parsed = parsePersonalNumber(text);
      return parsed.ok ? ok(parsed.value.number) : fail('badPersonalNumber');
    }
    case 'choice':
      return field.options?.some((option) => option.value === text) === true ? ok(text) : fail('notAnOption');
    case 'yesNo':
      return text === 'yes' || text === 'no' ? ok(text) : fail('notAnOption');
    default:
      return unreachable(field.type);
  }
}

export type FormContext = { readonly caseId?: string; readonly today?: IsoDate };

/** What is wrong, by field; empty when the form may go on. Fields that are not asked are not looked at. */
export function checkForm(
  procedure: Procedure,
  answers: Answers,
  { caseId, today }: FormContext = {},
): Record<string, AnswerProblem> {
  const problems: Record<string, AnswerProblem> = {};
  for (const field of visibleFields(procedure, answers, caseId)) {
    const checked = checkAnswer(field, answers[field.id] ?? '', today);
    if (!checked.ok) problems[field.id] = checked.error.code;
  }
  return problems;
}

/** The answers that go into the dossier: of the fields that are asked, as they are kept; unfit ones are left out. */
export function normaliseForm(procedure: Procedure, answers: Answers, { caseId, today }: FormContext = {}): Answers {
  const kept: Record<string, string> = {};
  for (const field of visibleFields(procedure, answers, caseId)) {
    const checked = checkAnswer(field, answers[field.id] ?? '', today);
    if (checked.ok && checked.value !== '') kept[field.id] = checked.value;
  }
  return kept;
}

/** What the identity fills in, and where each value came from. A value that does not fit its field is left out. */
export function prefill(procedure: Procedure, identity: Identity): { answers: Answers; sources: Record<string, Source> } {
  const answers: Record<string, string> = {};
  const sources: Record<string, Source> = {};
  for (const field of procedure.form) {
    const known = field.from === undefined ? undefined : identity[field.from];
    if (known === undefined) continue;
    const checked = checkAnswer(field, known.value);
    if (!checked.ok || checked.value === '') continue;
    answers[field.id] = checked.value;
    sources[field.id] = known.source;
  }
  return { answers, sources };
}
