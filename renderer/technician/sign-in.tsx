// The technician's PIN.

import { useState } from 'react';
import type { TechnicianSessionView } from '../../preload/contract/counter.ts';
import { ask, bridge } from '../client/bridge.ts';
import { refreshTechnician } from '../client/desk-windows.ts';
import { useText } from '../i18n/text.tsx';
import { Button } from '../ui/button.tsx';
import { PIN_LENGTH, PinEntry } from '../ui/pin-entry.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { refusalWords } from '../ui/sign-in-words.ts';
import styles from './sign-in.module.css';

export function TechnicianSignIn({ session }: { session: TechnicianSessionView }) {
  const text = useText();
  const [pin, setPin] = useState('');
  const [refused, setRefused] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function signIn(): Promise<void> {
    if (busy || pin.length < PIN_LENGTH.least) return;
    setBusy(true);
    const answer = await ask(() => bridge().technician.signIn({ pin }));
    setBusy(false);
    setPin('');
    if (!answer.ok) setRefused(text(`bridge.${answer.error.code}`));
    else if (answer.value.signedIn) await refreshTechnician();
    else setRefused(refusalWords(answer.value, Date.now(), text));
  }

  return (
    <main className={styles.signIn}>
      <Sheet>
        <div className={styles.page}>
          <h1 className={styles.title}>{text('technician.title')}</h1>
          {!session.pinIsSet && <p className={styles.notSet}>{text('technician.pinNotSet')}</p>}
          <PinEntry value={pin} label={text('signIn.pin')} disabled={!session.pinIsSet} describedBy="refused" onChange={setPin} onEnter={() => void signIn()} />
          <p id="refused" role="alert" className={refused ? styles.refused : undefined}>
            {refused}
          </p>
          <Button kind="main" iconAfter="forward" disabled={busy || pin.length < PIN_LENGTH.least} onPress={() => void signIn()}>
            {text('signIn.go')}
          </Button>
        </div>
      </Sheet>
    </main>
  );
}
