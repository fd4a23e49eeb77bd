// A date while it is being written in three boxes. Whole dates travel as ISO `yyyy-mm-dd`; a half-written one as it stands.

export type DateParts = { readonly day: string; readonly month: string; readonly year: string };

export function toParts(value: string): DateParts {
  const [year = '', month = '', day = ''] = value.split('-');
  return { day, month, year };
}

/** Empty boxes give an empty text; a day or month of one figure gets its zero. */
export function fromParts({ day, month, year }: DateParts): string {
  if (day === '' && month === '' && year === '') return '';
  const two = (part: string): string => (part === '' ? '' : part.padStart(2, '0'));
  return `${year}-${two(month)}-${two(day)}`;
}
