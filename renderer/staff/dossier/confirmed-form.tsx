// What an officer decides about a dossier: its reason in words, and one button without which nothing happens. What went wrong is
// said under it, and what was typed stays.

import { useId, useState, type ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import type { IconName } from '../../ui/icon.tsx';
import styles from './dossier.module.css';

type ConfirmedFormProps = {
  readonly reasonLabel: string;
  readonly focusReason?: boolean;
  readonly confirmLabel: string;
  readonly icon?: IconName;
  readonly isReady: (reason: string) => boolean;
  /** Gives what went wrong, in words, or null. */
  readonly act: (reason: string) => Promise<string | null>;
  /** It is done, or given up: the form goes. */
  readonly close: () => void;
  /** Above the reason. */
  readonly children: ReactNode;
  readonly below?: ReactNode;
};

export function ConfirmedForm({ reasonLabel, focusReason = true, confirmLabel, icon, isReady, act, close, children, below }: ConfirmedFormProps) {
  const text = useText();
  const id = useId();
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const ready = isReady(reason.trim()) && !busy;

  async function confirm(): Promise<void> {
    if (!ready) return;
    setBusy(true);
    const problem = await act(reason);
    setBusy(false);
    if (problem === null) close();
    else setTrouble(problem);
  }

  return (
    <>
      <div className={styles.form}>
        {children}
        <label htmlFor={`${id}-reason`}>{reasonLabel}</label>
        <textarea id={`${id}-reason`} rows={3} value={reason} maxLength={500} spellCheck={false} autoFocus={focusReason} onChange={(event) => setReason(event.target.value)} />
        {below}
        <Button kind="main" {...(icon && { icon })} disabled={!ready} onPress={() => void confirm()}>
          {confirmLabel}
        </Button>
        <Button kind="quiet" onPress={close}>
          {text('dossier.cancel')}
        </Button>
      </div>
      {trouble && (
        <p role="alert" className={styles.trouble}>
          {trouble}
        </p>
      )}
    </>
  );
}
