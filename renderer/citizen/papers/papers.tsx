// Each paper that the procedure asks for: laid on the glass, scanned, looked at, kept or done again.

import { useHello } from '../../client/start.tsx';
import { Text, useText } from '../../i18n/text.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import { CameraView } from './camera-view.tsx';
import { EmptyPages } from './empty-pages.tsx';
import { FlawedPage } from './flawed-page.tsx';
import { PaperRow } from './paper-row.tsx';
import { SavingQuestion } from './saving-question.tsx';
import { Scanning } from './scanning.tsx';
import styles from './papers.module.css';

export function Papers() {
  const { view, send, canAct } = useDesk();
  const text = useText();
  const { copier, camera } = useHello();
  const papers = view.papers ?? [];
  const scanned = view.scanning && papers.find((paper) => paper.id === view.scanning?.paperId);
  if (scanned && camera?.sees && canAct) return <CameraView paper={scanned} camera={camera.device ?? null} />;
  if (scanned) return <Scanning paper={scanned} />;
  const doubtful = papers.flatMap((paper) => paper.documents.flatMap((page) => (page.doubtful && page.flaw ? [{ paper, page: { ...page, flaw: page.flaw } }] : [])));
  if (doubtful[0]) return <FlawedPage key={doubtful[0].page.id} {...doubtful[0]} waiting={doubtful.length} />;
  if (view.saving) return <SavingQuestion saving={view.saving} />;
  const missing = papers.filter((paper) => paper.required && paper.documents.length === 0);
  return (
    <Frame
      title={text('papers.title')}
      lead={text(copier ? 'papers.leadCopier' : camera ? 'papers.leadCamera' : 'papers.lead')}
      main={{ label: text('ledge.next'), disabled: missing.length > 0, onPress: () => void send({ type: 'next' }) }}
      hint={missing.length > 0 ? text('papers.missing', { count: missing.length }) : undefined}
    >
      <EmptyPages />
      <ul className={styles.papers}>
        {papers.map((paper) => (
          <PaperRow key={paper.id} paper={paper} wanted={paper === missing[0]} />
        ))}
      </ul>
      {papers.length === 0 && (
        <p>
          <Text id="papers.none" />
        </p>
      )}
    </Frame>
  );
}
