// Twelve big keys for figures. They do not take the focus from the box that is being filled.

import { useText } from '../i18n/text.tsx';
import { Icon } from './icon.tsx';
import { Key } from './keyboard/key.tsx';
import styles from './number-pad.module.css';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'] as const;

type NumberPadProps = { readonly onDigit: (digit: string) => void; readonly onErase: () => void; readonly onClear: () => void };

export function NumberPad({ onDigit, onErase, onClear }: NumberPadProps) {
  const text = useText();
  return (
    <div className={styles.pad} role="group" aria-label={text('pad.label')}>
      {DIGITS.map((digit) => (
        <Key key={digit} className={styles.key} onKey={() => onDigit(digit)}>
          {digit}
        </Key>
      ))}
      <Key className={`${styles.key} ${styles.word}`} onKey={onClear}>
        {text('pad.clear')}
      </Key>
      <Key className={styles.key} onKey={() => onDigit('0')}>
        0
      </Key>
      <Key className={`${styles.key} ${styles.word}`} onKey={onErase} label={text('pad.erase')}>
        <Icon name="erase" />
      </Key>
    </div>
  );
}
