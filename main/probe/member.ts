// What all members of the probe share: their answer, their options, and a device that is opened for one question.

import { randomBytes } from 'node:crypto';
import { systemClock } from '../base/clock.ts';
import type { Failure, Result } from '../domain/result.ts';
import type { Log } from '../logging/catalogue.ts';
import type { Device } from '../services/ports.ts';

/** 0 fine, 1 the thing said no, 2 wrong usage. */
export type ProbeAnswer = { status: 0 | 1 | 2; output: unknown };
export type ProbeMember = (args: string[]) => Promise<ProbeAnswer>;

export const fine = (output: unknown): ProbeAnswer => ({ status: 0, output });
export const refused = (failure: Failure & { readonly reason?: string }): ProbeAnswer => {
  const { code, reason, detail } = failure;
  return { status: 1, output: { refused: reason ?? code, code, ...(detail === undefined ? {} : { detail }) } };
};
export const wrongUsage = (usage: string): ProbeAnswer => ({ status: 2, output: { usage } });
export const answerOf = (result: Result<unknown, Failure & { readonly reason?: string }>): ProbeAnswer =>
  result.ok ? fine(result.value) : refused(result.error);

export type Arguments = { readonly words: readonly string[]; readonly options: ReadonlyMap<string, string> };

/** Splits `word --name VALUE word`; undefined for an option that is not known or has no value. */
export function parseArguments(args: readonly string[], names: readonly string[]): Arguments | undefined {
  const words: string[] = [];
  const options = new Map<string, string>();
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index]!;
    if (!argument.startsWith('--')) {
      words.push(argument);
      continue;
    }
    const value = args[index + 1];
    if (!names.includes(argument.slice(2)) || value === undefined) return undefined;
    options.set(argument.slice(2), value);
    index += 1;
  }
  return { words, options };
}

/** What drivers are built with outside the application. */
export const tools = {
  clock: systemClock,
  random: (bytes: number) => new Uint8Array(randomBytes(bytes)),
  log: (() => {}) satisfies Log,
};

/** Starts the device, asks it once, and closes it whatever happens. */
export async function withDevice<D extends Pick<Device, 'start' | 'close'>>(
  device: D,
  seconds: number,
  ask: (device: D, signal: AbortSignal) => Promise<ProbeAnswer>,
): Promise<ProbeAnswer> {
  const stop = new AbortController();
  const cancelTimer = tools.clock.after(seconds * 1000, () => stop.abort());
  device.start();
  try {
    return await ask(device, stop.signal);
  } finally {
    cancelTimer();
    await device.close();
  }
}

/** A whole or decimal number from `min` to `max`; undefined if it is not. */
export function numberOption(text: string | undefined, fallback: number, min: number, max: number): number | undefined {
  if (text === undefined) return fallback;
  const value = Number(text);
  return /^\d+(\.\d+)?$/.test(text) && value >= min && value <= max ? value : undefined;
}
