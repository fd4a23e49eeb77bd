// At the counter: how many originals and copies of a paper the officer has in hand, beside what the procedure asks for.

import type { PaperView } from '../../../preload/contract/journey.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../desk.tsx';
import styles from './papers.module.css';

const KINDS = ['originals', 'copies'] as const;

export function HandedIn({ paper }: { paper: PaperView & { readonly handedIn: NonNullable<PaperView['handedIn']> } }) {
  const { send, canAct } = useDesk();
  const text = useText();
  const { handedIn } = paper;
  const count = (kind: (typeof KINDS)[number], by: 1 | -1): void => {
    const { originals, copies } = handedIn;
    void send({ type: 'countPaper', paperId: paper.id, originals, copies, [kind]: handedIn[kind] + by });
  };
  return (
    <div className={styles.handedIn}>
      {KINDS.filter((kind) => paper[kind] > 0 || handedIn[kind] > 0).map((kind) => {
        const what = text(`papers.handedIn.${kind}`, { paper: paper.name });
        return (
          <div key={kind} role="group" aria-label={what} className={styles.count}>
            {canAct && (
              <Button label={text('papers.fewer', { what })} disabled={handedIn[kind] === 0} onPress={() => count(kind, -1)}>
                −
              </Button>
            )}
            <span data-missing={handedIn.missing[kind] > 0 ? '' : undefined}>{text(`papers.received.${kind}`, { count: handedIn[kind], asked: paper[kind] })}</span>
            {canAct && (
              <Button label={text('papers.more', { what })} disabled={handedIn[kind] >= 99} onPress={() => count(kind, 1)}>
                +
              </Button>
            )}
          </div>
        );
      })}
    </div>
  );
}
