// What the card's owner lets be kept for the next dossier, and the way to take it back.

import { useState } from 'react';
import type { SavedPapersView } from '../../../preload/contract/look-up.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { formatDate } from '../../i18n/format.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../overlays/dialog.tsx';
import styles from './look-up.module.css';

export function SavedPapers({ saved }: { saved: SavedPapersView }) {
  const text = useText();
  const language = useLanguage();
  const [asking, setAsking] = useState(false);
  const withdraw = (): void => {
    setAsking(false);
    void ask(() => bridge().lookUp.withdrawSaved());
  };
  return (
    <section className={styles.saved}>
      <h2 className={styles.procedure}>{text('lookUp.saved')}</h2>
      {saved.withdrawn && <p role="status">{text(`lookUp.saved.${saved.withdrawn}`)}</p>}
      {saved.papers.length > 0 && (
        <>
          <p>{text('lookUp.saved.lead')}</p>
          <ul className={styles.savedPapers}>
            {saved.papers.map((paper) => (
              <li key={`${paper.name.vi} ${paper.savedAt}`}>
                <strong>{paper.name[language]}</strong>
                <span>{text('lookUp.saved.paper', { pages: paper.pages, from: formatDate(paper.savedAt), until: formatDate(paper.until) })}</span>
              </li>
            ))}
          </ul>
          <div>
            <Button icon="bin" onPress={() => setAsking(true)}>
              {text('lookUp.saved.erase')}
            </Button>
          </div>
        </>
      )}
      {asking && (
        <Dialog
          title={text('lookUp.saved.sure.title')}
          lead={text('lookUp.saved.sure.lead')}
          onEscape={() => setAsking(false)}
          actions={
            <>
              <Button icon="bin" onPress={withdraw}>
                {text('lookUp.saved.sure.yes')}
              </Button>
              <Button kind="main" autoFocus onPress={() => setAsking(false)}>
                {text('lookUp.saved.sure.no')}
              </Button>
            </>
          }
        />
      )}
    </section>
  );
}
