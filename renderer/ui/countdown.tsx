// Time that runs out, as a ring of ink that shortens and figures in its middle.

import { useState } from 'react';
import { useSecondsLeft } from '../client/clock.ts';
import { formatCountdown } from '../i18n/format.ts';
import { Figures } from './figures.tsx';
import styles from './countdown.module.css';

const RADIUS = 44;
const AROUND = 2 * Math.PI * RADIUS;

/** `endsAt` in ms since 1970. A full ring is what was left when it was first drawn. */
export function Countdown({ endsAt, label }: { endsAt: number; label: string }) {
  const seconds = useSecondsLeft(endsAt);
  const [whole] = useState(seconds);
  const share = Math.min(1, seconds / Math.max(1, whole));
  const shown = whole < 100 ? String(seconds) : formatCountdown(seconds);
  return (
    <div className={styles.countdown} role="timer" aria-label={label}>
      <svg viewBox="0 0 100 100" className={styles.ring} aria-hidden="true">
        <circle className={styles.track} cx="50" cy="50" r={RADIUS} />
        <circle className={styles.left} cx="50" cy="50" r={RADIUS} strokeDasharray={AROUND} strokeDashoffset={AROUND * (1 - share)} />
      </svg>
      <span className={styles.figures}>
        <Figures>{shown}</Figures>
      </span>
    </div>
  );
}
