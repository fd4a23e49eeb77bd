// One paper: its name, what it is for, its pages so far, and the button that scans.

import type { PaperView } from '../../../preload/contract/journey.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useDesk } from '../desk.tsx';
import { HandedIn } from './handed-in.tsx';
import { DocumentThumbnail } from './document-thumbnail.tsx';
import { SavedOffer } from './saved-offer.tsx';
import styles from './papers.module.css';

/** `wanted`: the next one that must be scanned. */
export function PaperRow({ paper, wanted }: { paper: PaperView; wanted: boolean }) {
  const { send, canAct } = useDesk();
  const text = useText();
  const there = paper.documents.length > 0;
  return (
    <li className={styles.paper} data-there={there ? '' : undefined}>
      <span className={styles.mark}>{there && <Icon name="check" />}</span>
      <div className={styles.words}>
        <h2 className={styles.name}>{paper.name}</h2>
        <p className={styles.state}>
          {there ? text('papers.there', { pages: paper.documents.length }) : text(paper.required ? 'papers.required' : 'papers.optional')}
          {' · '}
          {text('papers.counts', { originals: paper.originals, copies: paper.copies })}
        </p>
        {paper.help && <p className={styles.help}>{paper.help}</p>}
        {paper.saved && <SavedOffer paper={paper} saved={paper.saved} wanted={wanted} />}
        {paper.handedIn && <HandedIn paper={{ ...paper, handedIn: paper.handedIn }} />}
      </div>
      <ul className={styles.pages}>
        {paper.documents.map((document, index) => (
          <DocumentThumbnail key={document.id} paper={paper} document={document} number={index + 1} />
        ))}
      </ul>
      {canAct && (
        <div className={styles.rowWays}>
          <Button icon={there ? 'plus' : 'sheet'} kind={wanted && !paper.saved ? 'main' : 'plain'} label={text(there ? 'papers.scanMore.label' : 'papers.scan.label', { paper: paper.name })} onPress={() => void send({ type: 'scanPaper', paperId: paper.id })}>
            {text(there ? 'papers.scanMore' : 'papers.scan')}
          </Button>
          {paper.offers?.map((offer) => (
            <Button key={offer.paperId} kind="quiet" label={text('papers.use.label', { paper: paper.name, from: offer.name })} onPress={() => void send({ type: 'usePages', paperId: paper.id, from: offer.paperId })}>
              {text('papers.use', { from: offer.name, pages: offer.pages })}
            </Button>
          ))}
        </div>
      )}
    </li>
  );
}
