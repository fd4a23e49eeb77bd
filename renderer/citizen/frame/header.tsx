// The top of a screen: the line of stations, and the other language.

import { useLanguage, useText } from '../../i18n/text.tsx';
import type { MessageId } from '../../i18n/messages.ts';
import { STATIONS, type Station } from '../../../preload/contract/stations.ts';
import { Button } from '../../ui/button.tsx';
import { StationLine, type StationMark } from '../../ui/station-line.tsx';
import { useDesk } from '../desk.tsx';
import styles from './header.module.css';

/** The stations that the citizen is told of, each from the first station of the journey that belongs to it. */
const NAMED = ['identify', 'procedure', 'form', 'papers', 'review', 'file'] as const satisfies readonly Station[];

export function stationMarks(station: Station): StationMark[] {
  const here = STATIONS.indexOf(station);
  const current = NAMED.findLastIndex((name) => STATIONS.indexOf(name) <= here);
  const over = here > STATIONS.indexOf('slip');
  return NAMED.map((name, index) => ({
    name: `station.${name}` satisfies MessageId,
    place: over || index < current ? 'done' : index === current ? 'here' : 'ahead',
  }));
}

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
