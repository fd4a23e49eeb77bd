// A line of the account's statement: the amount and the reference as they stand there, typed and not proposed, since a
// proposed amount is confirmed without being looked at. What it will mean is said before it is entered.

import { useId, useState } from 'react';
import type { TransferView } from '../../../preload/contract/counter.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { formatMoney } from '../../i18n/format.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './transfers.module.css';

const SHORTEST_REFERENCE = 4;
const REFERENCE = /^[A-Za-z0-9./_-]*$/;

type EnterLineProps = {
  /** The order that the line pays; without one it is money of nobody known. */
  readonly transfer?: TransferView;
  readonly onDone: (said: string) => void;
  readonly onBack?: () => void;
};

export function EnterLine({ transfer, onDone, onBack }: EnterLineProps) {
  const text = useText();
  const language = useLanguage();
  const id = useId();
  const [typed, setTyped] = useState('');
  const [reference, setReference] = useState('');
  const [trouble, setTrouble] = useState<string>();
  const [busy, setBusy] = useState(false);
  const amount = Number(typed.replaceAll(/\D/g, ''));
  const complete = amount > 0 && reference.trim().length >= SHORTEST_REFERENCE && REFERENCE.test(reference.trim());

  async function enter(): Promise<void> {
    if (!complete || busy) return;
    setBusy(true);
    const answer = await ask(() => bridge().staff.enterTransfer({ amount, reference: reference.trim(), ...(transfer && { orderCode: transfer.orderCode }) }));
    setBusy(false);
    if (!answer.ok) return setTrouble(text(`bridge.${answer.error.code}`));
    if (answer.value.entered !== 'done') return setTrouble(text(`transfers.${answer.value.entered}`));
    onDone(text('transfers.done', { amount: formatMoney(amount, language), what: transfer?.purpose ?? text('transfers.done.unknown') }));
  }

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        void enter();
      }}
    >
      <div className={styles.field}>
        <label htmlFor={`${id}a`}>{text('transfers.amount')}</label>
        <input
          id={`${id}a`}
          type="text"
          inputMode="numeric"
          autoComplete="off"
          autoFocus
          maxLength={17}
          value={typed}
          onChange={({ target }) => {
            const digits = target.value.replaceAll(/\D/g, '').replace(/^0+/, '').slice(0, 13);
            setTyped(digits === '' ? '' : formatMoney(Number(digits), language).replace(' đ', ''));
          }}
        />
      </div>
      <div className={styles.field}>
        <label htmlFor={`${id}r`}>{text('transfers.reference')}</label>
        <input id={`${id}r`} type="text" autoComplete="off" spellCheck={false} maxLength={50} value={reference} onChange={(event) => setReference(event.target.value)} />
      </div>
      <p role="status" className={styles.meaning}>
        {transfer && amount > 0 ? meaning(transfer, amount) : ''}
      </p>
      {trouble && <p role="alert">{trouble}</p>}
      {/* For the Enter key; what is pressed is the button below. */}
      <input type="submit" hidden />
      <div className={styles.actions}>
        <Button kind="main" disabled={busy || !complete} onPress={() => void enter()}>
          {text('transfers.confirm')}
        </Button>
        {onBack && <Button onPress={onBack}>{text('transfers.back')}</Button>}
      </div>
    </form>
  );

  function meaning({ state, ...due }: TransferView, seen: number): string {
    const rest = due.amount - due.amountPaid;
    if (state === 'paid') return text('transfers.again');
    if (state === 'expired' || state === 'cancelled') return text('transfers.closed');
    if (seen < rest) return text('transfers.less', { amount: formatMoney(rest - seen, language) });
    return seen > rest ? text('transfers.more', { amount: formatMoney(seen - rest, language) }) : '';
  }
}
