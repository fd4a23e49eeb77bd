// Where a value came from, in words.

import type { SourceOfValue } from '../../../preload/contract/journey.ts';
import { Text } from '../../i18n/text.tsx';
import styles from './form.module.css';

export function SourceMark({ source }: { source: SourceOfValue }) {
  return (
    <span className={styles.source} data-source={source}>
      <Text id={`source.${source}`} />
    </span>
  );
}
