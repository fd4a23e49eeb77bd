// A part of the review with the link that leads back to where it was written.

import type { ReactNode } from 'react';
import type { Station } from '../../../preload/contract/stations.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../desk.tsx';
import { backTo } from './back-to.ts';
import styles from './review.module.css';

export function ReviewPart({ title, station, children }: { title: string; station?: Station; children: ReactNode }) {
  const { canAct } = useDesk();
  const text = useText();
  return (
    <section className={styles.part}>
      <div className={styles.head}>
        <h2>{title}</h2>
        {station && canAct && (
          <Button icon="pencil" label={text('review.change.label', { what: title })} onPress={() => void backTo(station)}>
            {text('review.change')}
          </Button>
        )}
      </div>
      {children}
    </section>
  );
}
