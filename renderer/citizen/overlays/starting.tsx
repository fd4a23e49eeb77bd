// The machine has just been switched on.

import { useText } from '../../i18n/text.tsx';
import { OpenDesk } from '../../ui/pictures/counter.tsx';
import styles from './starting.module.css';

export function Starting() {
  const text = useText();
  return (
    <main className={styles.starting}>
      <div className={styles.picture}>
        <OpenDesk />
      </div>
      <h1 className={styles.words}>{text('starting.title')}</h1>
    </main>
  );
}
