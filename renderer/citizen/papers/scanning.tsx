// The light runs under the page; the pages before it can be seen already. Where one scans at a copier, it says which one,
// where it stands and what to touch there.

import type { PaperView } from '../../../preload/contract/journey.ts';
import { useHello } from '../../client/start.tsx';
import { useText } from '../../i18n/text.tsx';
import { PaperIntoScanner, PaperUnderCamera, ScannerAtWork } from '../../ui/pictures/papers.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import { DocumentThumbnail } from './document-thumbnail.tsx';
import styles from './papers.module.css';

export function Scanning({ paper }: { paper: PaperView }) {
  const { send } = useDesk();
  const { copier, camera } = useHello();
  const text = useText();
  const come = paper.documents.length > 0;
  return (
    <Frame
      title={text(copier ? (come ? 'copier.coming' : 'copier.title') : camera ? 'camera.title' : 'scanning.title')}
      lead={text('scanning.lead', { paper: paper.name })}
      picture={camera ? <PaperUnderCamera /> : copier && !come ? <PaperIntoScanner /> : <ScannerAtWork />}
      back={{ label: text('scanning.stop'), icon: 'cross', onPress: () => void send({ type: 'back' }) }}
    >
      {copier && !come && (
        <ol className={styles.steps}>
          <li>{copier.place ? text('copier.step.go', { place: copier.place }) : text('copier.step.goThere')}</li>
          <li>{text('copier.step.lay')}</li>
          <li>{copier.press ? text('copier.step.press', { press: copier.press }) : text('copier.step.pressThere')}</li>
          <li>{text('copier.step.back')}</li>
        </ol>
      )}
      {come && (
        <>
          <p>{text('papers.there', { pages: paper.documents.length })}</p>
          <ul className={styles.come}>
            {paper.documents.map((document, index) => (
              <DocumentThumbnail key={document.id} paper={paper} document={document} number={index + 1} fixed />
            ))}
          </ul>
        </>
      )}
      <Waiting usually={text(copier ? 'copier.usually' : 'scanning.usually')} late={text(copier ? 'copier.late' : 'scanning.late')} />
    </Frame>
  );
}
