// The log of erasures: what of which dossier, when, by whom and why, the newest first; as a file, too.

import { useEffect, useState } from 'react';
import type { ErasureRow } from '../../../preload/contract/erasure.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { formatMoment } from '../../i18n/format.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Code, Figures } from '../../ui/figures.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import files from '../reconciliation/reconciliation.module.css';
import table from '../workplace/dossier-table.module.css';
import place from '../workplace/workplace.module.css';

const COLUMNS = ['at', 'code', 'what', 'by', 'why'] as const;

export function ErasureLog() {
  const text = useText();
  const language = useLanguage();
  const [rows, setRows] = useState<readonly ErasureRow[]>();
  const [trouble, setTrouble] = useState<string>();
  const [saved, setSaved] = useState<string>();
  useEffect(() => {
    void ask(() => bridge().staff.erasures()).then((answer) => {
      if (answer.ok) setRows(answer.value);
      else setTrouble(text(`bridge.${answer.error.code}`));
    });
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  async function save(format: 'csv' | 'xlsx'): Promise<void> {
    const answer = await ask(() => bridge().staff.saveErasures({ format }));
    setSaved(answer.ok && answer.value.saved ? text('statistics.saved', { path: answer.value.path }) : text('statistics.notSaved'));
  }

  return (
    <div className={place.workplace}>
      <div className={place.head}>
        <h1 className={place.title}>{text('erasures.title')}</h1>
        <Button onPress={() => void save('xlsx')}>{text('statistics.saveXlsx')}</Button>
        <Button onPress={() => void save('csv')}>{text('statistics.saveCsv')}</Button>
      </div>
      <div>
        {trouble && (
          <p role="alert" className={place.trouble}>
            {trouble}
          </p>
        )}
        <p role="status" className={saved ? files.saved : files.silent}>
          {saved}
        </p>
      </div>
      <Sheet>
        <div className={place.scroll} data-scrolls="" tabIndex={-1}>
          {rows?.length === 0 && <p className={place.none}>{text('erasures.none')}</p>}
          {rows && rows.length > 0 && (
            <table className={table.table} aria-label={text('erasures.title')}>
              <thead className={table.head}>
                <tr>
                  {COLUMNS.map((column) => (
                    <th key={column} scope="col">
                      {text(`erasures.column.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {rows.map((row) => (
                  <tr key={`${row.code} ${row.at}`} className={table.row}>
                    <td>
                      <Figures>{formatMoment(row.at, language)}</Figures>
                    </td>
                    <td className={table.code}>
                      {row.code && <Code code={row.code} />}
                    </td>
                    <td>{text(`erasures.what.${row.erased}`)}</td>
                    <td>{row.by === 'system' || row.by === 'citizen' ? text(`actor.${row.by}`) : row.by}</td>
                    <td>{row.reason ?? text(row.by === 'citizen' ? 'erasures.atKiosk' : 'erasures.timeIsOver')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </div>
      </Sheet>
    </div>
  );
}
