// The red seal: only for what the state has confirmed. It comes down once, when it first appears.

import { useId } from 'react';
import styles from './seal.module.css';

/** `words` stands across the middle; `around` runs along the ring. */
export function Seal({ words, around }: { words: string; around: string }) {
  const id = useId();
  const lines = words.split('\n');
  return (
    <svg className={styles.seal} viewBox="0 0 220 220" role="img" aria-label={words.replace('\n', ' ')}>
      <g className={styles.ink}>
        <circle cx="110" cy="110" r="104" className={styles.outer} />
        <circle cx="110" cy="110" r="97" className={styles.fine} />
        <circle cx="110" cy="110" r="68" className={styles.fine} />
        <path id={id} d="M110 110m-78 0a78 78 0 11156 0a78 78 0 11-156 0" fill="none" stroke="none" />
        <text className={styles.around}>
          <textPath href={`#${id}`} startOffset="25%" textAnchor="middle">
            {around}
          </textPath>
        </text>
        <path className={styles.star} d="M110 178l2.900 6.900 7.500.6-5.700 4.900 1.800 7.300-6.500-3.900-6.500 3.900 1.800-7.300-5.700-4.900 7.500-.6z" />
        {lines.map((line, index) => (
          <text key={line} x="110" y={120 + (index - (lines.length - 1) / 2) * 31} className={styles.words} textAnchor="middle">
            {line}
          </text>
        ))}
      </g>
    </svg>
  );
}
