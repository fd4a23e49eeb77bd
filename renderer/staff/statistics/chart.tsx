// What was settled month by month: early in plain jade, on time hatched, late in solid plum, so that no colour is needed to
// tell them apart. The table beside it says the same in figures; the drawing is for the eye alone.

import type { StatisticsLine } from '../../../preload/contract/statistics.ts';
import { useText } from '../../i18n/text.tsx';
import styles from './statistics.module.css';

const HEIGHT = 100;
const STEP = 24;
const BAR = 15;
const PARTS = ['settledEarly', 'settledOnTime', 'settledLate'] as const;

export function Chart({ months }: { months: readonly StatisticsLine[] }) {
  const text = useText();
  const sum = ({ counts }: StatisticsLine): number => counts.settledEarly + counts.settledOnTime + counts.settledLate;
  const most = Math.max(1, ...months.map(sum));
  return (
    <figure className={styles.chart}>
      <figcaption>{text('statistics.chart')}</figcaption>
      <svg viewBox={`0 -10 ${Math.max(6, months.length) * STEP} ${HEIGHT + 24}`} aria-hidden="true" focusable="false">
        <defs>
          <pattern id="on-time" width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path className={styles.hatch} d="M0 0V3" />
          </pattern>
        </defs>
        <path className={styles.axis} d={`M0 ${HEIGHT}H${Math.max(6, months.length) * STEP}`} />
        {months.map((month, at) => {
          let below = HEIGHT;
          return (
            <g key={month.id}>
              {PARTS.map((part) => {
                const height = (month.counts[part] / most) * HEIGHT;
                below -= height;
                return height > 0 && <rect key={part} className={styles[part]} x={at * STEP + (STEP - BAR) / 2} y={below} width={BAR} height={height} />;
              })}
              <text x={at * STEP + STEP / 2} y={below - 2.5} className={styles.figure}>
                {sum(month) || ''}
              </text>
              <text x={at * STEP + STEP / 2} y={HEIGHT + 9} className={styles.figure}>
                {Number(month.id.slice(5))}
              </text>
            </g>
          );
        })}
      </svg>
      <ul className={styles.legend} aria-hidden="true">
        {PARTS.map((part) => (
          <li key={part}>
            <svg viewBox="0 0 10 10">
              <rect className={styles[part]} width="10" height="10" />
            </svg>
            {text(`statistics.${part}`)}
          </li>
        ))}
      </ul>
    </figure>
  );
}
