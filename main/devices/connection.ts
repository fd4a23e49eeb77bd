// The life of a connection to a device as a plain reducer: opened, lost, tried again, closed for good. The supervisor
// carries the effects out.

export type ConnectionState =
  | { readonly name: 'stopped' }
  | { readonly name: 'opening'; readonly failures: number }
  | { readonly name: 'open' }
  | { readonly name: 'waiting'; readonly failures: number }
  | { readonly name: 'closed' };

export type ConnectionEvent =
  | { readonly event: 'start' }
  | { readonly event: 'opened' }
  | { readonly event: 'openFailed' }
  /** An open connection broke. */
  | { readonly event: 'lost' }
  | { readonly event: 'waited' }
  /** Somebody needs the device now: do not wait out the back-off. */
  | { readonly event: 'hurry' }
  | { readonly event: 'close' };

export type ConnectionEffect =
  | { readonly effect: 'open' }
  | { readonly effect: 'abandonOpening' }
  /** Close the link that has just come or was open. */
  | { readonly effect: 'dropLink' }
  | { readonly effect: 'wait'; readonly failures: number }
  | { readonly effect: 'stopWaiting' };

export const STOPPED: ConnectionState = { name: 'stopped' };

export function connection(
  state: ConnectionState,
  event: ConnectionEvent,
): readonly [ConnectionState, readonly ConnectionEffect[]] {
  if (state.name === 'closed') return [state, event.event === 'opened' ? [{ effect: 'dropLink' }] : []];
  if (event.event === 'close') return [{ name: 'closed' }, effectsOfClosing(state)];
  switch (state.name) {
    case 'stopped':
      return event.event === 'start' ? [{ name: 'opening', failures: 0 }, [{ effect: 'open' }]] : [state, []];
    case 'opening':
      if (event.event === 'opened') return [{ name: 'open' }, []];
      if (event.event === 'openFailed') return waitAfter(state.failures + 1);
      return [state, []];
    case 'open':
      if (event.event !== 'lost') return [state, []];
      return [{ name: 'waiting', failures: 1 }, [{ effect: 'dropLink' }, { effect: 'wait', failures: 1 }]];
    case 'waiting':
      if (event.event === 'waited') return [{ name: 'opening', failures: state.failures }, [{ effect: 'open' }]];
      if (event.event === 'hurry')
        return [{ name: 'opening', failures: state.failures }, [{ effect: 'stopWaiting' }, { effect: 'open' }]];
      return [state, []];
  }
}

function waitAfter(failures: number): readonly [ConnectionState, readonly ConnectionEffect[]] {
  return [{ name: 'waiting', failures }, [{ effect: 'wait', failures }]];
}

function effectsOfClosing(state: ConnectionState): readonly ConnectionEffect[] {
  if (state.name === 'opening') return [{ effect: 'abandonOpening' }];
  if (state.name === 'waiting') return [{ effect: 'stopWaiting' }];
  return state.name === 'open' ? [{ effect: 'dropLink' }] : [];
}

/**
 * Milliseconds before the next try: doubled with each failure up to the longest, plus jitter.
 * @param random from 0 to 1
 */
export function backOff(
  failures: number,
  random: number,
  delays: { readonly firstMs: number; readonly longestMs: number; readonly jitter: number },
): number {
  const base = Math.min(delays.longestMs, delays.firstMs * 2 ** Math.min(30, Math.max(0, failures - 1)));
  return Math.round(base * (1 + delays.jitter * random));
}
