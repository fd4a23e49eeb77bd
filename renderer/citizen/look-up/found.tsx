// How a dossier stands, when its result is due, what to do next and where. Of a card's several, one under the other.

import type { LookedUpDossier, SavedPapersView } from '../../../preload/contract/look-up.ts';
import { formatMoment } from '../../i18n/format.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Code } from '../../ui/figures.tsx';
import { Frame } from '../frame/frame.tsx';
import styles from './look-up.module.css';
import { SavedPapers } from './saved-papers.tsx';
import { close } from './ways.ts';

type FoundProps = { readonly by: 'slip' | 'card'; readonly dossiers: readonly LookedUpDossier[]; readonly onlyHere: boolean; readonly saved?: SavedPapersView | undefined };

export function Found({ by, dossiers, onlyHere, saved }: FoundProps) {
  const text = useText();
  return (
    <Frame
      beside={text('lookUp.beside')}
      title={by === 'slip' ? text('lookUp.title') : text('lookUp.title.all', { count: dossiers.length })}
      lead={onlyHere && by === 'card' ? text('lookUp.onlyHere') : undefined}
      back={null}
      middle={<span className={styles.leaves}>{text('lookUp.leaves')}</span>}
      main={{ label: text('lookUp.done'), icon: 'check', onPress: close }}
    >
      <ul className={styles.dossiers}>
        {dossiers.map((dossier) => (
          <li key={dossier.code}>
            <Standing dossier={dossier} />
          </li>
        ))}
      </ul>
      {saved && <SavedPapers saved={saved} />}
    </Frame>
  );
}

function Standing({ dossier }: { dossier: LookedUpDossier }) {
  const text = useText();
  const language = useLanguage();
  const { place } = dossier;
  return (
    <article className={styles.dossier}>
      <h2 className={styles.procedure}>{dossier.procedure[language]}</h2>
      <p className={styles.next}>{text(`lookUp.next.${dossier.status}`)}</p>
      <dl className={styles.facts}>
        {dossier.reason && (
          <>
            <dt>{text('lookUp.reason')}</dt>
            <dd>{dossier.reason}</dd>
          </>
        )}
        {place && (
          <>
            <dt>{text('lookUp.where')}</dt>
            <dd>
              {place.collectAt && <>{place.collectAt[language]}: </>}
              {place.name}
              {place.address && <>, {place.address}</>}
            </dd>
            {place.hours.length > 0 && (
              <>
                <dt>{text('lookUp.when')}</dt>
                <dd>{text('lookUp.hours', { hours: place.hours.join(', ') })}</dd>
              </>
            )}
          </>
        )}
        {dossier.dueAt !== undefined && (
          <>
            <dt>{text('lookUp.dueAt')}</dt>
            <dd>{formatMoment(dossier.dueAt, language)}</dd>
          </>
        )}
        <dt>{text('lookUp.receivedAt')}</dt>
        <dd>{formatMoment(dossier.receivedAt, language)}</dd>
        <dt>{text('lookUp.code')}</dt>
        <dd>
          <Code code={dossier.code} />
        </dd>
      </dl>
    </article>
  );
}
