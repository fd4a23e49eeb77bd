// Dossiers that were filed before: how they are looked up, how they stand, or why nothing is shown. It closes by itself when
// nobody is there.

import { useState } from 'react';
import type { LookUpView } from '../../../preload/contract/look-up.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { usePresence } from '../../client/presence.ts';
import { Asking } from './asking.tsx';
import { CardToProve } from './card-to-prove.tsx';
import { Found } from './found.tsx';
import { NotShown } from './not-shown.tsx';
import { Searching } from './searching.tsx';
import { TypeSlip } from './type-slip.tsx';

export function LookUp({ view }: { view: LookUpView }) {
  const [typing, setTyping] = useState(false);
  usePresence(view.state !== 'closed', stillHere);
  switch (view.state) {
    case 'closed':
      return null;
    case 'asking':
      return typing ? <TypeSlip code={view.code} onBack={() => setTyping(false)} /> : <Asking readsCards={view.readsCards} onType={() => setTyping(true)} />;
    case 'card':
      return <CardToProve step={view.step} percent={view.percent} />;
    case 'searching':
      return <Searching />;
    case 'failed':
      return <NotShown problem={view.problem} />;
    case 'found':
      return <Found by={view.by} dossiers={view.dossiers} onlyHere={view.onlyHere ?? false} saved={view.saved} />;
  }
}

function stillHere(): void {
  void ask(() => bridge().lookUp.stillHere());
}
