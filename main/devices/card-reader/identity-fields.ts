// The fields that a form is filled from, each with the file of the chip that it came from. Data group 1 is exact and
// without diacritics, data group 13 (11 and 12 on other documents) has the names and addresses as they are written.

import { fromDayMonthYear, fromWritten } from '../../domain/calendar/iso-date.ts';
import type { Dg11, Dg12 } from './lds/data-groups.ts';
import type { Dg13, Dg13Field } from './lds/dg13.ts';
import { expandDate, personalNumber } from './lds/mrz.ts';
import type { Mrz } from './lds/mrz.ts';

export type FieldSource = 'dg1' | 'dg11' | 'dg12' | 'dg13';

export type IdentityFieldName = Dg13Field | 'documentNumber' | 'issuingState';

export type IdentityFields = {
  readonly [Name in IdentityFieldName]?: { readonly value: string; readonly source: FieldSource };
};

/**
 * Dates are YYYY-MM-DD, sex is male or female, nationality is as data group 13 writes it or the zone's three letters.
 * @param today YYYY-MM-DD, from which two-digit years get their century
 */
export function identityFields(
  groups: { dg1: Mrz; dg11?: Dg11 | undefined; dg12?: Dg12 | undefined; dg13?: Dg13 | undefined }, today: string,
): IdentityFields {
  const { dg1, dg11, dg12, dg13 } = groups;
  const fields: { [Name in IdentityFieldName]?: { value: string; source: FieldSource } } = {};
  const put = (name: IdentityFieldName, value: string | undefined, source: FieldSource): void => {
    if (value !== undefined && value !== '') fields[name] = { value, source };
  };
  put('documentNumber', dg1.documentNumber, 'dg1');
  put('issuingState', dg1.issuingState, 'dg1');
  put('number', personalNumber(dg1), 'dg1');
  put('fullName', [dg1.surname, dg1.givenNames].filter((part) => part !== '').join(' '), 'dg1');
  put('birthDate', expandDate(dg1.dateOfBirth, 'birth', today), 'dg1');
  put('expiryDate', expandDate(dg1.dateOfExpiry, 'expiry', today), 'dg1');
  put('sex', dg1.sex, 'dg1');
  put('nationality', dg1.nationality, 'dg1');
  if (dg11 !== undefined) {
    put('fullName', dg11.fullName?.replace(/<+/g, ' ').trim(), 'dg11');
    put('residence', dg11.address?.replace(/<+/g, ', '), 'dg11');
    put('origin', dg11.placeOfBirth?.replace(/<+/g, ', '), 'dg11');
  }
  if (dg12 !== undefined) put('issueDate', fromYearMonthDay(dg12.dateOfIssue), 'dg12');
  if (dg13 !== undefined) putPrinted(dg13, fields, put);
  return fields;
}

// What data group 1 has without loss of letters stays from there: it is what the access key and the portal know.
const FROM_ZONE: readonly Dg13Field[] = ['number', 'birthDate', 'expiryDate', 'sex'];

function putPrinted(
  dg13: Dg13, fields: IdentityFields, put: (name: IdentityFieldName, value: string | undefined, source: FieldSource) => void,
): void {
  for (const [name, value] of Object.entries(dg13) as [Dg13Field, string][]) {
    if (FROM_ZONE.includes(name) && fields[name] !== undefined) continue;
    if (name === 'birthDate' || name === 'issueDate' || name === 'expiryDate') put(name, fromWritten(value), 'dg13');
    else if (name === 'sex') put(name, sexOf(value), 'dg13');
    else put(name, value, 'dg13');
  }
}

function sexOf(written: string): string | undefined {
  const folded = written.toLowerCase();
  return folded === 'nam' ? 'male' : folded === 'nữ' ? 'female' : undefined;
}

function fromYearMonthDay(date: string | undefined): string | undefined {
  return date && fromDayMonthYear(date.slice(6, 8) + date.slice(4, 6) + date.slice(0, 4));
}
