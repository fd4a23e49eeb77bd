// The officer's day: one button to begin with a walk-in, and what has been filed today.

import { useState } from 'react';
import { ask, bridge } from '../../client/bridge.ts';
import { dossiersToday } from '../../client/desk-windows.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { PrintState } from '../print-state.tsx';
import { DossierTable } from './dossier-table.tsx';
import { matching } from './search.ts';
import styles from './workplace.module.css';

export function Workplace() {
  const text = useText();
  const dossiers = dossiersToday.use();
  const [search, setSearch] = useState('');
  const [trouble, setTrouble] = useState<string>();
  const [ticket, setTicket] = useState<{ readonly number: string; readonly jobId: string }>();

  async function begin(): Promise<void> {
    const answer = await ask(() => bridge().journey.startAssisted());
    setTrouble(!answer.ok ? text(`bridge.${answer.error.code}`) : answer.value.accepted ? undefined : text('staff.begin.busy'));
  }

  async function printTicket(): Promise<void> {
    const answer = await ask(() => bridge().staff.printTicket());
    setTicket(answer.ok && answer.value.queued ? answer.value : undefined);
    setTrouble(!answer.ok ? text(`bridge.${answer.error.code}`) : answer.value.queued ? undefined : text(`ticket.${answer.value.reason}`));
  }

  const shown = matching(dossiers ?? [], search);
  return (
    <div className={styles.workplace}>
      <div className={styles.head}>
        <h1 className={styles.title}>{text('staff.today.title', { count: dossiers?.length ?? 0 })}</h1>
        <label className={styles.search}>
          <span>{text('staff.search')}</span>
          <input type="text" value={search} spellCheck={false} autoComplete="off" onChange={(event) => setSearch(event.target.value)} />
        </label>
        <Button icon="printer" onPress={() => void printTicket()}>
          {text('ticket.print')}
        </Button>
        <Button kind="main" icon="plus" autoFocus onPress={() => void begin()}>
          {text('staff.begin')}
        </Button>
      </div>
      {trouble && (
        <p role="alert" className={styles.trouble}>
          {trouble}
        </p>
      )}
      {ticket && !trouble && (
        <PrintState jobId={ticket.jobId} says={text('ticket.number', { number: ticket.number })} className={styles.told} />
      )}
      <Sheet>
        <div className={styles.scroll} tabIndex={-1}>
          {dossiers && shown.length === 0 ? <p className={styles.none}>{text(search ? 'staff.today.noMatch' : 'staff.today.none')}</p> : <DossierTable dossiers={shown} />}
        </div>
      </Sheet>
    </div>
  );
}
