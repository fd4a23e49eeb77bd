// Goes back, one step of the journey at a time, until a station is reached. Nothing that was answered is lost by it.

import { journey, send } from '../../client/views.ts';
import { STATIONS, type Station } from '../../../preload/contract/stations.ts';

export async function backTo(station: Station): Promise<void> {
  for (let steps = 0; steps < STATIONS.length; steps++) {
    const now = journey.get();
    if (!now || STATIONS.indexOf(now.station) <= STATIONS.indexOf(station)) return;
    const { revision } = now;
    if (!(await send({ type: 'back' }))) return;
    await changedFrom(revision);
  }
}

/** The next view comes by itself; should it not, the next step is not taken blindly. */
const PATIENCE_MS = 3_000;

function changedFrom(revision: number): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      stop();
      window.clearTimeout(timer);
      resolve();
    };
    const stop = journey.subscribe(() => {
      if (journey.get()?.revision !== revision) done();
    });
    const timer = window.setTimeout(done, PATIENCE_MS);
    if (journey.get()?.revision !== revision) done();
  });
}
