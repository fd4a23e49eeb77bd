// Reconciliation: money that is owed to somebody or that nobody knows about, each closed by an officer with a reason.

import { useEffect, useState } from 'react';
import type { ComparisonView, DifferenceView } from '../../../preload/contract/counter.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { formatDay, formatMoment } from '../../i18n/format.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Code, Figures, Money } from '../../ui/figures.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import table from '../workplace/dossier-table.module.css';
import place from '../workplace/workplace.module.css';
import { CloseDifference } from './close-difference.tsx';
import styles from './reconciliation.module.css';

export function Reconciliation() {
  const text = useText();
  const [rows, setRows] = useState<readonly DifferenceView[] | null>(null);
  const [comparison, setComparison] = useState<ComparisonView>();
  const [trouble, setTrouble] = useState<string>();
  const [saved, setSaved] = useState<string>();

  async function refresh(): Promise<void> {
    const answer = await ask(() => bridge().staff.differences());
    if (answer.ok) setRows(answer.value);
    setTrouble(answer.ok ? undefined : text(`bridge.${answer.error.code}`));
    const compared = await ask(() => bridge().staff.comparison());
    if (compared.ok) setComparison(compared.value);
  }
  useEffect(() => {
    void refresh();
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  async function save(what: 'ledger' | 'differences', format: 'csv' | 'xlsx'): Promise<void> {
    const answer = await ask(() => bridge().staff.savePayments({ what, format }));
    setSaved(answer.ok && answer.value.saved ? text('statistics.saved', { path: answer.value.path }) : text('statistics.notSaved'));
  }

  function compared({ offered, last }: ComparisonView): string {
    if (!offered) return text('reconcile.noList');
    return last ? text('reconcile.compared', { ...last, day: formatDay(last.day) }) : text('reconcile.notCompared');
  }

  const open = rows?.filter(({ closed }) => !closed) ?? [];
  return (
    <div className={place.workplace}>
      <div className={place.head}>
        <h1 className={place.title}>{text('reconcile.title', { count: open.length })}</h1>
        <Button onPress={() => void refresh()}>{text('reconcile.refresh')}</Button>
      </div>
      {comparison && <p className={styles.compared}>{compared(comparison)}</p>}
      <div className={styles.files}>
        {trouble && (
          <p role="alert" className={place.trouble}>
            {trouble}
          </p>
        )}
        {(['differences', 'ledger'] as const).map((what) => (
          <div key={what} role="group" aria-label={text(`reconcile.save.${what}`)} className={styles.actions}>
            <span className={styles.file}>{text(`reconcile.save.${what}`)}</span>
            <Button onPress={() => void save(what, 'xlsx')}>{text('statistics.saveXlsx')}</Button>
            <Button onPress={() => void save(what, 'csv')}>{text('statistics.saveCsv')}</Button>
          </div>
        ))}
        <p role="status" className={saved ? styles.saved : styles.silent}>
          {saved}
        </p>
      </div>
      <Sheet>
        <div className={place.scroll} data-scrolls="" tabIndex={-1}>
          {rows && open.length === 0 && <p className={place.none}>{text('reconcile.none')}</p>}
          {rows && rows.length > 0 && (
            <table className={table.table} aria-label={text('staff.section.reconcile')}>
              <thead className={table.head}>
                <tr>
                  {(['since', 'order', 'what', 'amount', 'done'] as const).map((column) => (
                    <th key={column} scope="col">
                      {text(`reconcile.column.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <Line key={row.id} row={row} byTransfer={comparison?.byTransfer ?? false} refresh={() => void refresh()} />
                ))}
              </tbody>
            </table>
          )}
        </div>
      </Sheet>
    </div>
  );
}

function Line({ row, byTransfer, refresh }: { row: DifferenceView; byTransfer: boolean; refresh: () => void }) {
  const text = useText();
  const language = useLanguage();
  const { closed } = row;
  return (
    <tr className={table.row}>
      <td>
        <Figures>{formatMoment(row.openedAt, language)}</Figures>
      </td>
      <td>
        <Figures>{row.orderCode}</Figures>
        <span className={table.second}>{row.dossierCode ? <Code code={row.dossierCode} /> : text('reconcile.noDossier')}</span>
      </td>
      <td className={styles.what}>
        <strong>{text(`reconcile.kind.${row.kind}`)}</strong>
        <span className={table.second}>{text(`reconcile.how.${row.kind}`)}</span>
      </td>
      <td className={table.money}>
        <Money amount={row.amount} />
      </td>
      <td>
        {closed ? (
          <>
            {text(`reconcile.outcome.${closed.outcome}`)}
            <span className={table.second}>
              {closed.by} {formatMoment(closed.at, language)}
            </span>
            {closed.reason && <span className={table.second}>{closed.reason}</span>}
          </>
        ) : (
          <CloseDifference row={row} byTransfer={byTransfer} refresh={refresh} />
        )}
      </td>
    </tr>
  );
}
