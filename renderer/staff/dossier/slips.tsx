// The slips that were printed of a dossier, and another copy.

import { useState } from 'react';
import { ask, bridge } from '../../client/bridge.ts';
import { formatMoment } from '../../i18n/format.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './dossier.module.css';
import type { DossierPartProps } from './part.ts';

const STATES = { waiting: 'waiting', sending: 'waiting', printed: 'printed', notConfirmed: 'notConfirmed', failed: 'failed', canceled: 'failed' } as const;

export function Slips({ dossier, refresh }: DossierPartProps) {
  const text = useText();
  const language = useLanguage();
  const [state, setState] = useState<'ready' | 'asked' | 'queued' | 'refused'>('ready');
  async function print(): Promise<void> {
    setState('asked');
    const answer = await ask(() => bridge().staff.printCopy({ dossierId: dossier.id }));
    setState(answer.ok && answer.value.queued ? 'queued' : 'refused');
    refresh();
  }
  return (
    <section className={styles.part}>
      <h2>{text('column.slip')}</h2>
      {dossier.prints.length === 0 && <p>{text('slipState.none')}</p>}
      <ul className={styles.prints}>
        {dossier.prints.map((job) => (
          <li key={job.id}>
            <span className={styles.look} data-look={job.state === 'printed' ? undefined : ''}>
              {text(`slipState.${STATES[job.state]}`)}
              {job.copy && ` · ${text('dossier.copy')}`}
            </span>
            <span className={styles.second}>{formatMoment(job.at, language)}</span>
          </li>
        ))}
      </ul>
      <Button icon="printer" disabled={state === 'asked'} onPress={() => void print()}>
        {text(state === 'ready' ? 'dossier.printCopy' : `staff.copy.${state}`)}
      </Button>
    </section>
  );
}
