// Waiting with words: what usually comes, and after ten seconds something to do.

import { useEffect, useState, type ReactNode } from 'react';
import styles from './waiting.module.css';

const LATE_MS = 10_000;

export function Waiting({ usually, late }: { usually: string; late: ReactNode }) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = window.setTimeout(() => setLate(true), LATE_MS);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <div className={styles.waiting} role="status">
      <svg className={styles.pen} viewBox="0 0 120 20" aria-hidden="true">
        <path pathLength="1" d="M2 12c6-10 10-10 12 0s8 8 12-2 8-8 11 1 8 8 12-1 8-9 12-1 8 9 12 0 8-8 11-1 8 8 12 0 7-6 10-2" />
      </svg>
      <p>{isLate ? late : usually}</p>
    </div>
  );
}
