// The statistics of a period as the office reports them: in figures, month by month as a drawing, and as a file.

import { useCallback, useEffect, useState } from 'react';
import type { StatisticsLine, StatisticsView } from '../../../preload/contract/statistics.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { formatDay } from '../../i18n/format.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import place from '../workplace/workplace.module.css';
import { PrintState } from '../print-state.tsx';
import { Chart } from './chart.tsx';
import { dayOf, usualPeriod } from './period.ts';
import type { Period } from './period.ts';
import styles from './statistics.module.css';

const COUNTS = ['carriedOver', 'received', 'settledEarly', 'settledOnTime', 'settledLate', 'notReceived', 'inProcess', 'overdue'] as const;
const SHARES = ['paidOnline', 'digitised', 'resultElectronic'] as const;

export function StatisticsScreen() {
  const text = useText();
  const [period, setPeriod] = useState<Period>(() => usualPeriod('year', Date.now()));
  const [from, setFrom] = useState(formatDay(period.from));
  const [to, setTo] = useState(formatDay(period.to));
  const [view, setView] = useState<StatisticsView | null>(null);
  const [trouble, setTrouble] = useState<string>();
  const [saved, setSaved] = useState<string>();
  const [register, setRegister] = useState<{ readonly jobId: string; readonly dossiers: number }>();

  const choose = useCallback((next: Period) => {
    setPeriod(next);
    setFrom(formatDay(next.from));
    setTo(formatDay(next.to));
  }, []);
  useEffect(() => {
    let late = false;
    setSaved(undefined);
    setRegister(undefined);
    void ask(() => bridge().staff.statistics(period)).then((answer) => {
      if (late) return;
      if (answer.ok) setView(answer.value);
      setTrouble(answer.ok ? undefined : text(`bridge.${answer.error.code}`));
    });
    return () => void (late = true);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [period]);

  function take(): void {
    const next = { from: dayOf(from), to: dayOf(to) };
    if (!next.from || !next.to || next.from > next.to) return setTrouble(text('statistics.badPeriod'));
    if (next.from !== period.from || next.to !== period.to) setPeriod({ from: next.from, to: next.to });
    setTrouble(undefined);
  }

  async function save(format: 'csv' | 'xlsx' | 'pdf'): Promise<void> {
    const answer = await ask(() => bridge().staff.saveStatistics({ ...period, format }));
    setSaved(answer.ok && answer.value.saved ? text('statistics.saved', { path: answer.value.path }) : text('statistics.notSaved'));
  }

  async function printRegister(): Promise<void> {
    const answer = await ask(() => bridge().staff.printRegister({ from: period.from, to: period.to }));
    setSaved(undefined);
    setRegister(answer.ok && answer.value.queued ? answer.value : undefined);
    setTrouble(!answer.ok ? text(`bridge.${answer.error.code}`) : answer.value.queued ? undefined : text(`register.${answer.value.reason}`));
  }

  const dayBox = (label: string, value: string, set: (value: string) => void) => (
    <label className={styles.day}>
      <span>{label}</span>
      <input type="text" value={value} maxLength={10} autoComplete="off" onChange={(event) => set(event.target.value)} onBlur={take} onKeyDown={(event) => event.key === 'Enter' && take()} />
    </label>
  );
  const nothing = view !== null && view.total.counts.received === 0 && view.total.counts.carriedOver === 0;
  return (
    <div className={place.workplace}>
      <div className={styles.head}>
        <h1 className={place.title}>{text('staff.section.statistics')}</h1>
        {(['month', 'year', 'lastYear'] as const).map((kind) => (
          <Button key={kind} onPress={() => choose(usualPeriod(kind, Date.now()))}>
            {text(`statistics.${kind}`)}
          </Button>
        ))}
        {dayBox(text('statistics.from'), from, setFrom)}
        {dayBox(text('statistics.to'), to, setTo)}
        <div className={styles.outputs}>
          <Button icon="printer" onPress={() => void printRegister()}>
            {text('register.print')}
          </Button>
          <Button icon="printer" onPress={() => void save('pdf')}>
            {text('statistics.savePdf')}
          </Button>
          <Button onPress={() => void save('xlsx')}>{text('statistics.saveXlsx')}</Button>
          <Button onPress={() => void save('csv')}>{text('statistics.saveCsv')}</Button>
        </div>
      </div>
      {register && !trouble ? (
        <PrintState jobId={register.jobId} says={text('register.asked', { dossiers: register.dossiers })} className={styles.saved} />
      ) : (
        <p role={trouble ? 'alert' : 'status'} className={trouble ? styles.trouble : saved ? styles.saved : styles.silent}>
          {trouble ?? saved}
        </p>
      )}
      <Sheet>
        <div className={styles.scroll} data-scrolls="" tabIndex={0} role="group" aria-label={text('staff.section.statistics')}>
          {nothing && <p className={place.none}>{text('statistics.none')}</p>}
          {view && !nothing && (
            <>
              {view.findings.length > 0 && <p className={styles.warn}>{text('statistics.doNotAddUp', { count: view.findings.length })}</p>}
              <Figures view={view} />
              {view.months.length > 1 && <Chart months={view.months} />}
            </>
          )}
        </div>
      </Sheet>
    </div>
  );
}

function Figures({ view }: { view: StatisticsView }) {
  const text = useText();
  const groups: readonly (readonly [string, readonly StatisticsLine[]])[] = [
    [text('statistics.fields'), view.fields],
    [text('statistics.procedures'), view.procedures],
    [text('statistics.channels'), view.channels.map((line) => ({ ...line, name: text(line.id === 'kiosk' ? 'channel.kiosk' : 'channel.counter') }))],
    ...(view.units.length > 1 ? [[text('statistics.units'), view.units] as const] : []),
    ...(view.months.length > 1 ? [[text('statistics.months'), view.months.map((line) => ({ ...line, name: `${line.id.slice(5)}/${line.id.slice(0, 4)}` }))] as const] : []),
  ];
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{text('statistics.group')}</th>
          {[...COUNTS, ...SHARES, 'satisfaction' as const].map((name) => (
            <th key={name} scope="col">
              {text(`statistics.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className={styles.whole}>
        <Line line={{ ...view.total, name: text('statistics.total') }} />
      </tbody>
      {groups.map(([name, lines]) => (
        <tbody key={name}>
          <tr>
            <th scope="rowgroup" colSpan={COUNTS.length + SHARES.length + 2} className={styles.group}>
              {name}
            </th>
          </tr>
          {lines.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </tbody>
      ))}
    </table>
  );
}

function Line({ line: { name, counts, shares } }: { line: StatisticsLine }) {
  const language = useLanguage();
  const number = (value: number, digits = 0): string => value.toLocaleString(language === 'vi' ? 'vi-VN' : 'en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  return (
    <tr>
      <th scope="row">{name}</th>
      {COUNTS.map((key) => (
        <td key={key} data-look={(key === 'overdue' || key === 'settledLate') && counts[key] > 0 ? '' : undefined}>
          {number(counts[key])}
        </td>
      ))}
      {SHARES.map((key) => (
        <td key={key}>
          {number(counts[key])}
          {shares[key] !== undefined && <span className={styles.share}>{number(shares[key] * 100, 2)} %</span>}
        </td>
      ))}
      <td>{shares.satisfaction === undefined ? '–' : number(shares.satisfaction, 2)}</td>
    </tr>
  );
}
