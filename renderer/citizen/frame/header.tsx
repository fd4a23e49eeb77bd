// The top of a screen: the line of stations, and the other language.

import { useLanguage, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { StationLine } from '../../ui/station-line.tsx';
import { useDesk } from '../desk.tsx';
import { stationMarks } from './station-marks.ts';
import styles from './header.module.css';

export function Header() {
  const { view, send, canAct } = useDesk();
  const language = useLanguage();
  const text = useText();
  return (
    <header className={styles.header}>
      <StationLine stations={stationMarks(view.station)} />
      {canAct && (
        <Button kind="quiet" label={text('language.other.label')} onPress={() => void send({ type: 'setLanguage', language: language === 'vi' ? 'en' : 'vi' })}>
          {text('language.other')}
        </Button>
      )}
    </header>
  );
}
