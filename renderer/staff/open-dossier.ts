// The dossier whose details lie on the officer's desk; null while a section's own screen is shown.

import { createStore, useStore } from '../client/store.ts';

const open = createStore<string | null>(null);

export const openDossier = (dossierId: string): void => open.set(dossierId);
export const closeDossier = (): void => open.set(null);
export const useOpenDossier = (): string | null => useStore(open);
