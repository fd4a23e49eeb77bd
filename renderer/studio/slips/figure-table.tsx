// Figures in columns on a page; a row with its name alone heads those under it. The head comes again on each page.

import type { SlipBlock } from '../../../preload/contract/studio.ts';
import styles from './report.module.css';

type TableBlock = Extract<SlipBlock, { kind: 'table' }>;

export function FigureTable({ head, rows }: Pick<TableBlock, 'head' | 'rows'>) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          {head.map((name, index) => (
            <th key={index} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, ...cells], index) => (
          <tr key={index} className={cells.length === 0 ? styles.group : undefined}>
            <th scope="row" colSpan={cells.length === 0 ? head.length : 1}>
              {name}
            </th>
            {cells.map((cell, column) => (
              <td key={column}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
