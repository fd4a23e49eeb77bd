// What is handed over at the counter beside what is scanned: originals (bản chính) and copies (bản sao), paper by paper,
// counted by the officer against what the procedure asks for.

export type Counted = { readonly originals: number; readonly copies: number };
/** By the paper's id; a paper that is not here was not counted. */
export type HandedIn = Readonly<Record<string, Counted>>;

export const MOST_COUNTED = 99;

/** How many are wanting; none where more came than were asked for. */
export function stillMissing(asked: Counted, counted: Counted): Counted {
  return { originals: Math.max(0, asked.originals - counted.originals), copies: Math.max(0, asked.copies - counted.copies) };
}
