// The sheet of paper on the desk that holds the present question.

import type { ReactNode } from 'react';
import styles from './sheet.module.css';

export function Sheet({ children, bare = false }: { children: ReactNode; bare?: boolean }) {
  return <div className={bare ? `${styles.sheet} ${styles.bare}` : styles.sheet}>{children}</div>;
}
