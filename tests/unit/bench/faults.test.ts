import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Faults } from '../../bench/faults.ts';
import { Journal } from '../../bench/journal.ts';
import { temporaryFolder } from './part.ts';

describe('faults', () => {
  it('hold until healed, or so many times', () => {
    const faults = new Faults(['hang', 'slow']);
    faults.set({ kind: 'hang' });
    faults.set({ kind: 'slow', times: 2, ms: 5 });
    expect([faults.take('hang'), faults.take('hang')].every(Boolean)).toBe(true);
    expect(faults.take('slow')).toMatchObject({ ms: 5 });
    expect(faults.take('slow')).toBeDefined();
    expect(faults.take('slow')).toBeUndefined();
    faults.heal('hang');
    expect(faults.list()).toEqual([]);
  });

  it('strike the operation that they name, and no other', () => {
    const faults = new Faults(['hang']);
    faults.set({ kind: 'hang', on: 'create', times: 1 });
    expect(faults.take('hang', 'read')).toBeUndefined();
    expect(faults.take('hang', 'create')).toBeDefined();
    expect(faults.take('hang', 'create')).toBeUndefined();
  });
});

describe('journals', () => {
  it('come back after a kill without the line that was cut short', () => {
    const file = join(temporaryFolder(), 'a', 'journal.jsonl');
    new Journal<{ n: number }>(file).add({ n: 1 });
    appendFileSync(file, '{"n":');
    const again = new Journal<{ n: number }>(file);
    expect(again.all()).toEqual([{ n: 1 }]);
    again.add({ n: 2 });
    expect(new Journal<{ n: number }>(file).all()).toEqual([{ n: 1 }, { n: 2 }]);
  });
});
