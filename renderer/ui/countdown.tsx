// Time that runs out, as a ring of ink that shortens and figures in its middle.

import { useSecondsLeft } from '../client/clock.ts';
import { formatCountdown } from '../i18n/format.ts';
import { Figures } from './figures.tsx';
import styles from './countdown.module.css';

const RADIUS = 44;
const AROUND = 2 * Math.PI * RADIUS;

/** `endsAt` in ms since 1970; `wholeSeconds` is what a full ring stands for. */
export function Countdown({ endsAt, wholeSeconds, label }: { endsAt: number; wholeSeconds: number; label: string }) {
  const seconds = useSecondsLeft(endsAt);
  const share = Math.min(1, seconds / wholeSeconds);
  const shown = wholeSeconds < 60 ? String(seconds) : formatCountdown(seconds);
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
