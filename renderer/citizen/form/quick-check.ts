// What can be seen at a glance while the person still stands at the question. Main judges the answers; this only keeps
// half-written ones from being discovered at the end.

import type { FieldView } from '../../../preload/contract/journey.ts';

/** An error code of the form, or undefined. */
export function quickCheck(field: FieldView, value: string): string | undefined {
  const text = value.trim();
  if (text === '') return field.required ? 'required' : undefined;
  const digits = text.replace(/\D/g, '').length;
  switch (field.type) {
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(text) ? undefined : 'notADate';
    case 'personalNumber':
      return digits === 12 ? undefined : 'badPersonalNumber';
    case 'phone':
      return digits < 9 ? 'badPhone' : undefined;
    default:
      return undefined;
  }
}
