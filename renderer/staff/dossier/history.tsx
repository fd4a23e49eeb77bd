// What has happened to a dossier: each step with who, when and why, the newest first.

import type { DossierEventView } from '../../../preload/contract/dossiers.ts';
import { formatMoment } from '../../i18n/format.ts';
import { isMessage } from '../../i18n/messages.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import styles from './dossier.module.css';

export function History({ events }: { events: readonly DossierEventView[] }) {
  const text = useText();
  const language = useLanguage();
  const words = ({ kind, status }: DossierEventView): string => {
    if (kind !== 'step') return text(`dossier.event.${kind}`);
    const id = `dossier.status.${status}`;
    return isMessage(id) ? text(id) : status;
  };
  const who = ({ actor, actorName }: DossierEventView): string => {
    const id = `actor.${actor}`;
    return actorName ?? (isMessage(id) ? text(id) : actor);
  };
  return (
    <section className={styles.part}>
      <h2>{text('dossier.history')}</h2>
      <ol className={styles.events} reversed>
        {[...events].reverse().map((event, index) => (
          <li key={events.length - index} data-kind={event.kind}>
            <strong>{words(event)}</strong>
            <span className={styles.second}>
              {formatMoment(event.at, language)} · {who(event)}
            </span>
            {event.reason && <p className={styles.reason}>{event.reason}</p>}
            {event.kind === 'extended' && event.dueAt !== undefined && <p className={styles.reason}>{text('dossier.newDue', { due: formatMoment(event.dueAt, language) })}</p>}
          </li>
        ))}
      </ol>
    </section>
  );
}
