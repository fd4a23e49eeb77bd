// The top of a screen: the line of stations, or in words where one is beside it, and the other language.

import { useLanguage, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { StationLine } from '../../ui/station-line.tsx';
import { useDesk } from '../desk.tsx';
import { stationMarks } from './station-marks.ts';
import styles from './header.module.css';

export function Header({ beside }: { beside?: string | undefined }) {
  const { view, send, canAct } = useDesk();
  const language = useLanguage();
  const text = useText();
  return (
    <header className={styles.header}>
      {beside === undefined ? <StationLine stations={stationMarks(view.station)} /> : <p className={styles.beside}>{beside}</p>}
      {canAct && (
        <Button kind="quiet" label={text('language.other.label')} onPress={() => void send({ type: 'setLanguage', language: language === 'vi' ? 'en' : 'vi' })}>
          {text('language.other')}
        </Button>
      )}
    </header>
  );
}
