// Who is it: choose the name, type the PIN.

import { useEffect, useState } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';
import type { OfficerView } from '../../../preload/contract/counter.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { PIN_LENGTH, PinEntry } from '../../ui/pin-entry.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { refusalWords } from '../../ui/sign-in-words.ts';
import styles from './sign-in.module.css';

export function SignIn() {
  const text = useText();
  const [officers, setOfficers] = useState<readonly OfficerView[]>();
  const [officerId, setOfficerId] = useState<string | null>(null);
  const [pin, setPin] = useState('');
  const [refused, setRefused] = useState<string>();
  const [busy, setBusy] = useState(false);

  useEffect(() => {
    void ask(() => bridge().staff.officers()).then((answer) => {
      if (!answer.ok) return;
      setOfficers(answer.value);
      if (answer.value.length === 1) setOfficerId(answer.value[0]!.id);
    });
  }, []);

  async function signIn(): Promise<void> {
    if (busy || officerId === null || pin.length < PIN_LENGTH.least) return;
    setBusy(true);
    const answer = await ask(() => bridge().staff.signIn({ officerId, pin }));
    setBusy(false);
    setPin('');
    if (!answer.ok) setRefused(text(`bridge.${answer.error.code}`));
    else if (!answer.value.signedIn) setRefused(refusalWords(answer.value, Date.now(), text));
  }

  return (
    <main className={styles.signIn}>
      <Sheet>
        <div className={styles.page}>
          <section>
            <h1 className={styles.title}>{text('staff.signIn.title')}</h1>
            {officers?.length === 0 && <p>{text('staff.signIn.nobody')}</p>}
            <RadioGroup className={styles.officers} aria-label={text('staff.signIn.who')} value={officerId} onChange={setOfficerId}>
              {officers?.map((officer) => (
                <Radio key={officer.id} value={officer.id} className={styles.officer!}>
                  {officer.name}
                </Radio>
              ))}
            </RadioGroup>
          </section>
          <section className={styles.pin}>
            <PinEntry key={officerId} value={pin} label={text('signIn.pin')} disabled={officerId === null} describedBy="refused" onChange={setPin} onEnter={() => void signIn()} />
            <p id="refused" role="alert" className={refused ? styles.refused : undefined}>
              {refused}
            </p>
            <Button kind="main" iconAfter="forward" disabled={busy || officerId === null || pin.length < PIN_LENGTH.least} onPress={() => void signIn()}>
              {text('signIn.go')}
            </Button>
          </section>
        </div>
      </Sheet>
    </main>
  );
}
