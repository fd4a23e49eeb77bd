// A journey for a walk-in: the same screens as the citizen's, denser, while the citizen looks along on the other screen.

import type { CounterView } from '../../../preload/contract/counter.ts';
import type { JourneyView } from '../../../preload/contract/journey.ts';
import { Journey } from '../../citizen/journey.tsx';
import { send } from '../../client/views.ts';
import { useText } from '../../i18n/text.tsx';
import { Icon } from '../../ui/icon.tsx';
import { AssistedTransfer } from '../transfers/assisted-transfer.tsx';
import styles from './assisted.module.css';

export function Assisted({ view, counter, mirrored }: { view: JourneyView; counter: CounterView; mirrored: boolean }) {
  const text = useText();
  return (
    <div className={styles.assisted}>
      {mirrored && (
        <aside className={styles.hint}>
          <Icon name="eye" />
          {text('staff.assisted.mirrored')}
        </aside>
      )}
      <div className={styles.journey}>
        <Journey view={view} counter={counter} send={send} canAct touch={false} />
      </div>
      {view.pay?.byOfficer && view.pay.step !== 'paid' && view.pay.step !== 'creating' && <AssistedTransfer pay={view.pay} />}
    </div>
  );
}
