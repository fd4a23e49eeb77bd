// What it costs, line by line, so that it adds up before the eyes.

import type { FeeView } from '../../../preload/contract/journey.ts';
import { useText } from '../../i18n/text.tsx';
import { Money } from '../../ui/figures.tsx';
import styles from './fee-table.module.css';

export function FeeTable({ fee }: { fee: FeeView }) {
  const text = useText();
  const { unknown = [] } = fee;
  if (fee.lines.length === 0 && unknown.length === 0) return <p className={styles.free}>{text('fee.free')}</p>;
  return (
    <table className={styles.fees}>
      <tbody>
        {fee.lines.map((line) => (
          <tr key={line.name}>
            <th scope="row">
              {line.name}
              {line.quantity !== 1 && (
                <span className={styles.times}>
                  {line.quantity} × <Money amount={line.unitAmount} />
                </span>
              )}
              {line.waiver && <span className={styles.waiver}>{line.waiver}</span>}
            </th>
            <td>
              <Money amount={line.amount} />
            </td>
          </tr>
        ))}
        {unknown.map((name) => (
          <tr key={name}>
            <th scope="row">
              {name}
              <span className={styles.waiver}>{text('fee.unknown.hint')}</span>
            </th>
            <td>{text('fee.unknown')}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{text(unknown.length > 0 ? 'fee.totalNow' : 'fee.total')}</th>
          <td>
            <Money amount={fee.total} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}
