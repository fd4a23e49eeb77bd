// The tag-length-value layer of EMVCo merchant-presented QR codes (EMV QRCPS MPM 1.1, section 3): two digits of id, two
// digits of length, the value; templates nest the same way. ASCII only, so that characters and bytes are the same.

import { fail, ok } from '../result.ts';
import type { Failure, Result } from '../result.ts';

export type Fields = ReadonlyMap<string, string>;

export type FieldsProblem = 'badLength' | 'duplicateField';

/** Splits a level whole: every field closes, none occurs twice, nothing is left over. */
export function splitFields(text: string): Result<Fields, Failure<FieldsProblem>> {
  const fields = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const head = /^(\d{2})(\d{2})$/.exec(text.slice(at, at + 4));
    if (head === null) return fail('badLength', `no field at ${at}`);
    const id = head[1]!;
    const length = Number(head[2]);
    const value = text.slice(at + 4, at + 4 + length);
    if (length === 0 || value.length !== length) return fail('badLength', `field ${id} at ${at}`);
    if (fields.has(id)) return fail('duplicateField', `field ${id}`);
    fields.set(id, value);
    at += 4 + length;
  }
  return ok(fields);
}

/** One field; nothing for a value that is not there. The caller has checked that it is 1–99 characters. */
export function joinField(id: string, value: string | undefined): string {
  if (value === undefined || value === '') return '';
  return `${id}${String(value.length).padStart(2, '0')}${value}`;
}
