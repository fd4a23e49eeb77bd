// Amounts in words (số tiền viết bằng chữ), as receipts have them. Vietnamese reading: mốt, tư and lăm after a ten,
// "linh" for a missing ten, "không trăm" for a missing hundred inside a larger number.

import type { Dong } from '../money.ts';

const BILLION = 1_000_000_000;

const VI_DIGITS = ['không', 'một', 'hai', 'ba', 'bốn', 'năm', 'sáu', 'bảy', 'tám', 'chín'] as const;
const EN_SMALL = [
  'zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve',
  'thirteen', 'fourteen', 'fifteen', 'sixteen', 'seventeen', 'eighteen', 'nineteen',
] as const;
const EN_TENS = ['', '', 'twenty', 'thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'] as const;

/** `8000` → `Tám nghìn đồng` or `Eight thousand dong`. */
export function moneyWords(amount: Dong, language: 'vi' | 'en'): string {
  const words = language === 'vi' ? `${vietnameseNumber(amount)} đồng` : `${englishNumber(amount)} dong`;
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A whole number from 0 to 10¹⁵ in Vietnamese words. */
export function vietnameseNumber(value: number): string {
  if (value === 0) return VI_DIGITS[0];
  const billions = Math.floor(value / BILLION);
  const rest = value % BILLION;
  const parts: string[] = [];
  if (billions > 0) parts.push(vietnameseNumber(billions), 'tỷ');
  let inside = billions > 0;
  for (const [size, name] of [[1_000_000, 'triệu'], [1000, 'nghìn'], [1, '']] as const) {
    const group = Math.floor(rest / size) % 1000;
    if (group === 0) continue;
    parts.push(vietnameseGroup(group, inside), name);
    inside = true;
  }
  return parts.filter(Boolean).join(' ');
}

/** 1–999; `inside` a larger number the hundred and the ten are spoken even where they are zero. */
function vietnameseGroup(group: number, inside: boolean): string {
  const hundreds = Math.floor(group / 100);
  const tens = Math.floor(group / 10) % 10;
  const units = group % 10;
  const words: string[] = [];
  const withHundreds = inside || hundreds > 0;
  if (withHundreds) words.push(VI_DIGITS[hundreds]!, 'trăm');
  if (tens === 0 && units > 0 && withHundreds) words.push('linh');
  if (tens === 1) words.push('mười');
  if (tens > 1) words.push(VI_DIGITS[tens]!, 'mươi');
  if (units > 0) words.push(vietnameseUnit(units, tens));
  return words.join(' ');
}

function vietnameseUnit(units: number, tens: number): string {
  if (units === 5 && tens > 0) return 'lăm';
  if (units === 1 && tens > 1) return 'mốt';
  if (units === 4 && tens > 1) return 'tư';
  return VI_DIGITS[units]!;
}

/** A whole number from 0 to 10¹⁵ in English words. */
export function englishNumber(value: number): string {
  if (value === 0) return EN_SMALL[0];
  const parts: string[] = [];
  for (const [size, name] of [[1e12, 'trillion'], [BILLION, 'billion'], [1e6, 'million'], [1000, 'thousand'], [1, '']] as const) {
    const group = Math.floor(value / size) % 1000;
    if (group > 0) parts.push(englishGroup(group), name);
  }
  return parts.filter(Boolean).join(' ');
}

function englishGroup(group: number): string {
  const hundreds = Math.floor(group / 100);
  const rest = group % 100;
  const words: string[] = [];
  if (hundreds > 0) words.push(`${EN_SMALL[hundreds]} hundred`);
  if (rest > 0 && rest < 20) words.push(EN_SMALL[rest]!);
  if (rest >= 20) words.push(EN_TENS[Math.floor(rest / 10)]! + (rest % 10 === 0 ? '' : `-${EN_SMALL[rest % 10]}`));
  return words.join(' ');
}
