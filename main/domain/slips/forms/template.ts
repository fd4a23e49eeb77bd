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
  'code', 'secret', 'applicant', 'residence', 'applicantPhone', 'procedure', 'receivedAt', 'dueAt', 'newDueAt', 'officer', 'reason',
  'orderCode',
] as const;
/** Of the register over a period. */
const OF_PERIOD = ['from', 'to', 'count'] as const;
/** What may stand in braces in a template's texts; `number` is a queue ticket's, `device` the printer that is tested. */
export const PLACEHOLDERS = [...GENERAL, ...OF_DOSSIER, ...OF_PERIOD, 'number', 'device'] as const;
export type Placeholder = (typeof PLACEHOLDERS)[number];

/** What is about no dossier has no facts of one: what it has instead, and which lines go with it. */
const WITHOUT_DOSSIER: Readonly<Record<Exclude<FormId, DossierForm>, { readonly placeholders: readonly Placeholder[]; readonly lines: readonly string[] }>> = {
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

const line = z.union([
  z.strictObject({ text: filled, align: z.enum(['start', 'centre']).optional(), emphasis: z.enum(['strong', 'quiet']).optional() }),
  z.strictObject({ heading: filled }),
  /** `optional`: left out where nothing is known; else there are dots to write on. */
  z.strictObject({ label: filled, value: filled, emphasis: z.literal('strong').optional(), optional: z.boolean().optional() }),
  z.strictObject({ list: z.enum(['papers', 'items']), label: filled }),
  z.strictObject({ code: filled }),
  z.strictObject({ qr: filled }),
  z.strictObject({ signatures: z.tuple([filled, filled]) }),
  z.strictObject({ part: z.enum(['head', 'logo', 'foot', 'fees', 'rule', 'pattern', 'table']) }),
  /** The head with other words for the agency: the authority above it, and itself. */
  z.strictObject({ head: z.tuple([filled, filled]) }),
]);

export type TemplateLine = z.infer<typeof line>;

const templateSchema = z
  .strictObject({
    form: z.enum(FORM_IDS),
    title: text,
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
  const known: readonly string[] = own ? [...GENERAL, ...own.placeholders] : [...GENERAL, ...OF_DOSSIER];
  const texts = Object.entries(given).flatMap(([key, value]) => (Array.isArray(value) ? value : [value]).map((text) => ({ key, text: String(text) })));
  const unknown = texts.flatMap(({ key, text }) =>
    [...text.matchAll(PLACEHOLDER)].flatMap(([, name]) => (known.includes(name!) ? [] : [{ key, message: `{${name}} is not known on this form` }])),
  );
  const kind = 'part' in given ? given.part : ['list', 'code', 'qr'].find((name) => name in given);
  const misplaced = own ? ['list', 'code', 'qr', 'fees', 'pattern', 'table'].some((name) => name === kind && !own.lines.includes(name)) : kind === 'pattern' || kind === 'table';
  return [...unknown, ...(misplaced ? [{ message: `no ${kind} on this form` }] : [])];
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
  const place = issue.path.map((part) => (typeof part === 'number' ? part + 1 : String(part))).join('.');
  if (issue.code !== 'invalid_union') return `${place || 'file'}: ${issue.message}`;
  const at = issue.path[1];
  const given = (data as { lines: unknown[] }).lines[Number(at)];
  const keys = typeof given === 'object' && given !== null ? Object.keys(given) : [];
  // The kind of line that was meant is the one that shares its first word.
  const meant = issue.errors.find((errors) => errors.every(({ code, path }) => code !== 'unrecognized_keys' && keys.includes(String(path[0])))) ?? issue.errors.find((errors) => errors.length === 1);
  const inner = meant?.[0];
  return `${place}${inner && inner.path.length > 0 ? `.${inner.path.join('.')}` : ''}: ${inner?.message ?? 'no such kind of line'}`;
}
