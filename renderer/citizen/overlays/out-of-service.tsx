// The machine does not serve now: why, and where to go instead.

import type { CounterView } from '../../../preload/contract/counter.ts';
import type { MessageId } from '../../i18n/messages.ts';
import { useText } from '../../i18n/text.tsx';
import { ClosedCounter } from '../../ui/pictures/counter.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { REASON_SENTENCES } from './reasons.ts';
import styles from './out-of-service.module.css';

export function OutOfService({ counter }: { counter: CounterView }) {
  const text = useText();
  const first = counter.reasons[0];
  const reason: MessageId = counter.state === 'maintenance' || !first ? 'closed.maintenance' : REASON_SENTENCES[first];
  return (
    <main className={styles.closed}>
      <Sheet>
        <div className={styles.page}>
          <div className={styles.picture}>
            <ClosedCounter />
          </div>
          <div className={styles.words}>
            <p className={styles.unit}>{counter.unitName}</p>
            <h1 className={styles.title}>{text('closed.title')}</h1>
            <p className={styles.lead}>{text(reason)}</p>
            <p className={styles.lead}>{text('closed.instead')}</p>
            {/* Staff see at a glance what the citizen need not know. */}
            {counter.reasons.length > 0 && <p className={styles.codes}>{counter.reasons.join(' · ')}</p>}
          </div>
        </div>
      </Sheet>
    </main>
  );
}
