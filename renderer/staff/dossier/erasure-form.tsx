// Asked by the citizen, done by an officer: what goes and what stays, the reason, and that the person was seen. Nothing goes before
// all of it is there.

import { useState, type ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmedForm } from './confirmed-form.tsx';
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
  const [open, setOpen] = useState(false);
  const [checked, setChecked] = useState(false);

  function close(): void {
    setOpen(false);
    setChecked(false);
  }

  if (!open)
    return (
      <div className={styles.actions}>
        <Button icon="bin" onPress={() => setOpen(true)}>
          {opens}
        </Button>
      </div>
    );
  return (
    <ConfirmedForm
      reasonLabel={text('erasure.reason')}
      confirmLabel={text('erasure.do')}
      icon="bin"
      isReady={(reason) => reason.length >= SHORTEST_REASON && checked}
      act={erase}
      close={close}
      below={
        <label className={styles.check}>
          <input type="checkbox" checked={checked} onChange={(event) => setChecked(event.target.checked)} />
          {text('erasure.checked')}
        </label>
      }
    >
      {children}
    </ConfirmedForm>
  );
}
