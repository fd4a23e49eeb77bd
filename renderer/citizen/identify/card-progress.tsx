// How far the chip has been read, in words and as a line of ink.

import { ProgressBar } from 'react-aria-components';
import type { CardProgressView } from '../../../preload/contract/journey.ts';
import { useText } from '../../i18n/text.tsx';
import styles from './card-progress.module.css';

export function CardProgress({ card }: { card: CardProgressView }) {
  const text = useText();
  const words = text(`card.${card.step}`);
  return (
    <ProgressBar className={styles.progress} value={card.percent} aria-label={words}>
      <p className={styles.words}>{words}</p>
      <div className={styles.track}>
        <div className={styles.ink} style={{ inlineSize: `${card.percent}%` }} />
      </div>
    </ProgressBar>
  );
}
