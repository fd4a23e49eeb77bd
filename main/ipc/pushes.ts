// Tells the windows what changed: the counter, the journey, who is signed in, today's dossiers.

import type { Catalogue } from '../domain/procedures/catalogue.ts';
import type { Counter } from '../services/diagnostics/counter.ts';
import type { Clock } from '../services/ports.ts';
import type { Running } from '../services/running.ts';
import type { Sessions } from '../services/staff/sessions.ts';
import { dossiersToday } from './handlers.ts';
import type { Router } from './router.ts';
import { lookUpView } from './views/look-up-view.ts';
import { viewOf } from './views/journey-view.ts';

/** Several rows change together; the table is read once for all of them. */
const TABLE_PAUSE_MS = 150;

export function pushCounter(router: Pick<Router, 'push'>, counter: Counter): () => void {
  return counter.onChanged((state) => router.push('counter.changed', state));
}

export function pushSessions(router: Pick<Router, 'push'>, sessions: Sessions): () => void {
  return sessions.onChanged(() => {
    const officer = sessions.officer();
    router.push('staff.sessionChanged', officer ? { officer: { id: officer.id, name: officer.name }, since: officer.since } : { officer: null });
  });
}

export function pushRunning(router: Pick<Router, 'push'>, running: Running, catalogue: Catalogue, clock: Clock): () => void {
  let pending = false;
  let cancel = () => {};
  const table = () => {
    if (pending) return;
    pending = true;
    cancel = clock.after(TABLE_PAUSE_MS, () => {
      pending = false;
      dossiersToday(running.store, catalogue, clock.now()).then(
        (rows) => router.push('staff.dossiersChanged', rows),
        () => {
          // The storage says itself what is wrong with it.
        },
      );
    });
  };
  const journey = () => router.push('journey.changed', viewOf(running, catalogue, clock.now()));
  // Where the database could be opened only later, the windows were told that there was nothing.
  journey();
  table();
  const stops = [
    running.journeys.onChanged(journey),
    running.lookUp.onChanged(() => router.push('lookUp.changed', lookUpView(running, catalogue))),
    running.onDossiersChanged(table),
  ];
  return () => {
    cancel();
    for (const stop of stops) stop();
  };
}
