// Calendar dates `YYYY-MM-DD` without a time zone: checking, arithmetic, and the ways Vietnamese people write them.

import type { IsoDate } from '../identity/identity.ts';

const DAY_MS = 86_400_000;
const FIRST_YEAR = 1800;
const LAST_YEAR = 2999;

/** The date, or undefined if there is no such day. */
export function isoDate(year: number, month: number, day: number): IsoDate | undefined {
  if (!Number.isInteger(year) || year < FIRST_YEAR || year > LAST_YEAR) return undefined;
  const date = new Date(Date.UTC(year, month - 1, day));
  if (date.getUTCFullYear() !== year || date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  return date.toISOString().slice(0, 10);
}

export function isIsoDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return match !== null && isoDate(Number(match[1]), Number(match[2]), Number(match[3])) !== undefined;
}

/** `20051999`, as in the QR of an identity card. */
export function fromDayMonthYear(text: string): IsoDate | undefined {
  const match = /^(\d{2})(\d{2})(\d{4})$/.exec(text);
  return match === null ? undefined : isoDate(Number(match[3]), Number(match[2]), Number(match[1]));
}

/** What a person writes: `20/5/1999`, `20-05-1999`, `20.05.1999`, `20051999`, or the ISO form. */
export function fromWritten(text: string): IsoDate | undefined {
  const trimmed = text.trim();
  if (isIsoDate(trimmed)) return trimmed;
  const match = /^(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})$/.exec(trimmed);
  if (match !== null) return isoDate(Number(match[3]), Number(match[2]), Number(match[1]));
  return fromDayMonthYear(trimmed);
}

/** `2026-11-24` → `24/11/2026`, the way both languages of the counter show dates. */
export function formatDate(date: IsoDate): string {
  return `${date.slice(8, 10)}/${date.slice(5, 7)}/${date.slice(0, 4)}`;
}

/** Whole days since 1970-01-01. */
export function dayNumber(date: IsoDate): number {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS;
}

export function fromDayNumber(day: number): IsoDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

export function addDays(date: IsoDate, days: number): IsoDate {
  return fromDayNumber(dayNumber(date) + days);
}

/** 0 Sunday … 6 Saturday. */
export function weekday(date: IsoDate): number {
  return (((dayNumber(date) + 4) % 7) + 7) % 7;
}

export function yearOf(date: IsoDate): number {
  return Number(date.slice(0, 4));
}
