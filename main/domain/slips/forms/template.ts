// A form's template: what stands on it, line by line, as a data file that an agency can change without a developer
// (docs/form-templates.md). The reader is strict: what it does not know it refuses, with the line and the reason.

import { z } from 'zod';
import { fail, ok } from '../../result.ts';
import type { Failure, Result } from '../../result.ts';
import { PAPERS } from '../paper.ts';
import { FORM_IDS } from '../slip.ts';
import type { DossierForm, FormId } from '../slip.ts';

/** What is known on every form. */
const GENERAL = ['unit', 'parent', 'address', 'phone', 'today', 'moment'] as const;
/** What is known of a dossier. */
const OF_DOSSIER = [
  'code', 'secret', 'applicant', 'residence', 'applicantPhone', 'procedure', 'time', 'timeNote', 'receivedAt', 'dueAt', 'collectAt',
  'orderCode',
] as const;
/** What an officer adds to it. */
const OF_OFFICER = ['newDueAt', 'officer', 'reason'] as const;
/** Of the register over a period. */
const OF_PERIOD = ['from', 'to', 'count'] as const;
/** What may stand in braces in a template's texts; `number` is a queue ticket's, `device` the printer that is tested. */
export const PLACEHOLDERS = [...GENERAL, ...OF_DOSSIER, ...OF_OFFICER, ...OF_PERIOD, 'number', 'device'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** What is about no dossier has no facts of one: what it has instead, and which lines go with it. */
const WITHOUT_DOSSIER: Readonly<Record<Exclude<FormId, DossierForm | 'receiptAndAppointment'>, { readonly placeholders: readonly Placeholder[]; readonly lines: readonly string[] }>> = {
  registerBook: { placeholders: OF_PERIOD, lines: ['table'] },
  queueTicket: { placeholders: ['number'], lines: ['code'] },
  testPage: { placeholders: ['device'], lines: ['qr', 'pattern'] },
};

const MAX_CHARACTERS = 50_000;
const MAX_LINES = 120;
const PLACEHOLDER = /\{([^{}]*)\}/g;

const text = z.string().min(1).max(600).refine((value) => !/\p{Cc}/u.test(value), 'no control characters');
const filled = text.superRefine((value, context) => {
  for (const [, name] of value.matchAll(PLACEHOLDER)) {
    if (!(PLACEHOLDERS as readonly string[]).includes(name!)) context.addIssue({ code: 'custom', message: `nothing is called {${name!.slice(0, 30)}}` });
  }
  if (/[{}]/.test(value.replace(PLACEHOLDER, ''))) context.addIssue({ code: 'custom', message: 'a brace without its other half' });
});

/** In the citizen's language, or one text for both. */
const words = z.preprocess((given) => (typeof given === 'string' ? { vi: given, en: given } : given), z.strictObject({ vi: filled, en: filled }));
const emphasis = z.enum(['strong', 'quiet']).optional();

/** `optional`: left out where something in it is not known; `otherwise` stands there instead; else there are dots to write on. */
const line = z.union([
  z.strictObject({ text: words, align: z.enum(['start', 'centre']).optional(), emphasis, optional: z.boolean().optional(), when: z.literal('provisional').optional() }),
  z.strictObject({ heading: words }),
  z.strictObject({ label: words, value: words, emphasis: z.literal('strong').optional(), optional: z.boolean().optional(), otherwise: words.optional() }),
  z.strictObject({ list: z.enum(['papers', 'items']), label: words }),
  z.strictObject({ code: words }),
  z.strictObject({ qr: words }),
  z.strictObject({ signatures: z.tuple([words, words]) }),
  z.strictObject({ part: z.enum(['head', 'logo', 'foot', 'fees', 'rule', 'pattern', 'table']) }),
  /** The head with other words for the agency: the authority above it, and itself. */
  z.strictObject({ head: z.tuple([words, words]) }),
]);

export type TemplateLine = z.infer<typeof line>;

const templateSchema = z
  .strictObject({
    form: z.enum(FORM_IDS),
    title: words,
    /** What it is printed on where the counter has that, and how often. */
    paper: z.enum(PAPERS).default('a4'),
    copies: z.int().min(1).max(4).default(1),
    /** What the officer types: why, and a list such as the missing papers. */
    asks: z.strictObject({ reason: text.optional(), items: text.optional() }),
    lines: z.array(line).min(1).max(MAX_LINES),
  })
  .superRefine(({ form, paper, lines }, context) => {
    if (form === 'registerBook' && paper === 'roll') context.addIssue({ code: 'custom', path: ['paper'], message: 'a table needs a page' });
    for (const [at, given] of lines.entries()) {
      for (const { key, message } of foreignTo(form, given)) context.addIssue({ code: 'custom', path: ['lines', at, ...(key ? [key] : [])], message });
    }
  });

/** What this form knows nothing of. */
function foreignTo(form: FormId, given: TemplateLine): readonly { readonly key?: string; readonly message: string }[] {
  const own = form in WITHOUT_DOSSIER ? WITHOUT_DOSSIER[form as keyof typeof WITHOUT_DOSSIER] : undefined;
  const citizens = form === 'receiptAndAppointment';
  const known: readonly string[] = [...GENERAL, ...(own?.placeholders ?? [...OF_DOSSIER, ...(citizens ? [] : OF_OFFICER)])];
  const texts = Object.entries(given).flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).flatMap((said) => (typeof said === 'object' ? [{ key, ...said }] : [])));
  const unknown = texts.flatMap(({ key, vi, en }) =>
    [...`${vi}${en}`.matchAll(PLACEHOLDER)].flatMap(([, name]) => (known.includes(name!) ? [] : [{ key, message: `{${name}} is not known on this form` }])),
  );
  const foreign = citizens ? [] : texts.flatMap(({ key, vi, en }) => (vi === en ? [] : [{ key, message: 'this form is printed in Vietnamese only' }]));
  const unasked = !citizens && 'when' in given && given.when ? [{ key: 'when', message: `only the citizen's slip is ${given.when}` }] : [];
  const kind = 'part' in given ? given.part : 'list' in given && given.list === 'items' ? 'items' : ['list', 'code', 'qr'].find((name) => name in given);
  const misplaced = own
    ? ['list', 'items', 'code', 'qr', 'fees', 'pattern', 'table'].some((name) => name === kind && !own.lines.includes(name))
    : kind === 'pattern' || kind === 'table' || (citizens && kind === 'items');
  return [...unknown, ...foreign, ...unasked, ...(misplaced ? [{ message: `no ${kind === 'items' ? 'list' : kind} on this form` }] : [])];
}

