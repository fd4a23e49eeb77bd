// Asked by the citizen, done by an officer: what goes and what stays, the reason, and that the person was seen. Nothing goes before
// all of it is there.

import { useId, useState, type ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './dossier.module.css';

const SHORTEST_REASON = 3;

type ErasureFormProps = {
  readonly open: string;
  /** Gives what went wrong, in words, or null. */
  readonly erase: (reason: string) => Promise<string | null>;
  readonly children: ReactNode;
};

export function ErasureForm({ open: opens, erase, children }: ErasureFormProps) {
  const text = useText();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const ready = reason.trim().length >= SHORTEST_REASON && checked && !busy;

  function close(): void {
    setOpen(false);
    setReason('');
    setChecked(false);
    setTrouble(null);
  }

  async function run(): Promise<void> {
    if (!ready) return;
    setBusy(true);
    const problem = await erase(reason);
    setBusy(false);
    if (problem === null) close();
    else setTrouble(problem);
  }

  return (
    <>
      {!open && (
        <div className={styles.actions}>
          <Button icon="bin" onPress={() => setOpen(true)}>
            {opens}
          </Button>
        </div>
      )}
      {open && (
        <div className={styles.form}>
          {children}
          <label htmlFor={`${id}-reason`}>{text('erasure.reason')}</label>
          <textarea id={`${id}-reason`} rows={3} value={reason} maxLength={500} spellCheck={false} autoFocus onChange={(event) => setReason(event.target.value)} />
          <label className={styles.check}>
            <input type="checkbox" checked={checked} onChange={(event) => setChecked(event.target.checked)} />
            {text('erasure.checked')}
          </label>
          <Button kind="main" icon="bin" disabled={!ready} onPress={() => void run()}>
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
    </>
  );
}
