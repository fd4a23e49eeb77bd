// Adds an officer, or gives one a new PIN. The PIN is hashed in main and never shown again.

import { useState } from 'react';
import { ask, bridge } from '../../client/bridge.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { PIN_LENGTH } from '../../ui/pin-entry.tsx';
import { OfficerBox } from './officer-box.tsx';
import styles from './officers.module.css';

const ID = /^[A-Za-z0-9._-]{1,64}$/;

export function Officers() {
  const text = useText();
  const [id, setId] = useState('');
  const [name, setName] = useState('');
  const [pin, setPin] = useState('');
  const [again, setAgain] = useState('');
  const [outcome, setOutcome] = useState<string>();

  const idWrong = id !== '' && !ID.test(id);
  const pinWrong = pin !== '' && !new RegExp(`^\\d{${PIN_LENGTH.least},${PIN_LENGTH.most}}$`).test(pin);
  const differs = again !== '' && again !== pin;
  const complete = id !== '' && name.trim() !== '' && pin !== '' && again === pin && !idWrong && !pinWrong;

  async function save(): Promise<void> {
    if (!complete) return;
    const answer = await ask(() => bridge().technician.saveOfficer({ id, name: name.trim(), pin }));
    if (!answer.ok) setOutcome(text(`bridge.${answer.error.code}`));
    else if (!answer.value.saved) setOutcome(text('officers.notSaved'));
    else {
      setOutcome(text('officers.saved', { name: name.trim() }));
      setId('');
      setName('');
      setPin('');
      setAgain('');
    }
  }

  return (
    <Sheet>
      <form
        className={styles.page}
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <h2 className={styles.title}>{text('officers.title')}</h2>
        <p>{text('officers.lead')}</p>
        <OfficerBox label={text('officers.id')} value={id} onChange={setId} problem={idWrong ? text('officers.idWrong') : undefined} />
        <OfficerBox label={text('officers.name')} value={name} onChange={setName} />
        <OfficerBox label={text('officers.pin')} value={pin} onChange={setPin} secret problem={pinWrong ? text('officers.pinWrong') : undefined} />
        <OfficerBox label={text('officers.again')} value={again} onChange={setAgain} secret problem={differs ? text('officers.differs') : undefined} />
        <div className={styles.ledge}>
          <Button kind="main" icon="check" disabled={!complete} onPress={() => void save()}>
            {text('officers.save')}
          </Button>
          <p role="status">{outcome}</p>
        </div>
      </form>
    </Sheet>
  );
}
