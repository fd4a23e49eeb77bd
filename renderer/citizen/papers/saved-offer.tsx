// What is kept of a paper from an earlier dossier, with its picture and its day: one press, and it is this dossier's, too.

import type { PaperView } from '../../../preload/contract/journey.ts';
import { formatDate } from '../../i18n/format.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../desk.tsx';
import { usePreview } from './preview.ts';
import styles from './papers.module.css';

type SavedOfferProps = { readonly paper: PaperView; readonly saved: NonNullable<PaperView['saved']>; readonly wanted: boolean };

export function SavedOffer({ paper, saved, wanted }: SavedOfferProps) {
  const { send, canAct } = useDesk();
  const text = useText();
  const picture = usePreview(saved.page);
  const told = text('papers.saved', { pages: saved.pages, day: formatDate(saved.savedAt) });
  return (
    <div className={styles.saved}>
      {picture && <img src={picture} alt={text('papers.page', { paper: paper.name, number: 1 })} />}
      <div>
        <p>{told}</p>
        {canAct && (
          <Button icon="check" kind={wanted ? 'main' : 'plain'} label={text('papers.useSaved.label', { paper: paper.name })} onPress={() => void send({ type: 'useSaved', paperId: paper.id, savedId: saved.id })}>
            {text('papers.useSaved')}
          </Button>
        )}
      </div>
    </div>
  );
}
