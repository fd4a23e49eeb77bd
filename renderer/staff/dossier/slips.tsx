// What was printed of a dossier, slips and forms, and what keeps it from coming out; another copy of the slip, a form again.

import { useState } from 'react';
import type { DossierPrintView } from '../../../preload/contract/dossiers.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { formatMoment } from '../../i18n/format.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './dossier.module.css';
import type { DossierPartProps } from './part.ts';

const STATES = { waiting: 'waiting', sending: 'waiting', printed: 'printed', notConfirmed: 'notConfirmed', failed: 'failed', canceled: 'failed' } as const;

type Asked = 'ready' | 'asked' | 'queued' | 'refused';

export function Slips({ dossier, refresh }: DossierPartProps) {
  const text = useText();
  const [state, setState] = useState<Asked>('ready');
  async function print(): Promise<void> {
    setState('asked');
    const answer = await ask(() => bridge().staff.printCopy({ dossierId: dossier.id }));
    setState(answer.ok && answer.value.queued ? 'queued' : 'refused');
    refresh();
  }
  return (
    <section className={styles.part}>
      <h2>{text('dossier.prints')}</h2>
      {dossier.prints.length === 0 && <p>{text('slipState.none')}</p>}
      <ul className={styles.prints}>
        {dossier.prints.map((job) => (
          <Print key={job.id} job={job} refresh={refresh} />
        ))}
      </ul>
      <Button icon="printer" disabled={state === 'asked'} onPress={() => void print()}>
        {text(state === 'ready' ? 'dossier.printCopy' : `staff.copy.${state}`)}
      </Button>
    </section>
  );
}

function Print({ job, refresh }: { job: DossierPrintView; refresh: () => void }) {
  const text = useText();
  const language = useLanguage();
  const [state, setState] = useState<Asked>('ready');
  const shown = STATES[job.state];
  async function again(): Promise<void> {
    setState('asked');
    const answer = await ask(() => bridge().staff.printFormAgain({ jobId: job.id }));
    setState(answer.ok && answer.value.queued ? 'queued' : 'refused');
    refresh();
  }
  return (
    <li>
      <span className={styles.line}>{job.title}</span>
      <span className={styles.look} data-look={job.state === 'printed' ? undefined : ''}>
        {text(`slipState.${shown}`)}
        {job.copy && ` · ${text('dossier.copy')}`}
      </span>
      {job.problem && <span className={styles.line}>{text(`printProblem.${job.problem}`)}</span>}
      <span className={styles.second}>{formatMoment(job.at, language)}</span>
      {job.form && shown !== 'waiting' && (
        <Button kind="quiet" icon="printer" disabled={state === 'asked' || state === 'queued'} label={text('forms.again.label', { title: job.title })} onPress={() => void again()}>
          {text(`forms.again.${state}`)}
        </Button>
      )}
    </li>
  );
}
