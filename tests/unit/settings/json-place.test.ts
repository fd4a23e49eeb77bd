import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonProblem } from '../../../main/settings/json-place.ts';

const parses = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('the place where a text stops being JSON', () => {
  it('is the line and column of the first thing that does not belong', () => {
    const cases: [text: string, line: number, column: number, expected: string][] = [
      ['', 1, 1, 'a value'],
      ['{"a": 1,}', 1, 9, 'a name in double quotes'],
      ['{"a" 1}', 1, 6, 'a colon'],
      ['[1 2]', 1, 4, 'a comma or ]'],
      ['{"a": 1\n"b": 2}', 2, 1, 'a comma or }'],
      ['{"a": "x\ny"}', 1, 7, 'a text without line breaks, ended by a double quote'],
      ["{'a': 1}", 1, 2, 'a name in double quotes'],
      ['{"a": 01}', 1, 8, 'a comma or }'],
      ['{} x', 1, 4, 'nothing more after the end'],
      ['// no\n{}', 1, 1, 'a value'],
    ];
    for (const [text, line, column, expected] of cases)
      expect(jsonProblem(text), text).toEqual({ line, column, expected });
  });

  it('is found exactly where JSON.parse finds something wrong too', () => {
    fc.assert(
      fc.property(
        fc.json({ maxDepth: 6 }),
        fc.nat(),
        fc.string({ maxLength: 3 }),
        fc.nat({ max: 3 }),
        (text, at, put, take) => {
          const place = text.length === 0 ? 0 : at % text.length;
          const changed = text.slice(0, place) + put + text.slice(place + take);
          expect(jsonProblem(changed) === null).toBe(parses(changed));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is found in any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...'{}[]",:0123456789.eE+-truefalsn\\ \n\t\u0001é'), maxLength: 40 }),
        (text) => {
          expect(jsonProblem(text) === null).toBe(parses(text));
        },
      ),
      { numRuns: 2_000 },
    );
  });

  it('is the level that is one too many in a text that is nested without end', () => {
    expect(jsonProblem('['.repeat(200_000))).toMatchObject({ line: 1, column: 66, expected: 'at most 64 levels' });
    expect(jsonProblem('{"a":'.repeat(50_000))).toMatchObject({ expected: 'at most 64 levels' });
  });
});
