// One key of a keyboard on the screen: answers at the touch, and leaves the focus where the caret is.

import type { PointerEvent, ReactNode } from 'react';
import styles from './key.module.css';

type KeyProps = {
  readonly children: ReactNode;
  readonly onKey: () => void;
  readonly label?: string;
  readonly className?: string | undefined;
  readonly pressed?: boolean;
};

export function Key({ children, onKey, label, className = '', pressed }: KeyProps) {
  function touch(event: PointerEvent): void {
    event.preventDefault();
    if (event.button === 0) onKey();
  }
  return (
    <button
      type="button"
      className={`${styles.key} ${className}`}
      onPointerDown={touch}
      onMouseDown={(event) => event.preventDefault()}
      // A click without a pointer comes from a keyboard or a screen reader.
      onClick={(event) => {
        if (event.detail === 0) onKey();
      }}
      {...(label === undefined ? {} : { 'aria-label': label })}
      {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
    >
      {children}
    </button>
  );
}
