// The QR of the Vietnamese identity card (căn cước): front of the 2021 card, back of the 2024 card. UTF-8, fields split
// by `|`. 2021: number|old number or empty|name|birth|sex|residence|issued. The order of the 2024 card is not published:
// public samples start like 2021's and go on with parents; another description puts the old number after the issue date.
// Both are read, whatever follows is kept raw, and nothing that follows can make the reading fail.

import { fromDayMonthYear } from '../calendar/iso-date.ts';
import { fail, ok } from '../result.ts';
import type { Failure, Result } from '../result.ts';
import { cleanText } from '../text/fold.ts';
import { looksMisdecoded } from './encoding.ts';
import type { Identity, IsoDate, Sex } from './identity.ts';

export const MAX_IDENTITY_QR_CHARACTERS = 1024;
export const MAX_IDENTITY_QR_BYTES = 2953;
const MIN_FIELDS = 7;
const MAX_FIELDS = 16;
const MAX_FIELDS_2021 = 8;
const MAX_NAME = 100;
const MAX_RESIDENCE = 300;
const OLDEST_BIRTH_YEAR = 1880;

export type IdentityQr = {
  readonly layout: '2021' | '2024';
  readonly number: string;
  /** Number of the nine-digit card before, as printed. */
  readonly oldNumber?: string;
  readonly fullName: string;
  /** Absent where the card knows only the year of birth. */
  readonly birthDate?: IsoDate;
  readonly birthYear: number;
  readonly sex: Sex;
  readonly residence?: string;
  readonly issueDate: IsoDate;
  /** Fields after the known ones, unread. */
  readonly extras: readonly string[];
};

export type IdentityQrProblem =
  | 'empty'
  | 'tooLong'
  | 'badEncoding'
  | 'notAnIdentityQr'
  | 'badNumber'
  | 'badName'
  | 'badDate'
  | 'badSex';

export function parseIdentityQr(text: string): Result<IdentityQr, Failure<IdentityQrProblem>> {
  if (text.length > MAX_IDENTITY_QR_CHARACTERS + 8) return fail('tooLong', `${text.length} characters`);
  // Scanners add terminators around what they read, and some a byte-order mark.
  const trimmed = text.replace(/^[\ufeff\s\p{Cc}]+|[\s\p{Cc}]+$/gu, '');
  if (trimmed === '') return fail('empty');
  if (trimmed.length > MAX_IDENTITY_QR_CHARACTERS) return fail('tooLong', `${trimmed.length} characters`);
  if (looksMisdecoded(trimmed)) return fail('badEncoding', 'UTF-8 was decoded with another code page');

  const fields = trimmed.normalize('NFC').split('|');
  if (fields.length < MIN_FIELDS || fields.length > MAX_FIELDS) return fail('notAnIdentityQr', `${fields.length} fields`);

  const number = field(fields, 0);
  if (!/^\d{12}$/.test(number)) return fail('badNumber', `${number.length} characters where 12 digits belong`);

  const nameFirst = isName(field(fields, 1)) && isWrittenDate(field(fields, 2));
  const [nameAt, birthAt, sexAt, residenceAt, issuedAt] = nameFirst ? [1, 2, 3, 4, 5] : [2, 3, 4, 5, 6];
  const oldNumber = nameFirst ? field(fields, 6) : field(fields, 1);
  if (!nameFirst && oldNumber !== '' && !/^[\d\s,;/-]{8,40}$/.test(oldNumber)) {
    return fail('notAnIdentityQr', 'field 2 is not a number');
  }

  const fullName = cleanText(field(fields, nameAt), MAX_NAME + 1);
  // A reader set to ASCII puts question marks where letters were.
  if (fullName.includes('?')) return fail('badEncoding', 'letters of the name were replaced by question marks');
  if (!isName(fullName)) return fail('badName', `${fullName.length} characters`);

  const birth = parseBirth(field(fields, birthAt));
  if (birth === undefined) return fail('badDate', 'date of birth');

  const sex = parseSex(field(fields, sexAt));
  if (sex === undefined) return fail('badSex');

  const issueDate = fromDayMonthYear(field(fields, issuedAt));
  if (issueDate === undefined) return fail('badDate', 'date of issue');

  const residence = cleanText(field(fields, residenceAt), MAX_RESIDENCE);
  return ok({
    layout: nameFirst || fields.length > MAX_FIELDS_2021 ? '2024' : '2021',
    number,
    ...(oldNumber === '' ? {} : { oldNumber }),
    fullName,
    ...birth,
    sex,
    ...(residence === '' ? {} : { residence }),
    issueDate,
    extras: fields.slice(MIN_FIELDS),
  });
}

/** The text of a code scanner's bytes, strictly UTF-8. */
export function decodeIdentityQrBytes(bytes: Uint8Array): Result<string, Failure<'empty' | 'tooLong' | 'badEncoding'>> {
  if (bytes.length === 0) return fail('empty');
  if (bytes.length > MAX_IDENTITY_QR_BYTES) return fail('tooLong', `${bytes.length} bytes`);
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return fail('badEncoding', 'not UTF-8');
  }
}

export function identityFromQr(qr: IdentityQr): Identity {
  const sourced = <T>(value: T): { readonly value: T; readonly source: 'qr' } => ({ value, source: 'qr' });
  return {
    number: sourced(qr.number),
    fullName: sourced(qr.fullName),
    sex: sourced(qr.sex),
    issueDate: sourced(qr.issueDate),
    ...(qr.birthDate === undefined ? {} : { birthDate: sourced(qr.birthDate) }),
    ...(qr.residence === undefined ? {} : { residence: sourced(qr.residence) }),
    ...(qr.oldNumber === undefined ? {} : { oldNumber: sourced(qr.oldNumber) }),
  };
}

function field(fields: readonly string[], index: number | undefined): string {
  return (index === undefined ? '' : (fields[index] ?? '')).trim();
}

/** Letters of any script with the marks that names of the country's peoples use: H'Hen Niê, Y-Moan, K. Đô. */
function isName(text: string): boolean {
  return text.length <= MAX_NAME && /^\p{L}[\p{L}\p{M}'’. -]*$/u.test(text) && /\p{L}.*\p{L}/u.test(text);
}

function isWrittenDate(text: string): boolean {
  return /^(\d{8}|\d{4})$/.test(text);
}

/** `ddmmyyyy`; a card of someone who knows only the year has `yyyy`, or zeros for the day (unconfirmed). */
function parseBirth(text: string): { birthDate?: IsoDate; birthYear: number } | undefined {
  const yearOnly = /^(?:00\d{2})?(\d{4})$/.exec(text);
  if (yearOnly !== null) {
    const year = Number(yearOnly[1]);
    return year < OLDEST_BIRTH_YEAR || year > 2999 ? undefined : { birthYear: year };
  }
  const birthDate = fromDayMonthYear(text);
  if (birthDate === undefined) return undefined;
  const birthYear = Number(birthDate.slice(0, 4));
  return birthYear < OLDEST_BIRTH_YEAR ? undefined : { birthDate, birthYear };
}

function parseSex(text: string): Sex | undefined {
  const folded = text.toLowerCase();
  return folded === 'nam' ? 'male' : folded === 'nữ' ? 'female' : undefined;
}
