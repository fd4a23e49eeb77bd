import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatMoment,
  isoMoment,
  momentOf,
  parseVietnamMoment,
  vietnamDay,
} from '../../../../main/domain/calendar/vietnam-time.ts';

describe("Vietnam's clock", () => {
  it('is seven hours ahead of UTC, so the day begins at 17:00 UTC', () => {
    expect(vietnamDay(Date.parse('2026-11-23T16:59:59.999Z'))).toBe('2026-11-23');
    expect(vietnamDay(Date.parse('2026-11-23T17:00:00Z'))).toBe('2026-11-24');
    expect(momentOf('2026-11-24', '15:00')).toBe(Date.parse('2026-11-24T08:00:00Z'));
  });

  it('is shown as the counter shows it', () => {
    const moment = momentOf('2026-11-24', '15:00');
    expect(formatMoment(moment, 'vi')).toBe('15:00 thứ Ba, 24/11/2026');
    expect(formatMoment(moment, 'en')).toBe('15:00 Tuesday, 24/11/2026');
    expect(formatMoment(momentOf('2026-11-22', '07:05'), 'vi')).toBe('07:05 Chủ nhật, 22/11/2026');
  });

  it('reads what it wrote, to the second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        expect(parseVietnamMoment(isoMoment(seconds * 1000))).toBe(seconds * 1000);
      }),
    );
  });

  it.each(['', '2026-02-30T10:00', '2026-02-13T24:00', '2026-02-13 15:10', '2026-02-13T15:10Z', '2026-02-13'])(
    'refuses %j',
    (text) => {
      expect(parseVietnamMoment(text)).toBeUndefined();
    },
  );
});
