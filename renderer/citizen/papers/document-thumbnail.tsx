// A scanned page, small; held up to the eye on request.

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
import styles from './papers.module.css';

type DocumentThumbnailProps = { readonly paper: PaperView; readonly document: PaperView['documents'][number]; readonly number: number };

export function DocumentThumbnail({ paper, document, number }: DocumentThumbnailProps) {
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
  const thumbnail = picture ? <img src={picture} alt={what} /> : <span className={styles.noPicture}>{formatBytes(document.bytes, language)}</span>;
  return (
    <li className={styles.document}>
      <AriaButton className={styles.thumbnail} isDisabled={!canAct} aria-label={text('papers.look.label', { what })} onPress={() => setOpen(true)}>
        {thumbnail}
        <span className={styles.eye}>
          <Icon name="eye" />
        </span>
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
              <Button kind="main" icon="check" autoFocus onPress={() => setOpen(false)}>
                {text('papers.keep')}
              </Button>
            </>
          }
        >
          <div className={styles.large}>{thumbnail}</div>
        </Dialog>
      )}
    </li>
  );
}
