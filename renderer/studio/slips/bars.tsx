// Columns of parts one upon the other: plain black, hatched, white, so that a page in black and white tells them apart.

import type { SlipBlock } from '../../../preload/contract/studio.ts';
import styles from './report.module.css';

type BarsBlock = Extract<SlipBlock, { kind: 'bars' }>;

const HEIGHT = 60;
const STEP = 16;
const BAR = 10;
const LOOKS = ['#3c3c3c', 'url(#hatched)', '#ffffff'];

/** `9.669`; nothing where there is none. */
const grouped = (value: number): string => (value === 0 ? '' : value.toLocaleString('vi-VN'));

export function Bars({ caption, parts, bars }: Pick<BarsBlock, 'caption' | 'parts' | 'bars'>) {
  const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);
  const most = Math.max(1, ...bars.map(({ values }) => sum(values)));
  const width = Math.max(8, bars.length) * STEP;
  return (
    <figure className={styles.bars}>
      <figcaption>{caption}</figcaption>
      <svg viewBox={`0 -7 ${width} ${HEIGHT + 16}`} role="img" aria-label={caption}>
        <defs>
          <pattern id="hatched" width="2" height="2" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M0 0V2" stroke="#000000" strokeWidth="0.9" />
          </pattern>
        </defs>
        <path d={`M0 ${HEIGHT}H${width}`} stroke="#000000" strokeWidth="0.4" />
        {bars.map(({ label, values }, at) => {
          let below = HEIGHT;
          return (
            <g key={label}>
              {values.map((value, part) => {
                const height = (value / most) * HEIGHT;
                below -= height;
                return height > 0 && <rect key={part} x={at * STEP + (STEP - BAR) / 2} y={below} width={BAR} height={height} fill={LOOKS[part % LOOKS.length]} stroke="#000000" strokeWidth="0.3" />;
              })}
              <text x={at * STEP + STEP / 2} y={below - 1.5} className={styles.figure}>
                {grouped(sum(values))}
              </text>
              <text x={at * STEP + STEP / 2} y={HEIGHT + 6} className={styles.figure}>
                {label}
              </text>
            </g>
          );
        })}
      </svg>
      <ul className={styles.legend}>
        {parts.map((name, part) => (
          <li key={name}>
            <svg viewBox="0 0 10 10" aria-hidden="true">
              <rect width="10" height="10" fill={LOOKS[part % LOOKS.length]} stroke="#000000" />
            </svg>
            {name}
          </li>
        ))}
      </ul>
    </figure>
  );
}
