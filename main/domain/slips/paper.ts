// What a slip or form is printed on: the receipt printer's roll, or pages of the page printer.

export const PAPERS = ['roll', 'a5', 'a4'] as const;
export type Paper = (typeof PAPERS)[number];

/**
 * The paper that it comes out on at this counter; null where nothing can print it. A counter without a roll prints on A5 what
 * was meant for one; one without pages prints on the roll what was meant for them.
 */
export function paperAt(wanted: Paper, has: { readonly roll: boolean; readonly pages: boolean }): Paper | null {
  if (wanted === 'roll') return has.roll ? 'roll' : has.pages ? 'a5' : null;
  return has.pages ? wanted : has.roll ? 'roll' : null;
}
