// A table for other programs: CSV (RFC 4180) and XLSX. What a citizen wrote must not become a formula in the officer's
// spreadsheet (OWASP, CSV injection): in CSV an apostrophe stands before whatever would begin one, also within a text where a
// spreadsheet parts columns by a semicolon, as a Vietnamese Excel does; in XLSX it is a text cell.

import writeExcelFile from 'write-excel-file/node';

export type SheetCell = string | number | null;
export type Sheet = {
  /** At most 31 characters, none of `[]:*?/\`. */
  readonly name: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly SheetCell[])[];
};

const BYTE_ORDER_MARK = '\uFEFF';
/** At the beginning, or behind what some spreadsheet parts cells by; the wide signs count in Eastern Asian ones. */
const STARTS_A_FORMULA = /(^|[;|\t\r\n])([\s\p{Cf}"]*)(?=[=+\-@＝＋－＠])/gu;
const MOST_CHARACTERS = 32_000;

/** UTF-8 with a byte order mark, so that Excel reads Vietnamese; lines end with CR LF. */
export function csvOf({ head, rows }: Sheet): string {
  const line = (cells: readonly SheetCell[]): string => cells.map(csvCell).join(',');
  return `${BYTE_ORDER_MARK}${[head, ...rows].map(line).join('\r\n')}\r\n`;
}

export async function xlsxOf({ name, head, rows }: Sheet): Promise<Uint8Array> {
  const data = [
    head.map((value) => ({ value, type: String, fontWeight: 'bold' as const })),
    ...rows.map((row) => row.map((value) => (value === null ? null : typeof value === 'number' ? { value, type: Number } : { value: value.slice(0, MOST_CHARACTERS), type: String }))),
  ];
  return new Uint8Array(await writeExcelFile(data, { sheet: name.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31) }).toBuffer());
}

function csvCell(value: SheetCell): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = value.replace(STARTS_A_FORMULA, "$1$2'");
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}
