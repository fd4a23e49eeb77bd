// Where am I: a thin line of named stations, the present one in words.

import { useText } from '../i18n/text.tsx';
import type { MessageId } from '../i18n/messages.ts';
import { Icon } from './icon.tsx';
import styles from './station-line.module.css';

export type StationMark = { readonly name: MessageId; readonly place: 'done' | 'here' | 'ahead' };

export function StationLine({ stations }: { stations: readonly StationMark[] }) {
  const text = useText();
  return (
    <nav aria-label={text('stations.line')} className={styles.line}>
      <ol className={styles.stations}>
        {stations.map(({ name, place }) => (
          <li key={name} className={`${styles.station} ${styles[place]}`} {...(place === 'here' ? { 'aria-current': 'step' } : {})}>
            <span className={styles.mark}>{place === 'done' && <Icon name="check" />}</span>
            <span className={styles.name}>{text(name)}</span>
            {place === 'done' && <span className={styles.hidden}>{text('stations.done')}</span>}
          </li>
        ))}
      </ol>
    </nav>
  );
}
