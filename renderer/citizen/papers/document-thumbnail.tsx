// A scanned page, small; held up to the eye on request, and then kept, moved, scanned again or removed.

import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import type { PaperView } from '../../../preload/contract/journey.ts';
import { formatBytes } from '../../i18n/format.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useDesk } from '../desk.tsx';
import { Dialog } from '../overlays/dialog.tsx';
import { usePreview } from './preview.ts';
import { TurnedPicture, useTurning } from './turning.tsx';
import styles from './papers.module.css';

type DocumentThumbnailProps = { readonly paper: PaperView; readonly document: PaperView['documents'][number]; readonly number: number; readonly fixed?: boolean };

export function DocumentThumbnail({ paper, document, number, fixed = false }: DocumentThumbnailProps) {
  const { send, canAct } = useDesk();
  const text = useText();
  const language = useLanguage();
  const picture = usePreview(document.id);
  const [open, setOpen] = useState(false);
  const what = text('papers.page', { paper: paper.name, number });
  const remove = (): void => {
    setOpen(false);
    void send({ type: 'removeDocument', paperId: paper.id, documentId: document.id });
  };
  const scanAgain = (): void => {
    setOpen(false);
    void send({ type: 'scanPaper', paperId: paper.id, replaces: document.id });
  };
  const [quarters, turn] = useTurning();
  const keep = (): void => {
    setOpen(false);
    if (quarters !== 0) void send({ type: 'turnPage', documentId: document.id, quarterTurns: quarters });
  };
  const move = (by: -1 | 1): void => void send({ type: 'movePage', documentId: document.id, by });
  const thumbnail = picture ? <img src={picture} alt={what} /> : <span className={styles.noPicture}>{formatBytes(document.bytes, language)}</span>;
  return (
    <li className={styles.document}>
      <AriaButton className={styles.thumbnail} isDisabled={!canAct || fixed} aria-label={text('papers.look.label', { what })} onPress={() => setOpen(true)}>
        {thumbnail}
        {!fixed && (
          <span className={styles.eye}>
            <Icon name="eye" />
          </span>
        )}
      </AriaButton>
      {open && (
        <Dialog
          title={text('papers.look.title')}
          lead={text('papers.look.lead')}
          onEscape={() => setOpen(false)}
          actions={
            <>
              <Button icon="bin" onPress={remove}>
                {text('papers.remove')}
              </Button>
              <Button icon="turn" onPress={turn}>
                {text('papers.turn')}
              </Button>
              <Button icon="sheet" onPress={scanAgain}>
                {text('papers.again')}
              </Button>
              <Button kind="main" icon="check" autoFocus onPress={keep}>
                {text('papers.keep')}
              </Button>
            </>
          }
        >
          <div className={styles.large}>{picture ? <TurnedPicture address={picture} what={what} quarters={quarters} /> : thumbnail}</div>
          {paper.documents.length > 1 && (
            <div className={styles.place}>
              <Button icon="back" disabled={number === 1} onPress={() => move(-1)}>
                {text('papers.earlier')}
              </Button>
              <p>{text('papers.place', { number, pages: paper.documents.length })}</p>
              <Button iconAfter="forward" disabled={number === paper.documents.length} onPress={() => move(1)}>
                {text('papers.later')}
              </Button>
            </div>
          )}
        </Dialog>
      )}
    </li>
  );
}
