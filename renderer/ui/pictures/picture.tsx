// The frame of every picture: ink lines on paper, jade for the hand that acts, amber for "look here". They say the same
// as the sentence beside them, so a screen reader passes them by.

import type { ReactNode } from 'react';
import styles from './picture.module.css';

export { styles as ink };

export function Picture({ children, still = false }: { children: ReactNode; still?: boolean }) {
  return (
    <svg className={still ? `${styles.picture} ${styles.still}` : styles.picture} viewBox="0 0 240 200" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}
