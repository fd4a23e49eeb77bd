// One line, or several, of text. What is typed stays here until it is handed over on leaving the box.

import { useEffect, useRef } from 'react';
import { noteId } from './field-shell.tsx';
import styles from './box.module.css';

export type BoxProps = {
  readonly id: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onLeave: () => void;
  readonly onEnter?: (() => void) | undefined;
  readonly autoFocus?: boolean;
  readonly invalid?: boolean;
  readonly maxLength?: number | undefined;
  /** Figures only. */
  readonly figures?: boolean;
  readonly lines?: number;
};

const LONGEST = 2000;

export function TextBox({ id, value, onChange, onLeave, onEnter, autoFocus = false, invalid = false, maxLength, figures = false, lines = 1 }: BoxProps) {
  const box = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  useEffect(() => {
    const element = box.current;
    if (!autoFocus || !element) return;
    element.focus({ preventScroll: true });
    element.setSelectionRange(element.value.length, element.value.length);
  }, [autoFocus]);
  const common = {
    id,
    ref: box,
    className: styles.box,
    value,
    maxLength: Math.min(maxLength ?? LONGEST, LONGEST),
    inputMode: 'none' as const,
    autoComplete: 'off',
    spellCheck: false,
    'aria-describedby': noteId(id),
    'aria-invalid': invalid || undefined,
    onChange: (event: { target: { value: string } }) => onChange(figures ? event.target.value.replace(/[^\d+ ]/g, '') : event.target.value),
    onBlur: onLeave,
  };
  if (lines > 1) return <textarea {...common} rows={lines} />;
  return (
    <input
      {...common}
      type="text"
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) onEnter?.();
      }}
    />
  );
}
