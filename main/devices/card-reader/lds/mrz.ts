// The machine readable zone as data group 1 holds it: TD1 (90 characters, cards), TD2 (72), TD3 (88, passports)
// (ICAO Doc 9303-4, -5, -6). Check digits are verified; dates get their century from the side of today they must be on.

import { checkDigit } from '../access-key.ts';
import { malformed, parseWith } from '../malformed.ts';
import type { MalformedFailure } from '../malformed.ts';
import type { Result } from '../../../domain/result.ts';

export type MrzFormat = 'TD1' | 'TD2' | 'TD3';

export type Mrz = {
  readonly format: MrzFormat;
  readonly documentCode: string;
  /** Three letters, e.g. VNM. */
  readonly issuingState: string;
  readonly nationality: string;
  /** Without filler. On a Vietnamese card the last nine of the twelve digits. */
  readonly documentNumber: string;
  /** On a Vietnamese card the twelve digits. */
  readonly optionalData: string;
  /** YYMMDD, as printed; unknown parts are filler. */
  readonly dateOfBirth: string;
  readonly dateOfExpiry: string;
  readonly sex: 'male' | 'female' | undefined;
  /** Without diacritics. */
  readonly surname: string;
  readonly givenNames: string;
  /** Names of the check digits that are wrong. */
  readonly wrongCheckDigits: readonly string[];
};

type Layout = {
  readonly format: MrzFormat;
  readonly documentNumber: readonly [number, number];
  readonly optional: readonly (readonly [number, number])[];
  readonly birth: number;
  readonly sex: number;
  readonly expiry: number;
  readonly nationality: number;
  readonly name: readonly [number, number];
  /** Ranges that the composite check digit covers, and its place. */
  readonly composite: readonly (readonly [number, number])[];
  readonly compositeAt: number;
};

// Offsets into the joined lines.
const LAYOUTS: Readonly<Record<number, Layout>> = {
  90: {
    format: 'TD1', documentNumber: [5, 14], optional: [[15, 30], [48, 59]], birth: 30, sex: 37, expiry: 38, nationality: 45,
    name: [60, 90], composite: [[5, 30], [30, 37], [38, 45], [48, 59]], compositeAt: 59,
  },
  72: {
    format: 'TD2', documentNumber: [36, 45], optional: [[64, 71]], birth: 49, sex: 56, expiry: 57, nationality: 46,
    name: [5, 36], composite: [[36, 46], [49, 56], [57, 71]], compositeAt: 71,
  },
  88: {
    format: 'TD3', documentNumber: [44, 53], optional: [[72, 86]], birth: 57, sex: 64, expiry: 65, nationality: 54,
    name: [5, 44], composite: [[44, 54], [57, 64], [65, 87]], compositeAt: 87,
  },
};

/** The lines joined, without spaces. */
export function parseZone(text: string): Result<Mrz, MalformedFailure> {
  return parseWith('machine readable zone', () => readMrz(text));
}

/** Raises Malformed. */
export function readMrz(text: string): Mrz {
  const layout = LAYOUTS[text.length];
  if (layout === undefined) malformed(`zone of ${text.length} characters`);
  if (!/^[0-9A-Z<]+$/.test(text)) malformed('characters that no zone has');
  const at = (start: number, end: number): string => text.slice(start, end);
  const field = ([start, end]: readonly [number, number]): string => at(start, end);

  const wrongCheckDigits: string[] = [];
  const verify = (name: string, covered: string, digit: string): void => {
    if (checkDigit(covered) !== (digit === '<' ? '0' : digit)) wrongCheckDigits.push(name);
  };
  let documentNumber = field(layout.documentNumber);
  const numberDigitAt = layout.documentNumber[1];
  let [optionalData = ''] = layout.optional.map(field);
  // Numbers longer than nine go on in the optional data, after a filler in the check digit's place (Doc 9303-5 §4.2.2).
  const longNumber = /^([0-9A-Z]+)([0-9])</.exec(optionalData);
  if (at(numberDigitAt, numberDigitAt + 1) === '<' && longNumber !== null) {
    documentNumber += longNumber[1] ?? '';
    verify('documentNumber', documentNumber, longNumber[2] ?? '');
    optionalData = optionalData.slice(longNumber[0].length);
  } else {
    verify('documentNumber', documentNumber, at(numberDigitAt, numberDigitAt + 1));
  }
  verify('dateOfBirth', at(layout.birth, layout.birth + 6), at(layout.birth + 6, layout.birth + 7));
  verify('dateOfExpiry', at(layout.expiry, layout.expiry + 6), at(layout.expiry + 6, layout.expiry + 7));
  verify('composite', layout.composite.map(field).join(''), at(layout.compositeAt, layout.compositeAt + 1));

  const [surname = '', ...given] = splitName(field(layout.name));
  const sex = at(layout.sex, layout.sex + 1);
  return {
    format: layout.format,
    documentCode: withoutFiller(at(0, 2)),
    issuingState: withoutFiller(at(2, 5)),
    nationality: withoutFiller(at(layout.nationality, layout.nationality + 3)),
    documentNumber: withoutFiller(documentNumber),
    optionalData: withoutFiller(optionalData),
    dateOfBirth: at(layout.birth, layout.birth + 6),
    dateOfExpiry: at(layout.expiry, layout.expiry + 6),
    sex: sex === 'M' ? 'male' : sex === 'F' ? 'female' : undefined,
    surname, givenNames: given.join(' '), wrongCheckDigits,
  };
}

// Some Vietnamese cards have a single filler after the surname; then everything is one name, the surname its first word.
function splitName(field: string): string[] {
  const [primary = '', secondary = ''] = field.replace(/<+$/, '').split('<<');
  const words = (part: string): string[] => part.split('<').filter((word) => word !== '');
  if (secondary !== '') return [words(primary).join(' '), words(secondary).join(' ')];
  const [surname = '', ...given] = words(primary);
  return [surname, given.join(' ')].filter((part) => part !== '');
}

function withoutFiller(field: string): string {
  return field.replace(/<.*$/, '');
}

/** The twelve-digit personal number of a Vietnamese card's zone, or undefined. */
export function personalNumber(mrz: Mrz): string | undefined {
  if (mrz.issuingState !== 'VNM') return undefined;
  return /^\d{12}$/.test(mrz.optionalData) ? mrz.optionalData : undefined;
}

/**
 * YYMMDD to YYYY-MM-DD, or undefined if it is no date.
 * @param today YYYY-MM-DD; a birth is before it, an expiry may be up to fifty years after it
 */
export function expandDate(yymmdd: string, kind: 'birth' | 'expiry', today: string): string | undefined {
  if (!/^\d{6}$/.test(yymmdd)) return undefined;
  const [year, month, day] = [0, 2, 4].map((start) => yymmdd.slice(start, start + 2));
  const century = Math.floor(Number(today.slice(0, 4)) / 100);
  const asDate = (candidate: number): string => `${candidate}${year}-${month}-${day}`;
  let date = asDate(century);
  if (kind === 'birth' && date > today) date = asDate(century - 1);
  if (kind === 'expiry' && Number(date.slice(0, 4)) > Number(today.slice(0, 4)) + 50) date = asDate(century - 1);
  const parsed = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().slice(0, 10) === date ? date : undefined;
}
