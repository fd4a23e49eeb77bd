// What the staff's and the technician's windows see of main, as hooks.

import type { DossierRow, StaffSessionView, TechnicianSessionView } from '../../preload/contract/counter.ts';
import { ask, bridge } from './bridge.ts';
import { createLive } from './live.ts';
import { createStore, useStore } from './store.ts';

export const staffSession = createLive<StaffSessionView>(() => ({
  current: () => bridge().staff.session(),
  onChanged: (listener) => bridge().staff.onSessionChanged(listener),
}));

/** Only an officer who is signed in may see them. */
export const dossiersToday = createLive<readonly DossierRow[]>(() => ({
  current: () => bridge().staff.dossiersToday(),
  onChanged: (listener) => bridge().staff.onDossiersChanged(listener),
}));

const technician = createStore<TechnicianSessionView | null>(null);

/** The technician's session is asked for: it changes only by what this window does. */
export async function refreshTechnician(): Promise<void> {
  const answer = await ask(() => bridge().technician.session());
  if (answer.ok) technician.set(answer.value);
}

export const useTechnicianSession = (): TechnicianSessionView | null => useStore(technician);
