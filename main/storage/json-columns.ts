// Columns that hold JSON are checked when they are read: what does not have the shape it was written with is damage.

import { z } from 'zod';
import type { Translated } from '../domain/fees/fee.ts';
import type { KeptPage } from '../domain/pages/kept-page.ts';
import { QUALITY_CODES } from '../domain/pages/page.ts';
import type { Dossier, DossierStatus } from '../domain/dossier/dossier.ts';
import { DOSSIER_STATUSES } from '../domain/dossier/dossier.ts';
import { FORM_IDS } from '../domain/slips/slip.ts';
import type { Slip } from '../domain/slips/slip.ts';
import { StoreError } from './failures.ts';

const whole = z.int().min(0);

/** Compiles only while the schema lets through exactly what the type holds, amounts' brand apart. */
type Plain<T> = T extends number ? number : T extends object ? { -readonly [K in keyof T]: Plain<T[K]> } : T;
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false;
const sameShape =
  <T>() =>
  <S extends z.ZodType>(schema: S, _same: Same<Plain<z.infer<S>>, Plain<T>>): z.ZodType<T> =>
    schema as unknown as z.ZodType<T>;

/** Made when it is first needed: at the start every millisecond counts and nothing is read yet. */
export const dossierSchema = once(() => {
  const translated = z.strictObject({ vi: z.string(), en: z.string() });
  const source = z.enum(['chip', 'qr', 'typed', 'officer']);
  const sourced = <T extends z.ZodType>(value: T) => z.strictObject({ value, source });
  const text = sourced(z.string());

  const identity = z.strictObject({
    number: text,
    fullName: text.optional(),
    birthDate: text.optional(),
    sex: sourced(z.enum(['male', 'female'])).optional(),
    residence: text.optional(),
    issueDate: text.optional(),
    expiryDate: text.optional(),
    oldNumber: text.optional(),
  });

  const feeLine = z.strictObject({
    code: z.string(),
    name: translated,
    unitAmount: whole,
    quantity: whole,
    amount: whole,
    waiver: translated.optional(),
  });

  const dossierDocument = z.strictObject({
    id: z.string(),
    paperId: z.string(),
    fileName: z.string(),
    mime: z.enum(['image/jpeg', 'image/png', 'application/pdf']),
    pages: whole,
    bytes: whole.optional(),
    sha256: z.string().regex(/^[0-9a-f]{64}$/).optional(),
  });

  return sameShape<Dossier>()(
    z.strictObject({
      id: z.string(),
      code: z.string(),
      secret: z.string(),
      procedure: z.strictObject({ code: z.string(), version: z.string() }),
      caseId: z.string(),
      channel: z.enum(['kiosk', 'counter']),
      officerId: z.string().optional(),
      applicant: identity,
      phone: z.string().optional(),
      answers: z.record(z.string(), z.string()),
      documents: z.array(dossierDocument),
      handedIn: z.record(z.string(), z.strictObject({ originals: whole, copies: whole })).optional(),
      fee: z.strictObject({ lines: z.array(feeLine), total: whole }),
      payment: z
        .strictObject({
          orderCode: whole,
          paidAt: whole,
          reference: z.string().optional(),
          payee: z.strictObject({ bin: z.string(), account: z.string(), name: z.string() }).optional(),
        })
        .optional(),
      status: z.enum(Object.keys(DOSSIER_STATUSES) as [DossierStatus, ...DossierStatus[]]),
      erased: z.enum(['documents', 'all']).optional(),
      receivedAt: whole,
      dueAt: whole.optional(),
    }),
    true,
  );
});

export const translatedSchema = once(() => sameShape<Translated>()(z.strictObject({ vi: z.string(), en: z.string() }), true));

export const keptPageSchema = once(() =>
  sameShape<KeptPage>()(
    z.strictObject({
      id: z.string(),
      paperId: z.string(),
      mime: z.enum(['image/jpeg', 'image/png', 'application/pdf']),
      bytes: whole,
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      size: z.strictObject({ widthPx: whole, heightPx: whole, dotsPerInch: z.number() }).optional(),
      flaws: z.array(z.enum(QUALITY_CODES)).optional(),
      told: whole.optional(),
      keptBy: z.string().optional(),
      saved: z.literal(true).optional(),
    }),
    true,
  ),
);

export const slipSchema = once(() => {
  const slipBlock = z.discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('heading'),
      text: z.string(),
      level: z.union([z.literal(1), z.literal(2), z.literal(3)]),
    }),
    z.strictObject({ kind: z.literal('head'), parent: z.string(), unit: z.string(), nation: z.string(), motto: z.string() }),
    z.strictObject({
      kind: z.literal('text'),
      text: z.string(),
      align: z.enum(['start', 'centre']).optional(),
      emphasis: z.enum(['strong', 'quiet']).optional(),
    }),
    z.strictObject({
      kind: z.literal('pair'),
      label: z.string(),
      value: z.string(),
      emphasis: z.literal('strong').optional(),
    }),
    z.strictObject({ kind: z.literal('list'), items: z.array(z.string()) }),
    z.strictObject({
      kind: z.literal('amounts'),
      lines: z.array(z.strictObject({ label: z.string(), amount: whole, note: z.string().optional() })),
      total: z.strictObject({ label: z.string(), amount: whole, inWords: z.string() }),
    }),
    z.strictObject({ kind: z.literal('register'), columns: z.array(z.strictObject({ label: z.string(), share: z.number() })), rows: z.array(z.array(z.string())) }),
    z.strictObject({ kind: z.literal('code'), label: z.string(), code: z.string() }),
    z.strictObject({ kind: z.literal('qr'), data: z.string(), caption: z.string() }),
    z.strictObject({ kind: z.literal('table'), head: z.array(z.string()), rows: z.array(z.array(z.string())) }),
    z.strictObject({
      kind: z.literal('bars'),
      caption: z.string(),
      parts: z.array(z.string()),
      bars: z.array(z.strictObject({ label: z.string(), values: z.array(whole) })),
    }),
    z.strictObject({ kind: z.literal('logo') }),
    z.strictObject({ kind: z.literal('rule') }),
    z.strictObject({ kind: z.literal('pattern') }),
    z.strictObject({ kind: z.literal('signatures'), left: z.string(), right: z.string() }),
  ]);

  return sameShape<Slip>()(
    z.strictObject({
      form: z.enum(['statistics', ...FORM_IDS]),
      language: z.enum(['vi', 'en']),
      title: z.string(),
      copy: z.boolean(),
      blocks: z.array(slipBlock),
    }),
    true,
  );
});

/** Throws `corrupt`, naming the column and the place in it, never the value. */
export function readJson<T>(schema: () => z.ZodType<T>, json: string, column: string): T {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new StoreError('corrupt', `${column}: not JSON`);
  }
  const parsed = schema().safeParse(value);
  if (parsed.success) return parsed.data;
  throw new StoreError('corrupt', `${column}: ${placesIn(parsed.error)}`);
}

/** The column's text. Throws a bug for what could not be read again. */
export function toJson<T>(schema: () => z.ZodType<T>, value: T, column: string): string {
  const json = JSON.stringify(value);
  const parsed = schema().safeParse(JSON.parse(json));
  if (!parsed.success) throw new Error(`${column} does not take this: ${placesIn(parsed.error)}`);
  return json;
}

function placesIn(error: z.ZodError): string {
  return error.issues
    .slice(0, 3)
    .map((issue) => issue.path.join('.') || '(whole)')
    .join(', ');
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
