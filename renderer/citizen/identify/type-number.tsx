// The second way: twelve digits, in groups as they are printed on the card.

import { useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { LetterBoxes } from '../../ui/letter-boxes.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { NumberOnCard } from '../../ui/pictures/identity.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import styles from './identify.module.css';

const LENGTH = 12;
const GROUPS = [{ letters: 3 }, { letters: 3 }, { letters: 3 }, { letters: 3 }] as const;

export function TypeNumber({ onScanInstead }: { onScanInstead: () => void }) {
  const { send } = useDesk();
  const text = useText();
  const [number, setNumber] = useState('');
  const missing = LENGTH - number.length;
  const done = (): void => {
    if (missing === 0) void send({ type: 'typeNumber', number });
  };
  return (
    <Frame
      title={text('identify.type.title')}
      back={{ label: text('identify.type.scan'), onPress: onScanInstead }}
      main={{ label: text('ledge.next'), onPress: done, disabled: missing > 0 }}
      hint={missing > 0 && number !== '' ? text('identify.type.missing', { missing }) : undefined}
    >
      <div className={styles.typing}>
        <div className={styles.number}>
          <LetterBoxes
            boxes={GROUPS}
            value={number}
            label={text('identify.type.label')}
            onChange={(typed) => setNumber(typed.replace(/\D/g, '').slice(0, LENGTH))}
            onEnter={done}
          />
          <div className={styles.card}>
            <NumberOnCard />
          </div>
        </div>
        <NumberPad
          onDigit={(digit) => setNumber((shown) => (shown + digit).slice(0, LENGTH))}
          onErase={() => setNumber((shown) => shown.slice(0, -1))}
          onClear={() => setNumber('')}
        />
      </div>
    </Frame>
  );
}
