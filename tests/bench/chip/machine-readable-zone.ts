// The machine readable zone of a Vietnamese identity card: TD1, three lines of thirty (Doc 9303 part 5).
import type { Persona } from './personas.ts';

export interface MachineReadableZone {
  readonly lines: readonly [string, string, string];
  /** Document number, birth and expiry with their check digits: the seed of basic access. */
  readonly information: string;
}

/** Weights 7, 3, 1; digits count themselves, A…Z 10…35, the filler 0 (part 3, clause 4.9). */
export function checkDigit(text: string): string {
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] ?? '<';
    const value = character === '<' ? 0 : Number.parseInt(character, 36);
    sum += value * [7, 3, 1][index % 3]!;
  }
  return String(sum % 10);
}

/** `singleFiller`: some cards separate the surname by one filler only. */
export function machineReadableZone(persona: Persona, singleFiller = false): MachineReadableZone {
  const document = withCheck(persona.number.slice(-9));
  const optional = `${persona.number}<<`;
  const birth = withCheck(shortDate(persona.birth));
  const expiry = withCheck(persona.expires === undefined ? '991231' : shortDate(persona.expires));
  const first = `IDVNM${document}${optional}${checkDigit(optional)}`;
  const second = `${birth}${persona.sex === 'Nam' ? 'M' : 'F'}${expiry}VNM${'<'.repeat(11)}`;
  const composite = checkDigit(first.slice(5) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18));
  return {
    lines: [first, second + composite, nameLine(persona.name, singleFiller)], information: document + birth + expiry,
  };
}

function nameLine(name: string, singleFiller: boolean): string {
  const [surname = '', ...given] = name.split(' ').map(transliterate);
  const separator = singleFiller ? '<' : '<<';
  return (given.length ? surname + separator + given.join('<') : surname).padEnd(30, '<').slice(0, 30);
}

/** Capital letters without marks; what is no letter is left out. */
export function transliterate(text: string): string {
  return text.normalize('NFD').replace(/[đĐ]/g, 'D').toUpperCase().replace(/[^A-Z]/g, '');
}

// dd/mm/yyyy to yymmdd.
function shortDate(date: string): string {
  return date.slice(8, 10) + date.slice(3, 5) + date.slice(0, 2);
}

function withCheck(text: string): string {
  return text + checkDigit(text);
}
