// What was touched did not get through: one line, until something does.

import { useTrouble } from '../../client/views.ts';
import { useText } from '../../i18n/text.tsx';
import styles from './trouble-strip.module.css';

export function TroubleStrip() {
  const trouble = useTrouble();
  const text = useText();
  if (!trouble) return null;
  return (
    <p className={styles.strip} role="alert">
      {text(`bridge.${trouble}`)}
    </p>
  );
}
