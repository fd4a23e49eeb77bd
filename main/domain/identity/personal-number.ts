// The personal number (số định danh cá nhân): 12 digits, `PPP G YY NNNNNN`: province or country where the birth was
// registered, sex and century, year of birth, six digits. The law of 2023 guarantees only the 12 digits, so the
// structure warns and never refuses.

import { fail, ok } from '../result.ts';
import type { Failure, Result } from '../result.ts';
import type { IsoDate, Sex } from './identity.ts';
import provinceCodes from './province-codes.json' with { type: 'json' };

const PROVINCES: Readonly<Record<string, string>> = provinceCodes;

export type PersonalNumberWarning = 'unknownProvince' | 'futureCentury' | 'sexDiffers' | 'birthYearDiffers';

export type PersonalNumber = {
  readonly number: string;
  readonly provinceCode: string;
  /** Name of the province as it was when the number was given; absent for other countries and unknown codes. */
  readonly province?: string;
  readonly sex: Sex;
  readonly birthYear: number;
  readonly warnings: readonly PersonalNumberWarning[];
};

/** Accepts the spaces and dots people write between groups. `known` is compared with the structure, for warnings. */
export function parsePersonalNumber(
  text: string,
  known: { readonly sex?: Sex; readonly birthDate?: IsoDate } = {},
): Result<PersonalNumber, Failure<'empty' | 'tooLong' | 'badNumber'>> {
  if (text.length > 64) return fail('tooLong', `${text.length} characters`);
  const number = text.replace(/[\s.-]/g, '');
  if (number === '') return fail('empty');
  if (!/^[0-9]{12}$/.test(number)) return fail('badNumber', `${number.length} characters where 12 digits belong`);

  const provinceCode = number.slice(0, 3);
  const province = Object.hasOwn(PROVINCES, provinceCode) ? PROVINCES[provinceCode] : undefined;
  const century = Number(number[3]);
  const sex = century % 2 === 0 ? 'male' : 'female';
  const birthYear = 1900 + 100 * Math.floor(century / 2) + Number(number.slice(4, 6));

  const warnings: PersonalNumberWarning[] = [];
  if (province === undefined) warnings.push('unknownProvince');
  if (century > 3) warnings.push('futureCentury');
  if (known.sex !== undefined && known.sex !== sex) warnings.push('sexDiffers');
  if (known.birthDate !== undefined && Number(known.birthDate.slice(0, 4)) !== birthYear) warnings.push('birthYearDiffers');
  return ok({ number, provinceCode, ...(province === undefined ? {} : { province }), sex, birthYear, warnings });
}

/** The card access number that opens the chip with PACE: the last six digits. */
export function canOf(number: string): string {
  return number.slice(-6);
}

/** `068099001234` → `068 099 001 234`, for reading. */
export function groupPersonalNumber(number: string): string {
  return number.replace(/(\d{3})(?=\d)/g, '$1 ');
}

/** For screens and lists that others may see: `068••••••234`. */
export function maskPersonalNumber(number: string): string {
  return number.length <= 6 ? '••••••' : `${number.slice(0, 3)}${'•'.repeat(number.length - 6)}${number.slice(-3)}`;
}
