// The rules of the verdict, for every combination of its parts.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verdictOf } from '../../../../main/devices/card-reader/verdict.ts';
import type { Check, Checks } from '../../../../main/devices/card-reader/verdict.ts';

const check: fc.Arbitrary<Check> = fc.constantFrom('passed', 'failed', 'notOffered', 'notChecked').map((state) => ({ state }) as Check);
const checks: fc.Arbitrary<Checks> = fc.record({
  access: check.map((one) => ({ ...one, protocol: 'pace' as const })),
  passive: check.map((one) => ({ ...one, signatureValid: true, dataGroups: {} })),
  active: check, chip: check, agreement: check,
});

describe('the verdict', () => {
  it('refuses whenever anything failed, and only then', () => {
    fc.assert(fc.property(checks, (given) => {
      const failed = Object.values(given).some(({ state }) => state === 'failed');
      expect(verdictOf(given).overall === 'refused').toBe(failed);
    }));
  });

  it('says genuine only for a signed card whose chip has proved itself', () => {
    fc.assert(fc.property(checks, (given) => {
      if (verdictOf(given).overall !== 'genuine') return;
      expect(given.passive.state).toBe('passed');
      expect([given.active.state, given.chip.state]).toContain('passed');
    }));
  });

  it('never becomes worse when one more part passes', () => {
    const rank = { refused: 0, notFullyVerified: 1, genuine: 2 };
    fc.assert(fc.property(checks, fc.constantFrom('passive', 'active', 'chip', 'agreement'), (given, part) => {
      const better = { ...given, [part]: { ...given[part], state: 'passed' } } as Checks;
      expect(rank[verdictOf(better).overall]).toBeGreaterThanOrEqual(rank[verdictOf(given).overall]);
    }));
  });
});