export type FormTemplate = z.infer<typeof templateSchema>;
export type TemplateFailure = Failure<'notJson' | 'tooLong' | 'badTemplate'>;

/** The detail names the place, e.g. `lines.4.value: nothing is called {aplicant}`; lines count from 1. */
export function parseTemplate(json: string): Result<FormTemplate, TemplateFailure> {
  if (json.length > MAX_CHARACTERS) return fail('tooLong', `more than ${MAX_CHARACTERS} characters`);
  let data: unknown;
  try {
    data = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch {
    return fail('notJson');
  }
  const parsed = templateSchema.safeParse(data);
  if (parsed.success) return ok(parsed.data);
  return fail('badTemplate', reasonOf(parsed.error.issues[0]!, data));
}

function reasonOf(issue: z.core.$ZodIssue, data: unknown): string {
  const place = placeOf(issue.path, data).map((part) => (typeof part === 'number' ? part + 1 : String(part))).join('.');
  if (issue.code !== 'invalid_union') return `${place || 'file'}: ${issue.message}`;
  const at = issue.path[1];
  const given = (data as { lines: unknown[] }).lines[Number(at)];
  const keys = typeof given === 'object' && given !== null ? Object.keys(given) : [];
  // The kind of line that was meant is the one that shares its first word.
  const meant = issue.errors.find((errors) => errors.every(({ code, path }) => code !== 'unrecognized_keys' && keys.includes(String(path[0])))) ?? issue.errors.find((errors) => errors.length === 1);
  const inner = meant?.[0];
  const within = inner ? placeOf(inner.path, given) : [];
  return `${place}${within.length > 0 ? `.${within.join('.')}` : ''}: ${inner?.message ?? 'no such kind of line'}`;
}

/** As the file has it: a text in one language has no languages to name. */
function placeOf(path: readonly PropertyKey[], data: unknown): readonly PropertyKey[] {
  let value = data;
  for (const [at, part] of path.entries()) {
    if (typeof value === 'string') return path.slice(0, at);
    value = typeof value === 'object' && value !== null ? (value as Record<PropertyKey, unknown>)[part] : undefined;
  }
  return path;
}
