// Five faces, each one stroke of the brush apart from the next.

import styles from './faces.module.css';

const MOUTHS = ['M32 72c8-12 28-12 36 0', 'M33 69c8-7 26-7 34 0', 'M33 67h34', 'M33 63c8 8 26 8 34 0', 'M31 60c7 16 31 16 38 0'] as const;

/** `stars` from 1 to 5. */
export function Face({ stars }: { stars: number }) {
  return (
    <svg className={styles.face} viewBox="0 0 100 100" aria-hidden="true" focusable="false">
      <path className={styles.stroke} d="M52 7c26 0 42 18 42 43S75 93 50 93 7 76 7 51 24 9 47 7" />
      <path className={styles.eyes} d={stars === 5 ? 'M29 42c3-5 9-5 12 0M59 42c3-5 9-5 12 0' : 'M35 38v7M65 38v7'} />
      <path className={styles.stroke} d={MOUTHS[stars - 1] ?? MOUTHS[2]} />
    </svg>
  );
}
