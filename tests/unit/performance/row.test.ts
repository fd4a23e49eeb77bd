// The table of `npm run bench`: medians, spread, ratios and aims.
import { describe, expect, it } from 'vitest';
import { percentile, summarise, table } from '../../performance/row.ts';

describe('summaries of measurements', () => {
  it('takes percentiles between neighbours, whatever the order', () => {
    expect(percentile([3, 1, 2], 0.5)).toBe(2);
    expect(percentile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(percentile([10, 20], 0.1)).toBe(11);
  });

  it('judges the ratio of the medians where there is a yardstick', () => {
    const row = { name: 'start', ours: [130, 140, 150], yardstick: [100, 90, 110], unit: 'ms', aim: '≤ 1.4' };
    expect(summarise(row)).toMatchObject({ median: 140, yardstick: 100, ratio: 1.4, met: true });
    expect(summarise({ ...row, ours: [141] }).met).toBe(false);
  });

  it('judges the median itself where there is none', () => {
    expect(summarise({ name: 'commits', ours: [600], unit: '1/s', aim: '≥ 500' }).met).toBe(true);
    expect(summarise({ name: 'commits', ours: [400], unit: '1/s', aim: '≥ 500' }).met).toBe(false);
    expect(() => summarise({ name: 'commits', ours: [400], unit: '1/s', aim: 'fast' })).toThrow('fast');
  });

  it('prints one line a row, aligned', () => {
    const rows = [{ name: 'a', ours: [1234.5], unit: 'ms' }, { name: 'longer', ours: [2], unit: 'ms' }];
    const lines = table(rows.map(summarise)).split('\n');
    expect(lines).toHaveLength(4);
    expect(lines[2]?.indexOf('1,235')).toBeGreaterThan(0);
    expect(lines[2]?.indexOf('ms')).toBe(lines[3]?.indexOf('ms'));
  });
});
