// What the officer looked for last: still there when they come back from a dossier, gone when they sign out.

import { createStore } from '../../client/store.ts';

export const searched = createStore('');
