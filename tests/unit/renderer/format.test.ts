// Money, times and codes as they are read on the screens.

import { describe, expect, it } from 'vitest';
import { pixelsPerMm } from '../../../renderer/client/millimetres.ts';
import { formatBytes, formatCountdown, formatDay, formatMoment, formatMoney, groupCode, groupDigits, groupSecret } from '../../../renderer/i18n/format.ts';
import { stationMarks } from '../../../renderer/citizen/frame/station-marks.ts';

describe('what is written', () => {
  it('money with its dots', () => {
    expect(formatMoney(8000, 'vi')).toBe('8.000 đ');
    expect(formatMoney(1_234_567, 'en')).toBe('1,234,567 đ');
    expect(formatMoney(0, 'vi')).toBe('0 đ');
  });
  it('moments in Vietnam time, over midnight and New Year too', () => {
    expect(formatMoment(Date.UTC(2026, 10, 24, 8, 0), 'vi')).toBe('15:00 thứ Ba, 24/11/2026');
    expect(formatMoment(Date.UTC(2026, 11, 31, 17, 5), 'vi')).toBe('00:05 thứ Sáu, 01/01/2027');
    expect(formatMoment(Date.UTC(2026, 10, 29, 3, 0), 'vi')).toBe('10:00 Chủ nhật, 29/11/2026');
  });
  it('codes and numbers in groups', () => {
    expect(groupCode('H36.12-261124-0042')).toBe('H36.12 – 261124 – 0042');
    expect(groupDigits('068185001234')).toBe('068 185 001 234');
    expect(groupSecret('7KQM4HXP')).toBe('7KQM 4HXP');
    expect(formatDay('1985-03-07')).toBe('07/03/1985');
    expect(formatDay('1985')).toBe('1985');
    expect(formatCountdown(545)).toBe('9:05');
    expect(formatBytes(1_250_000, 'vi')).toBe('1,3 MB');
  });
});

describe('millimetres', () => {
  it('are what the screen’s size says, upright or lying', () => {
    const kiosk = pixelsPerMm({ width: 398, height: 708 }, { width: 1080, height: 1920 }, { width: 1080, height: 1920 });
    expect(kiosk).toBeCloseTo(2.71, 2);
    const turned = pixelsPerMm({ width: 708, height: 398 }, { width: 1080, height: 1920 }, { width: 1080, height: 1920 });
    expect(turned).toBeCloseTo(kiosk, 5);
  });
  it('never push the main button off the glass when the setting is wrong', () => {
    const wrong = pixelsPerMm({ width: 100, height: 100 }, { width: 1366, height: 768 }, { width: 1366, height: 768 });
    expect(wrong * 184).toBeLessThanOrEqual(768);
  });
});

describe('the line of stations', () => {
  it('says what is behind, here and ahead', () => {
    expect(stationMarks('notice').map(({ place }) => place)).toEqual(Array(6).fill('ahead'));
    expect(stationMarks('papers').map(({ place }) => place)).toEqual(['done', 'done', 'done', 'here', 'ahead', 'ahead']);
    expect(stationMarks('pay').map(({ place }) => place)).toEqual(['done', 'done', 'done', 'done', 'here', 'ahead']);
    expect(stationMarks('slip').map(({ place }) => place)).toEqual(['done', 'done', 'done', 'done', 'done', 'here']);
    expect(stationMarks('goodbye').map(({ place }) => place)).toEqual(Array(6).fill('done'));
  });
});
