// Which stations are behind, which one is here, which are ahead.

import { STATIONS, type Station } from '../../../preload/contract/stations.ts';
import type { MessageId } from '../../i18n/messages.ts';
import type { StationMark } from '../../ui/station-line.tsx';

/** The stations that the citizen is told of, each from the first station of the journey that belongs to it. */
const NAMED = ['identify', 'procedure', 'form', 'papers', 'review', 'file'] as const satisfies readonly Station[];

export function stationMarks(station: Station): StationMark[] {
  const here = STATIONS.indexOf(station);
  const current = NAMED.filter((name) => STATIONS.indexOf(name) <= here).length - 1;
  const over = here > STATIONS.indexOf('slip');
  return NAMED.map((name, index) => ({
    name: `station.${name}` satisfies MessageId,
    place: over || index < current ? 'done' : index === current ? 'here' : 'ahead',
  }));
}
