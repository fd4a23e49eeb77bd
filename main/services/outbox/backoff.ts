// How long to wait before an effect is tried again: doubling, with a ceiling, and jittered so that a hundred kiosks do
// not storm a portal that has just come back.

export type Backoff = { readonly firstMs: number; readonly ceilingMs: number };

/** `attempt` counts from 1; `random` in [0, 1). Between half of the doubled wait and all of it. */
export function waitBefore(attempt: number, { firstMs, ceilingMs }: Backoff, random: number): number {
  const full = Math.min(ceilingMs, firstMs * 2 ** Math.min(30, Math.max(0, attempt - 1)));
  return Math.round(full / 2 + (full / 2) * random);
}
