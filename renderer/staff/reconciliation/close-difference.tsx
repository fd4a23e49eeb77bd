// Closes one difference: what was done, and why. Nothing happens before it is confirmed.

import { useId, useState } from 'react';
import type { DifferenceView } from '../../../preload/contract/counter.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { AssignMoney } from './assign-money.tsx';
import styles from './reconciliation.module.css';

const SHORTEST_REASON = 3;
/** Nothing is owed, but somebody has to find out. */
const DOUBTS: ReadonlySet<DifferenceView['kind']> = new Set(['unknown', 'missing', 'notListed', 'notCounted', 'amountDiffers']);

/** `byTransfer`: fees come by bank transfers, so that what is nobody's may be found to be somebody's. */
export function CloseDifference({ row, byTransfer, refresh }: { row: DifferenceView; byTransfer: boolean; refresh: () => void }) {
  const text = useText();
  const id = useId();
  const [outcome, setOutcome] = useState<'refunded' | 'kept' | 'settled' | null>(null);
  const [assigning, setAssigning] = useState(false);
  const [reason, setReason] = useState('');
  const [trouble, setTrouble] = useState<string>();
  const [busy, setBusy] = useState(false);
  const outcomes = DOUBTS.has(row.kind) ? (['settled'] as const) : (['refunded', 'kept'] as const);

  async function confirm(): Promise<void> {
    if (!outcome || busy) return;
    setBusy(true);
    const answer = await ask(() => bridge().staff.closeDifference({ id: row.id, outcome, reason: reason.trim() }));
    setBusy(false);
    if (answer.ok) refresh();
    else setTrouble(text(`bridge.${answer.error.code}`));
  }

  if (assigning) return <AssignMoney row={row} onDone={refresh} onBack={() => setAssigning(false)} />;
  if (outcome === null) {
    return (
      <div className={styles.actions}>
        {byTransfer && row.kind === 'wrongReference' && (
          <Button label={text('reconcile.do.label', { what: text('reconcile.do.assigned'), order: row.orderCode })} onPress={() => setAssigning(true)}>
            {text('reconcile.do.assigned')}
          </Button>
        )}
        {outcomes.map((one) => (
          <Button key={one} label={text('reconcile.do.label', { what: text(`reconcile.do.${one}`), order: row.orderCode })} onPress={() => setOutcome(one)}>
            {text(`reconcile.do.${one}`)}
          </Button>
        ))}
      </div>
    );
  }
  return (
    <div className={styles.form}>
      <label htmlFor={id}>{text(`reconcile.reason.${outcome}`)}</label>
      <textarea id={id} rows={2} value={reason} maxLength={300} spellCheck={false} autoFocus onChange={(event) => setReason(event.target.value)} />
      {trouble && <p role="alert">{trouble}</p>}
      <div className={styles.actions}>
        <Button kind="main" disabled={busy || reason.trim().length < SHORTEST_REASON} onPress={() => void confirm()}>
          {text('reconcile.confirm')}
        </Button>
        <Button onPress={() => setOutcome(null)}>{text('reconcile.back')}</Button>
      </div>
    </div>
  );
}
