// What the readiness list says of the machine's clock.

import { expect, test } from 'vitest';
import { clockItem } from '../../../../main/services/diagnostics/readiness.ts';

const MINUTE = 60_000;

test.each([
  [0, 'ready', 'Đúng giờ'],
  [2 * MINUTE, 'ready', 'Đúng giờ'],
  [-2 * MINUTE - 1, 'notReady', 'Chậm 2 phút so với'],
  [119 * MINUTE, 'notReady', 'Nhanh 119 phút so với'],
  [-24 * 60 * MINUTE, 'notReady', 'Chậm 24 giờ so với'],
  [400 * 24 * 60 * MINUTE, 'notReady', 'Nhanh 400 ngày so với'],
  [null, 'attention', 'Chưa so được'],
] as const)('ahead by %s ms: %s', (aheadMs, state, words) => {
  expect(clockItem(aheadMs)).toMatchObject({ id: 'clock', state, detail: expect.stringContaining(words) });
});
