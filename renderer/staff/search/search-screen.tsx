// Finds a dossier of any year by whatever is known of it; the list follows the typing, the newest come at once and older
// ones after them, and a late answer never replaces that of what was typed last.

import { useEffect, useRef, useState } from 'react';
import type { DossierRow } from '../../../preload/contract/counter.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { useText } from '../../i18n/text.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { DossierTable } from '../workplace/dossier-table.tsx';
import styles from '../workplace/workplace.module.css';
import { searched } from './searched.ts';

const PAUSE_MS = 120;
const SHORTEST = 2;
const MOST = 50;

export function SearchScreen() {
  const text = useText();
  const [typed, setTyped] = useState(searched.get());
  const [found, setFound] = useState<readonly DossierRow[] | null>(null);
  const [older, setOlder] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const asked = useRef(0);
  const enough = typed.trim().length >= SHORTEST;

  useEffect(() => {
    searched.set(typed);
    const mine = (asked.current += 1);
    if (!enough) return setFound(null);
    const timer = window.setTimeout(() => void search(), PAUSE_MS);
    return () => window.clearTimeout(timer);

    async function search(): Promise<void> {
      let all: readonly DossierRow[] = [];
      let before: number | undefined;
      do {
        const answer = await ask(() => bridge().staff.search({ text: typed, ...(before !== undefined && { before }) }));
        if (mine !== asked.current) return;
        setTrouble(answer.ok ? undefined : text(`bridge.${answer.error.code}`));
        if (!answer.ok) return setOlder(false);
        all = [...all, ...answer.value.found].slice(0, MOST);
        before = all.length < MOST ? answer.value.olderThan : undefined;
        setFound(all);
        setOlder(before !== undefined);
      } while (before !== undefined);
    }
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [typed, enough]);

  const count = found?.length ?? 0;
  return (
    <div className={styles.workplace}>
      <div className={styles.head}>
        <h1 className={styles.title}>{text('staff.section.search')}</h1>
        <label className={styles.search}>
          <span>{text('staff.search.all')}</span>
          <input type="text" className={styles.wide} value={typed} autoFocus maxLength={200} spellCheck={false} autoComplete="off" onChange={(event) => setTyped(event.target.value)} />
        </label>
      </div>
      {trouble && (
        <p role="alert" className={styles.trouble}>
          {trouble}
        </p>
      )}
      <Sheet>
        <div className={styles.scroll} data-scrolls="" tabIndex={-1}>
          <p role="status" className={styles.none}>
            {!enough ? text('staff.search.how') : found === null ? (trouble ? '' : text('staff.search.looking')) : older ? text('staff.search.older') : count === 0 ? text('staff.today.noMatch') : count < MOST ? text('staff.search.found', { count }) : text('staff.search.newest', { count })}
          </p>
          {enough && count > 0 && <DossierTable dossiers={found!} dated />}
        </div>
      </Sheet>
    </div>
  );
}
