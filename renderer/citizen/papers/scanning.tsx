// The light runs under the page; the pages before it can be seen already.

import type { PaperView } from '../../../preload/contract/journey.ts';
import { useText } from '../../i18n/text.tsx';
import { ScannerAtWork } from '../../ui/pictures/papers.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import { DocumentThumbnail } from './document-thumbnail.tsx';
import styles from './papers.module.css';

export function Scanning({ paper }: { paper: PaperView }) {
  const { send } = useDesk();
  const text = useText();
  return (
    <Frame
      title={text('scanning.title')}
      lead={text('scanning.lead', { paper: paper.name })}
      picture={<ScannerAtWork />}
      back={{ label: text('scanning.stop'), icon: 'cross', onPress: () => void send({ type: 'back' }) }}
    >
      {paper.documents.length > 0 && (
        <>
          <p>{text('papers.there', { pages: paper.documents.length })}</p>
          <ul className={styles.come}>
            {paper.documents.map((document, index) => (
              <DocumentThumbnail key={document.id} paper={paper} document={document} number={index + 1} fixed />
            ))}
          </ul>
        </>
      )}
      <Waiting usually={text('scanning.usually')} late={text('scanning.late')} />
    </Frame>
  );
}
