// Vietnamese telephone numbers as people write them: ten digits mobile (03 05 07 08 09), eleven digits fixed (02…),
// with +84 or 84 instead of the leading 0.

import { fail, ok } from '../result.ts';
import type { Failure, Result } from '../result.ts';

/** The number in national form, digits only: `+84 912 345 678` → `0912345678`. */
export function checkPhone(text: string): Result<string, Failure<'badPhone'>> {
  if (text.length > 40) return fail('badPhone');
  const digits = text.replace(/[\s.()-]/g, '').replace(/^(?:\+84|0084|84(?=\d{9,10}$))0?/, '0');
  return /^(?:0[35789]\d{8}|02\d{9})$/.test(digits) ? ok(digits) : fail('badPhone');
}

/** `0912345678` → `0912 345 678` */
export function groupPhone(phone: string): string {
  return phone.replace(/^(\d{4})(\d{3})(\d+)$/, '$1 $2 $3');
}
