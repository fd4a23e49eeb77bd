import { expect, it } from 'vitest';
import { fail, ok } from '../../../../main/domain/result.ts';
import { keepOpening } from '../../../../main/services/diagnostics/keep-opening.ts';
import { virtualTime } from '../../../simulation/kernel/virtual-time.ts';

function opening(answers: readonly ('busy' | 'full' | 'readOnly' | 'corrupt' | 'open')[]) {
  const time = virtualTime(0);
  const left = [...answers];
  const seen: string[] = [];
  const stop = keepOpening({
    open: async () => {
      const answer = left.shift()!;
      return answer === 'open' ? ok('store') : fail(answer);
    },
    onFailure: ({ code }) => void seen.push(`${code} at ${time.now()}`),
    onEnd: (outcome) => void seen.push(`${outcome.ok ? 'open' : outcome.error.code} at ${time.now()}`),
    clock: time,
    chance: () => 0,
  });
  return { time, seen, stop };
}

it('tries again what may pass by itself, ever more rarely', async () => {
  const { time, seen } = opening(['busy', 'full', 'readOnly', 'open']);
  await time.run(3_600_000);
  expect(seen).toEqual(['busy at 0', 'full at 1000', 'readOnly at 3000', 'open at 7000']);
});

it('leaves damage to people', async () => {
  const { time, seen } = opening(['busy', 'corrupt']);
  await time.run(3_600_000);
  expect(seen).toEqual(['busy at 0', 'corrupt at 1000']);
});

it('ends when it is told to', async () => {
  const { time, seen, stop } = opening(['busy', 'open']);
  await time.settle();
  stop();
  await time.run(3_600_000);
  expect(seen).toEqual(['busy at 0']);
});
