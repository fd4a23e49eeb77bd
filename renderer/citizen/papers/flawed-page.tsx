// A page that is not good enough, held up: what is wrong with it, what to do, and the ways on. An officer keeps it with a
// reason; the citizen may once another scan was no better.

import { useState } from 'react';
import type { PageView, PaperView, QualityCode } from '../../../preload/contract/journey.ts';
import { useHello } from '../../client/start.tsx';
import { isMessage } from '../../i18n/messages.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import { EmptyPages } from './empty-pages.tsx';
import { KeepDialog } from './keep-dialog.tsx';
import { usePreview } from './preview.ts';
import { TurnedPicture, useTurning } from './turning.tsx';
import styles from './papers.module.css';

type FlawedPageProps = { readonly paper: PaperView; readonly page: PageView & { readonly flaw: QualityCode }; readonly waiting: number };

/** `waiting`: how many pages have to be looked at, this one among them. */
export function FlawedPage({ paper, page, waiting }: FlawedPageProps) {
  const { view, send, canAct } = useDesk();
  const { camera } = useHello();
  const text = useText();
  const picture = usePreview(page.id);
  const [quarters, turn] = useTurning();
  const [keeping, setKeeping] = useState(false);
  const assisted = view.kind === 'assisted';
  const askedWhichWay = page.flaw === 'upsideDown';
  const underCamera = `flaw.${page.flaw}.doCamera`;
  const what = text('papers.page', { paper: paper.name, number: paper.documents.findIndex(({ id }) => id === page.id) + 1 });

  const scanAgain = (): void => void send({ type: 'scanPaper', paperId: paper.id, replaces: page.id });
  const isUpright = (): void =>
    void send(quarters === 0 ? { type: 'keepPage', documentId: page.id, reason: 'upright' } : { type: 'turnPage', documentId: page.id, quarterTurns: quarters });
  const main = askedWhichWay ? { label: text('papers.upright'), onPress: isUpright } : { label: text('papers.again'), onPress: scanAgain };

  return (
    <Frame
      title={text(`flaw.${page.flaw}.title`)}
      lead={text(camera && isMessage(underCamera) ? underCamera : `flaw.${page.flaw}.do`)}
      picture={picture && <TurnedPicture address={picture} what={what} quarters={quarters} />}
      main={main}
      hint={waiting > 1 ? text('papers.doubtful', { count: waiting }) : undefined}
    >
      <p>{what}</p>
      <EmptyPages />
      {page.mayKeep && !assisted && !askedWhichWay && <p>{text('papers.keepAnyway.note')}</p>}
      {canAct && (
        <div className={styles.ways}>
          {askedWhichWay && (
            <Button icon="turn" onPress={turn}>
              {text('papers.turn')}
            </Button>
          )}
          {askedWhichWay && (
            <Button icon="sheet" onPress={scanAgain}>
              {text('papers.again')}
            </Button>
          )}
          <Button icon="bin" onPress={() => void send({ type: 'removeDocument', paperId: paper.id, documentId: page.id })}>
            {text('papers.remove')}
          </Button>
          {page.mayKeep && !askedWhichWay && (
            <Button icon="check" onPress={() => (assisted ? setKeeping(true) : void send({ type: 'keepPage', documentId: page.id, reason: 'toldTwice' }))}>
              {text('papers.keepAnyway')}
            </Button>
          )}
        </div>
      )}
      {keeping && <KeepDialog documentId={page.id} onClose={() => setKeeping(false)} />}
    </Frame>
  );
}
