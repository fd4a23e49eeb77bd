// How a form is asked: what is known already is shown once to be looked over; then one question a sheet.

import type { FieldView } from '../../../preload/contract/journey.ts';

export type FormPage =
  | { readonly kind: 'check'; readonly id: 'check'; readonly fields: readonly FieldView[] }
  | { readonly kind: 'ask'; readonly id: string; readonly fields: readonly [FieldView] };

/** The fields that were filled when the form was opened. They stay on their page while they are being corrected. */
export function knownFields(fields: readonly FieldView[]): ReadonlySet<string> {
  return new Set(fields.filter((field) => field.value !== '' && field.source !== undefined && !field.error).map((field) => field.id));
}

export function formPages(fields: readonly FieldView[], known: ReadonlySet<string>): FormPage[] {
  const check = fields.filter((field) => known.has(field.id));
  const ask = fields.filter((field) => !known.has(field.id)).map((field): FormPage => ({ kind: 'ask', id: field.id, fields: [field] }));
  return check.length === 0 ? ask : [{ kind: 'check', id: 'check', fields: check }, ...ask];
}
