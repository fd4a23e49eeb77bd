// What main shows to windows, as hooks. A window may use only those that its role may call.

import type { JourneyIntent, JourneyView } from '../../preload/contract/journey.ts';
import type { BridgeError } from '../../preload/contract/channels.ts';
import { ask, bridge } from './bridge.ts';
import { createLive } from './live.ts';
import type { LookUpView } from '../../preload/contract/look-up.ts';
import { createStore, useStore } from './store.ts';

const counter = createLive(() => bridge().counter);

export const journey = createLive<JourneyView>(() => ({
  current: () => bridge().journey.current(),
  onChanged: (listener) => bridge().journey.onChanged(listener),
  isNewer: (next, shown) => next.revision >= shown.revision || next.id !== shown.id,
}));

export const useCounter = (): ReturnType<typeof counter.use> => counter.use();
export const useJourney = (watching = true): JourneyView | null => journey.use(watching);

const lookUp = createLive<LookUpView>(() => bridge().lookUp);
export const useLookUp = (watching: boolean): LookUpView | null => lookUp.use(watching);

/** The last intent that did not get through; the screen says so until one does. */
const trouble = createStore<BridgeError['code'] | null>(null);
export const useTrouble = (): BridgeError['code'] | null => useStore(trouble);

let sentAt = 0;
export const lastSentAt = (): number => sentAt;

/** Sends what the citizen did; true when main took it up. */
export async function send(intent: JourneyIntent): Promise<boolean> {
  sentAt = Date.now();
  const answer = await ask(() => bridge().journey.send(intent));
  trouble.set(answer.ok ? null : answer.error.code);
  return answer.ok && answer.value.accepted;
}
