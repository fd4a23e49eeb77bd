// Where a JSON text stops being JSON (RFC 8259). JSON.parse says it in another way in each engine, or not at all, and
// may quote the text, which can hold a secret.

export type JsonPlace = { readonly line: number; readonly column: number; readonly expected: string };

const MAX_DEPTH = 64;
const WHITE_SPACE = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

class Stop extends Error {
  readonly at: number;
  readonly expected: string;
  constructor(at: number, expected: string) {
    super(expected);
    this.at = at;
    this.expected = expected;
  }
}

/** The first place where `text` breaks the rules of JSON, or null where it is JSON of at most 64 levels. */
export function jsonProblem(text: string): JsonPlace | null {
  let at = 0;
  try {
    value(0);
    space();
    if (at < text.length) throw new Stop(at, 'nothing more after the end');
    return null;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const before = text.slice(0, error.at).split('\n');
    return { line: before.length, column: before.at(-1)!.length + 1, expected: error.expected };
  }

  function space(): void {
    take(WHITE_SPACE);
  }

  function take(token: RegExp): boolean {
    token.lastIndex = at;
    const found = token.exec(text);
    if (found === null) return false;
    at += found[0].length;
    return true;
  }

  function takeCharacter(character: string): boolean {
    if (text[at] !== character) return false;
    at += 1;
    return true;
  }

  function value(depth: number): void {
    space();
    if (depth > MAX_DEPTH) throw new Stop(at, `at most ${MAX_DEPTH} levels`);
    if (takeCharacter('{')) return members(depth, '}', member);
    if (takeCharacter('[')) return members(depth, ']', value);
    if (text[at] === '"') return string();
    if (!take(WORD) && !take(NUMBER)) throw new Stop(at, 'a value');
  }

  function members(depth: number, end: '}' | ']', one: (depth: number) => void): void {
    space();
    if (takeCharacter(end)) return;
    for (;;) {
      one(depth + 1);
      space();
      if (takeCharacter(end)) return;
      if (!takeCharacter(',')) throw new Stop(at, `a comma or ${end}`);
    }
  }

  function member(depth: number): void {
    space();
    if (text[at] !== '"') throw new Stop(at, 'a name in double quotes');
    string();
    space();
    if (!takeCharacter(':')) throw new Stop(at, 'a colon');
    value(depth);
  }

  function string(): void {
    if (!take(STRING)) throw new Stop(at, 'a text without line breaks, ended by a double quote');
  }
}
