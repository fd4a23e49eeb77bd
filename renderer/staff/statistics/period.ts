// Periods as an officer writes them, in days of Vietnam.

export type Period = { readonly from: string; readonly to: string };

const SEVEN_HOURS = 7 * 3_600_000;
const two = (value: number): string => String(value).padStart(2, '0');

/** `24/11/2026` → `2026-11-24`; undefined if it is no day. */
export function dayOf(text: string): string | undefined {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(20\d{2})$/.exec(text.trim()) ?? [];
  if (!day || !month || !year) return undefined;
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  return at.getUTCDate() === Number(day) && at.getUTCMonth() === Number(month) - 1 ? `${year}-${two(Number(month))}-${two(Number(day))}` : undefined;
}

/** The month, the year or the year before of a moment, ms. */
export function usualPeriod(kind: 'month' | 'year' | 'lastYear', now: number): Period {
  const there = new Date(now + SEVEN_HOURS);
  const year = there.getUTCFullYear() - (kind === 'lastYear' ? 1 : 0);
  if (kind !== 'month') return { from: `${year}-01-01`, to: `${year}-12-31` };
  const month = there.getUTCMonth() + 1;
  return { from: `${year}-${two(month)}-01`, to: `${year}-${two(month)}-${two(new Date(Date.UTC(year, month, 0)).getUTCDate())}` };
}
