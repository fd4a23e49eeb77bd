// A date in three boxes, day first as it is said here; a full box hands the caret to the next.

import { useRef, useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { fromParts, toParts, type DateParts } from './date-parts.ts';
import { labelId } from './field-shell.tsx';
import styles from './box.module.css';

type DateBoxesProps = {
  readonly id: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onLeave: () => void;
  readonly onEnter?: (() => void) | undefined;
  readonly autoFocus?: boolean;
  readonly invalid?: boolean;
};

const PARTS = [
  { part: 'day', length: 2 },
  { part: 'month', length: 2 },
  { part: 'year', length: 4 },
] as const;

export function DateBoxes({ id, value, onChange, onLeave, onEnter, autoFocus = false, invalid = false }: DateBoxesProps) {
  const text = useText();
  const boxes = useRef<Partial<Record<keyof DateParts, HTMLInputElement | null>>>({});
  const [parts, setParts] = useState<DateParts>(() => toParts(value));

  // A value from elsewhere, such as main's own writing of it, replaces what stands here unless it is the same date.
  const [known, setKnown] = useState(value);
  if (value !== known) {
    setKnown(value);
    if (value !== fromParts(parts)) setParts(toParts(value));
  }

  function write(part: keyof DateParts, typed: string, length: number): void {
    const next = { ...parts, [part]: typed.replace(/\D/g, '').slice(0, length) };
    setParts(next);
    onChange(fromParts(next));
    const place = PARTS.findIndex((candidate) => candidate.part === part);
    const following = PARTS[place + 1];
    if (next[part].length === length && typed.length >= parts[part].length && following) boxes.current[following.part]?.focus();
  }

  return (
    <div className={styles.parts} role="group" aria-labelledby={labelId(id)}>
      {PARTS.map(({ part, length }, index) => (
        <label key={part} className={`${styles.part} ${length === 2 ? styles.short : styles.long}`}>
          {text(`date.${part}`)}
          <input
            type="text"
            inputMode="none"
            autoComplete="off"
            className={styles.box}
            value={parts[part]}
            maxLength={length}
            autoFocus={autoFocus && index === 0}
            aria-invalid={invalid || undefined}
            ref={(element) => {
              boxes.current[part] = element;
            }}
            onChange={(event) => write(part, event.target.value, length)}
            onBlur={onLeave}
            onKeyDown={(event) => {
              if (event.key === 'Enter') onEnter?.();
              const previous = PARTS[index - 1];
              if (event.key === 'Backspace' && parts[part] === '' && previous) boxes.current[previous.part]?.focus();
            }}
          />
        </label>
      ))}
    </div>
  );
}
