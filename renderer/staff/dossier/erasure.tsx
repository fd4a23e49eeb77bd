// A citizen's request for erasure: what would go, what stays and why, or what is in the way. Nothing goes before the officer
// has given the reason and confirmed it.

import { useId, useState } from 'react';
import { ask, bridge } from '../../client/bridge.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './dossier.module.css';
import type { DossierPartProps } from './part.ts';

const SHORTEST_REASON = 3;

export function Erasure({ dossier, refresh }: DossierPartProps) {
  const text = useText();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string>();
  const ready = reason.trim().length >= SHORTEST_REASON && checked && !busy;

  function close(): void {
    setOpen(false);
    setReason('');
    setChecked(false);
    setTrouble(undefined);
  }

  async function erase(): Promise<void> {
    if (!ready) return;
    setBusy(true);
    const answer = await ask(() => bridge().staff.erase({ dossierId: dossier.id, reason }));
    setBusy(false);
    if (answer.ok && answer.value.done) close();
    else setTrouble(text(answer.ok && !answer.value.done ? `erasure.refused.${answer.value.reason}` : `bridge.${answer.ok ? 'failed' : answer.error.code}`));
    refresh();
  }

  const { erasure } = dossier;
  return (
    <section className={styles.part}>
      <h2>{text('erasure.title')}</h2>
      {!erasure.possible && <p>{text(`erasure.why.${erasure.why}`)}</p>}
      {erasure.possible && !open && (
        <div className={styles.actions}>
          <Button icon="bin" onPress={() => setOpen(true)}>
            {text('erasure.open')}
          </Button>
        </div>
      )}
      {erasure.possible && open && (
        <div className={styles.form}>
          <dl className={styles.erasure}>
            <dt>{text('erasure.goes')}</dt>
            <dd>{text('erasure.goes.what', { pages: dossier.documents.reduce((sum, { pages }) => sum + pages, 0) })}</dd>
            <dt>{text('erasure.stays')}</dt>
            <dd>{text('erasure.stays.what')}</dd>
            <dt>{text('erasure.portal')}</dt>
            <dd>{text('erasure.portal.what')}</dd>
          </dl>
          <label htmlFor={`${id}-reason`}>{text('erasure.reason')}</label>
          <textarea id={`${id}-reason`} rows={3} value={reason} maxLength={500} spellCheck={false} autoFocus onChange={(event) => setReason(event.target.value)} />
          <label className={styles.check}>
            <input type="checkbox" checked={checked} onChange={(event) => setChecked(event.target.checked)} />
            {text('erasure.checked')}
          </label>
          <Button kind="main" icon="bin" disabled={!ready} onPress={() => void erase()}>
            {text('erasure.do')}
          </Button>
          <Button kind="quiet" onPress={close}>
            {text('dossier.cancel')}
          </Button>
        </div>
      )}
      {trouble && (
        <p role="alert" className={styles.trouble}>
          {trouble}
        </p>
      )}
    </section>
  );
}
