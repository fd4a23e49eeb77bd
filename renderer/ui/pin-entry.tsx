// A PIN: dots for the figures, a pad to touch and a real box for the keyboard.

import { useEffect, useRef } from 'react';
import { useText } from '../i18n/text.tsx';
import { NumberPad } from './number-pad.tsx';
import styles from './pin-entry.module.css';

export const PIN_LENGTH = { least: 4, most: 12 } as const;

type PinEntryProps = {
  readonly value: string;
  readonly label: string;
  readonly disabled?: boolean;
  readonly describedBy?: string;
  readonly onChange: (value: string) => void;
  readonly onEnter: () => void;
};

export function PinEntry({ value, label, disabled = false, describedBy, onChange, onEnter }: PinEntryProps) {
  const text = useText();
  const box = useRef<HTMLInputElement>(null);
  const write = (pin: string): void => {
    if (!disabled) onChange(pin.replace(/\D/g, '').slice(0, PIN_LENGTH.most));
  };
  useEffect(() => {
    if (!disabled) box.current?.focus();
  }, [disabled]);
  return (
    <div className={styles.entry}>
      <label className={styles.box}>
        <span className={styles.label}>{label}</span>
        <input
          ref={box}
          type="password"
          inputMode="none"
          autoComplete="off"
          value={value}
          disabled={disabled}
          aria-describedby={describedBy}
          onChange={(event) => write(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter') onEnter();
          }}
        />
        <span className={styles.dots} aria-hidden="true">
          {Array.from({ length: Math.max(PIN_LENGTH.least, value.length) }, (_, index) => (
            <span key={index} className={styles.dot} data-filled={index < value.length ? '' : undefined} />
          ))}
        </span>
        <span className={styles.count}>{text('pin.count', { count: value.length })}</span>
      </label>
      <NumberPad onDigit={(digit) => write(value + digit)} onErase={() => write(value.slice(0, -1))} onClear={() => write('')} />
    </div>
  );
}
