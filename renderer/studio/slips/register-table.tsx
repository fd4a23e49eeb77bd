// The rows of a register over as many pages as it needs: its head stands on each of them, no row is broken between two.

import type { SlipBlock } from '../../../preload/contract/studio.ts';
import styles from './slip.module.css';

export function RegisterTable({ columns, rows }: Pick<Extract<SlipBlock, { kind: 'register' }>, 'columns' | 'rows'>) {
  const whole = columns.reduce((sum, { share }) => sum + share, 0);
  return (
    <table className={styles.register}>
      <colgroup>
        {columns.map(({ label, share }) => (
          <col key={label} style={{ inlineSize: `${(100 * share) / whole}%` }} />
        ))}
      </colgroup>
      <thead>
        <tr>
          {columns.map(({ label }) => (
            <th key={label} scope="col">
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => (
          <tr key={index}>
            {row.map((cell, column) => (
              <td key={column}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
