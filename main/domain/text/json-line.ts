// On which line of a JSON text a value stands, so that whoever wrote it by hand finds it.

const STRING = /"(?:[^"\\]|\\.)*"/y;
const PLAIN = /[^\s,\]}]+/y;
const SPACE = /\s*/y;

/** The line, from 1, of the value at `path` (names and indices); where the path ends early, of its last part that is there. */
export function lineOfPath(json: string, path: readonly string[]): number {
  let at = 0;
  const take = (token: RegExp): string => {
    token.lastIndex = at;
    const found = token.exec(json)?.[0] ?? '';
    at += found.length;
    return found;
  };
  const skipValue = (): void => {
    let depth = 0;
    do {
      take(SPACE);
      const character = json[at];
      if (character === undefined) return;
      if (character === '"') take(STRING);
      else if ('{[}]'.includes(character)) {
        depth += character === '{' || character === '[' ? 1 : -1;
        at += 1;
      } else if (character === ',' || character === ':') at += 1;
      else take(PLAIN);
    } while (depth > 0);
  };
  /** Goes to the value of this name or index in the value here. */
  const enter = (name: string): boolean => {
    take(SPACE);
    const list = json[at] === '[';
    if (!list && json[at] !== '{') return false;
    at += 1;
    for (let index = 0; at < json.length; index += 1) {
      take(SPACE);
      if (json[at] === '}' || json[at] === ']') return false;
      const key = list ? String(index) : (JSON.parse(take(STRING) || '""') as string);
      if (!list) {
        take(SPACE);
        at += 1; // the colon
      }
      take(SPACE);
      if (key === name) return true;
      skipValue();
      take(SPACE);
      if (json[at] !== ',') return false;
      at += 1;
    }
    return false;
  };

  take(SPACE);
  let found = at;
  for (const name of path) {
    if (!enter(name)) break;
    found = at;
  }
  return json.slice(0, found).split('\n').length;
}
