// Money of nobody known is found to be somebody's: the payment is chosen among those that money may come for.

import { useEffect, useState } from 'react';
import type { DifferenceView, TransferView } from '../../../preload/contract/counter.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { formatMoney } from '../../i18n/format.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './reconciliation.module.css';

type AssignMoneyProps = { readonly row: DifferenceView; readonly onDone: () => void; readonly onBack: () => void };

export function AssignMoney({ row, onDone, onBack }: AssignMoneyProps) {
  const text = useText();
  const language = useLanguage();
  const [transfers, setTransfers] = useState<readonly TransferView[]>();
  const [chosen, setChosen] = useState<string>();
  const [trouble, setTrouble] = useState<string>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    let gone = false;
    void ask(() => bridge().staff.transfers()).then((answer) => {
      if (gone) return;
      if (answer.ok) setTransfers(answer.value ?? []);
      else setTrouble(text(`bridge.${answer.error.code}`));
    });
    return () => {
      gone = true;
    };
  }, [text]);

  async function confirm(): Promise<void> {
    if (chosen === undefined || busy) return;
    setBusy(true);
    const answer = await ask(() => bridge().staff.assignMoney({ id: row.id, orderCode: chosen }));
    setBusy(false);
    if (!answer.ok) return setTrouble(text(`bridge.${answer.error.code}`));
    if (answer.value.assigned !== 'done') return setTrouble(text(`reconcile.assign.${answer.value.assigned}`));
    onDone();
  }

  return (
    <div className={styles.form}>
      <fieldset className={styles.payments}>
        <legend>{text('reconcile.assign.which')}</legend>
        {transfers?.length === 0 && <p>{text('reconcile.assign.none')}</p>}
        {transfers?.map((transfer) => {
          const { orderCode, purpose, amount, applicantName } = transfer;
          const what = [purpose, formatMoney(amount, language), applicantName].filter(Boolean).join(' · ');
          return (
            <label key={orderCode} className={styles.payment}>
              <input type="radio" name={`payment-${row.id}`} aria-label={what} checked={chosen === orderCode} onChange={() => setChosen(orderCode)} />
              <span>
                <strong>{what}</strong>
                <span>{text('reconcile.assign.state', { state: transfer.state, rest: formatMoney(amount - transfer.amountPaid, language) })}</span>
              </span>
            </label>
          );
        })}
      </fieldset>
      {trouble && <p role="alert">{trouble}</p>}
      <div className={styles.actions}>
        <Button kind="main" disabled={busy || chosen === undefined} onPress={() => void confirm()}>
          {text('reconcile.assign.confirm')}
        </Button>
        <Button onPress={onBack}>{text('reconcile.back')}</Button>
      </div>
    </div>
  );
}
