// Keys for a slip's secret: only what a secret can have, so that nobody wonders whether it is an O or a zero.

import { useText } from '../../i18n/text.tsx';
import { Icon } from '../../ui/icon.tsx';
import { Key } from '../../ui/keyboard/key.tsx';
import { SECRET_LETTERS } from './secret-letters.ts';
import styles from './secret-pad.module.css';

type SecretPadProps = { readonly onLetter: (letter: string) => void; readonly onErase: () => void; readonly onClear: () => void };

export function SecretPad({ onLetter, onErase, onClear }: SecretPadProps) {
  const text = useText();
  return (
    <div className={styles.pad} role="group" aria-label={text('keyboard.label')}>
      {[...SECRET_LETTERS].map((letter) => (
        <Key key={letter} className={styles.key} onKey={() => onLetter(letter)}>
          {letter}
        </Key>
      ))}
      <Key className={`${styles.key} ${styles.wide}`} onKey={onClear}>
        {text('pad.clear')}
      </Key>
      <Key className={`${styles.key} ${styles.wide}`} onKey={onErase} label={text('pad.erase')}>
        <Icon name="erase" />
      </Key>
    </div>
  );
}
