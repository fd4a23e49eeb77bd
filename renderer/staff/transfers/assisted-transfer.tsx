// Beside a journey that waits for a transfer: the officer who helps is the one who looks at the statement.

import { useEffect, useState } from 'react';
import type { TransferView } from '../../../preload/contract/counter.ts';
import type { PayView } from '../../../preload/contract/journey.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { useText } from '../../i18n/text.tsx';
import { EnterLine } from './enter-line.tsx';
import styles from './transfers.module.css';

/** What has come and how the order stands belong to the row that is asked for: another of them is another row. */
export function AssistedTransfer({ pay }: { pay: PayView }) {
  return <Awaited key={`${pay.purpose}-${pay.amountPaid}-${pay.step}`} purpose={pay.purpose} />;
}

function Awaited({ purpose }: Pick<PayView, 'purpose'>) {
  const text = useText();
  const [transfer, setTransfer] = useState<TransferView>();
  const [said, setSaid] = useState<string>();
  useEffect(() => {
    let gone = false;
    void ask(() => bridge().staff.transfers()).then((answer) => {
      if (!gone && answer.ok) setTransfer(answer.value?.find((row) => row.purpose === purpose));
    });
    return () => {
      gone = true;
    };
  }, [purpose]);
  if (!transfer) return null;
  return (
    <aside className={styles.assisted} aria-label={text('transfers.assisted')}>
      <strong>{text('transfers.assisted')}</strong>
      <EnterLine transfer={transfer} onDone={setSaid} />
      <p role="status">{said}</p>
    </aside>
  );
}
