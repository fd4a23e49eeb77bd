// Vietnam's clock: UTC+7 all year, no summer time since 1975. Moments are milliseconds since 1970 UTC.

import type { IsoDate } from '../identity/identity.ts';
import { addDays, dayNumber, formatDate, fromDayNumber, weekday } from './iso-date.ts';

export { formatDate } from './iso-date.ts';

const OFFSET_MS = 7 * 3_600_000;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const WEEKDAYS = {
  vi: ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const;

export type VietnamTime = {
  readonly day: IsoDate;
  /** Milliseconds since midnight. */
  readonly ofDay: number;
};

export function vietnamTime(moment: number): VietnamTime {
  const day = vietnamDayNumber(moment);
  return { day: fromDayNumber(day), ofDay: moment + OFFSET_MS - day * DAY_MS };
}

/** Whole days since 1970-01-01 on Vietnam's clock: for comparing many moments by their day. */
export function vietnamDayNumber(moment: number): number {
  return Math.floor((moment + OFFSET_MS) / DAY_MS);
}

export function vietnamDay(moment: number): IsoDate {
  return vietnamTime(moment).day;
}

/** The moment of `HH:MM` on a day. */
export function momentOf(day: IsoDate, time: string): number {
  return dayNumber(day) * DAY_MS + millisecondsOfDay(time) - OFFSET_MS;
}

/** `07:30` → milliseconds since midnight. */
export function millisecondsOfDay(time: string): number {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))) * MINUTE_MS;
}

/** `2026-02-13T15:10`, Vietnam time, optionally with seconds; undefined if it is not such a moment. */
export function parseVietnamMoment(text: string): number | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text);
  if (match === null) return undefined;
  const day = match[1]!;
  if (Number.isNaN(Date.parse(`${day}T00:00:00Z`)) || addDays(day, 0) !== day) return undefined;
  return momentOf(day, `${match[2]}:${match[3]}`) + Number(match[4] ?? 0) * 1000;
}

/** `15:00` */
export function formatTime(moment: number): string {
  const { ofDay } = vietnamTime(moment);
  const minutes = Math.floor(ofDay / MINUTE_MS);
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

/** `15:00 thứ Ba, 24/11/2026` */
export function formatMoment(moment: number, language: 'vi' | 'en'): string {
  const { day } = vietnamTime(moment);
  return `${formatTime(moment)} ${WEEKDAYS[language][weekday(day)]}, ${formatDate(day)}`;
}

/** `2026-02-13T15:10:00`, Vietnam time, for tools. */
export function isoMoment(moment: number): string {
  const { day, ofDay } = vietnamTime(moment);
  return `${day}T${formatTime(moment)}:${two(Math.floor((ofDay % MINUTE_MS) / 1000))}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
