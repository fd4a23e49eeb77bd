// Bank transfers: the orders that money is awaited for, each confirmed by an officer who has seen it on the statement.

import { useCallback, useEffect, useState } from 'react';
import type { TransferView } from '../../../preload/contract/counter.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { formatMoment, formatMoney } from '../../i18n/format.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Code, Figures, Money } from '../../ui/figures.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import table from '../workplace/dossier-table.module.css';
import place from '../workplace/workplace.module.css';
import { EnterLine } from './enter-line.tsx';
import styles from './transfers.module.css';

const COLUMNS = ['since', 'purpose', 'who', 'amount', 'state', 'action'] as const;
/** The list follows the citizen's screen without being asked. */
const REFRESH_MS = 5_000;
const UNKNOWN = 'unknown';
const isWaiting = ({ state }: TransferView): boolean => state === 'waiting' || state === 'underPaid';

export function TransfersScreen() {
  const text = useText();
  const [rows, setRows] = useState<readonly TransferView[]>();
  const [find, setFind] = useState('');
  /** An order's code, or money of nobody known. */
  const [entering, setEntering] = useState<string | null>(null);
  const [said, setSaid] = useState<string>();
  const [trouble, setTrouble] = useState<string>();

  const read = useCallback(async () => {
    const answer = await ask(() => bridge().staff.transfers());
    if (answer.ok) setRows(answer.value ?? []);
    setTrouble(answer.ok ? undefined : text(`bridge.${answer.error.code}`));
  }, [text]);
  useEffect(() => {
    void read();
    const timer = window.setInterval(() => void read(), REFRESH_MS);
    return () => window.clearInterval(timer);
  }, [read]);

  const done = (words: string) => {
    setSaid(words);
    setEntering(null);
    void read();
  };
  const wanted = find.trim().toLocaleLowerCase('vi');
  const shown = rows?.filter(({ purpose, applicantName = '' }) => `${purpose} ${applicantName}`.toLocaleLowerCase('vi').includes(wanted)) ?? [];
  return (
    <div className={place.workplace}>
      <div className={place.head}>
        <h1 className={place.title}>{text('transfers.title', { count: rows?.filter(isWaiting).length ?? 0 })}</h1>
        <label className={place.search}>
          <span>{text('transfers.find')}</span>
          <input type="text" value={find} maxLength={80} spellCheck={false} autoComplete="off" onChange={(event) => setFind(event.target.value)} />
        </label>
      </div>
      <p className={styles.lead}>{text('transfers.lead')}</p>
      {trouble && (
        <p role="alert" className={place.trouble}>
          {trouble}
        </p>
      )}
      <p role="status" className={said ? styles.said : styles.silent}>
        {said}
      </p>
      <div className={styles.stranger}>
        {entering === UNKNOWN ? (
          <>
            <p>{text('transfers.unknown.lead')}</p>
            <EnterLine onDone={done} onBack={() => setEntering(null)} />
          </>
        ) : (
          <Button onPress={() => setEntering(UNKNOWN)}>{text('transfers.unknown')}</Button>
        )}
      </div>
      <Sheet>
        <div className={place.scroll} data-scrolls="" tabIndex={-1}>
          {rows && shown.length === 0 && <p className={place.none}>{text(rows.length === 0 ? 'transfers.none' : 'transfers.notFound')}</p>}
          {shown.length > 0 && (
            <table className={table.table} aria-label={text('transfers.label')}>
              <thead className={table.head}>
                <tr>
                  {COLUMNS.map((column) => (
                    <th key={column} scope="col">
                      {text(`transfers.column.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {shown.map((row) => (
                  <Line key={row.orderCode} row={row} entering={entering === row.orderCode} onEnter={() => setEntering(row.orderCode)} onBack={() => setEntering(null)} onDone={done} />
                ))}
              </tbody>
            </table>
          )}
        </div>
      </Sheet>
    </div>
  );
}

type LineProps = { row: TransferView; entering: boolean; onEnter: () => void; onBack: () => void; onDone: (said: string) => void };

function Line({ row, entering, onEnter, onBack, onDone }: LineProps) {
  const text = useText();
  const language = useLanguage();
  return (
    <tr className={table.row}>
      <td>
        <Figures>{formatMoment(row.since, language)}</Figures>
      </td>
      <td className={table.code}>
        <Code code={row.purpose} />
      </td>
      <td>{row.applicantName}</td>
      <td className={table.money}>
        <Money amount={row.amount} />
      </td>
      <td>
        <span className={table.slip} data-look={isWaiting(row) ? '' : undefined}>
          {text(`transfers.state.${row.state}`, { amount: formatMoney(row.amountPaid, language) })}
        </span>
      </td>
      <td>
        {entering ? (
          <EnterLine transfer={row} onDone={onDone} onBack={onBack} />
        ) : (
          <Button label={text('transfers.seen.label', { purpose: row.purpose })} onPress={onEnter}>
            {text('transfers.seen')}
          </Button>
        )}
      </td>
    </tr>
  );
}
