// Money, times and codes as they are written here. Vietnam has one time zone, UTC+7, without daylight saving.

import type { Language } from '../../preload/contract/journey.ts';

const SEVEN_HOURS = 7 * 3_600_000;
const WEEKDAYS = {
  vi: ['Chủ nhật', 'thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy'],
  en: ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'],
} as const;

const two = (value: number): string => String(value).padStart(2, '0');

/** `8.000 đ`; in English `8,000 đ`. */
export function formatMoney(amount: number, language: Language): string {
  return `${String(amount).replace(/\B(?=(\d{3})+(?!\d))/g, language === 'vi' ? '.' : ',')} đ`;
}

/** `15:00 thứ Ba, 24/11/2026`, Vietnam time; `at` in ms since 1970 UTC. */
export function formatMoment(at: number, language: Language): string {
  return `${formatTime(at)} ${WEEKDAYS[language][new Date(at + SEVEN_HOURS).getUTCDay()]}, ${formatDate(at)}`;
}

/** `24/11/2026`, Vietnam time. */
export function formatDate(at: number): string {
  const there = new Date(at + SEVEN_HOURS);
  return `${two(there.getUTCDate())}/${two(there.getUTCMonth() + 1)}/${there.getUTCFullYear()}`;
}

/** `15:00`, Vietnam time. */
export function formatTime(at: number): string {
  const there = new Date(at + SEVEN_HOURS);
  return `${two(there.getUTCHours())}:${two(there.getUTCMinutes())}`;
}

/** `1990-03-07` → `07/03/1990`; anything else as it is. */
export function formatDay(iso: string): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  return parts ? `${parts[3]}/${parts[2]}/${parts[1]}` : iso;
}

/** `068185001234` → `068 185 001 234` */
export function groupDigits(number: string): string {
  return number.replace(/(\d{3})(?=\d)/g, '$1 ');
}

/** `H36.12-261124-0042` → `H36.12 – 261124 – 0042` */
export function groupCode(code: string): string {
  return code.split('-').join(' – ');
}

/** `7KQM4HXP` → `7KQM 4HXP` */
export function groupSecret(secret: string): string {
  return secret.replace(/(.{4})(?=.)/g, '$1 ');
}

/** Seconds as `9:05`. */
export function formatCountdown(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
}

/** `1,2 MB` */
export function formatBytes(bytes: number, language: Language): string {
  const text = bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
  return language === 'vi' ? text.replace('.', ',') : text;
}
