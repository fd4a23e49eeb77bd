// Money lines that add up, the total apart and in words.

import type { SlipBlock } from '../../../preload/contract/studio.ts';
import styles from './slip.module.css';

type AmountsBlock = Extract<SlipBlock, { kind: 'amounts' }>;

/** `8.000 đ`, with spaces that do not break. */
const money = (amount: number): string => `${String(amount).replace(/\B(?=(\d{3})+(?!\d))/g, '.')}\u00a0đ`;

export function Amounts({ lines, total }: Pick<AmountsBlock, 'lines' | 'total'>) {
  return (
    <div className={styles.amounts}>
      {lines.map((line, index) => (
        <div key={index} className={styles.amount}>
          <span>
            {line.label}
            {line.note && <span className={styles.note}>{line.note}</span>}
          </span>
          <span>{money(line.amount)}</span>
        </div>
      ))}
      <div className={`${styles.amount} ${styles.total}`}>
        <span>{total.label}</span>
        <span>{money(total.amount)}</span>
      </div>
      <p className={styles.words}>{total.inWords}</p>
    </div>
  );
}
