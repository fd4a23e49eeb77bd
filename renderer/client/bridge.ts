// The one way out of a window: `window.motCua`, put there by the preload script. Replies are envelopes.

import type { Bridge, BridgeError, Envelope } from '../../preload/contract/channels.ts';

declare global {
  interface Window {
    readonly motCua: Bridge;
  }
}

export type Answer<T> = Envelope<T>;

export const bridge = (): Bridge => window.motCua;

/** A call that never throws: a bridge that breaks is one more kind of answer. */
export async function ask<T>(call: () => Promise<Envelope<T>>): Promise<Answer<T>> {
  try {
    return await call();
  } catch {
    const error: BridgeError = { code: 'unavailable' };
    return { ok: false, error };
  }
}
