// The shape of every screen: where am I, one sheet with the present question, and the ledge with back and the one way
// forward, always in the same places.

import { useEffect, useRef, type ReactNode } from 'react';
import { useHello } from '../../client/start.tsx';
import { Text, useText } from '../../i18n/text.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { ScrollArea } from '../../ui/scroll-area.tsx';
import { useScroll } from '../../ui/scroll.ts';
import { useDesk } from '../desk.tsx';
import { ProblemPanel } from '../problem/problem-panel.tsx';
import { Header } from './header.tsx';
import { Ledge, type LedgeProps } from './ledge.tsx';
import { sceneOf } from './scene.tsx';
import styles from './frame.module.css';

type FrameProps = Omit<LedgeProps, 'scroll'> & {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  readonly picture?: ReactNode;
  readonly children?: ReactNode;
  /** The keyboard of the screen, between the sheet and the ledge. */
  readonly keyboard?: ReactNode;
  /** Where one is, in words, for a screen that is no station of the journey. */
  readonly beside?: string;
  /** The screen itself says what is wrong. */
  readonly ownProblem?: boolean;
};

export function Frame({ title, lead, picture, children, keyboard, beside, ownProblem = false, ...ledge }: FrameProps) {
  const { view, canAct } = useDesk();
  const { camera } = useHello();
  const text = useText();
  const scroll = useScroll();
  const frame = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  // A screen reader starts at the question, unless a box on the sheet already waits for its answer.
  useEffect(() => {
    if (!frame.current?.contains(document.activeElement)) heading.current?.focus({ preventScroll: true });
  }, []);
  const problem = ownProblem ? undefined : view.problem;
  return (
    <div ref={frame} className={styles.frame} data-typing={keyboard ? '' : undefined}>
      <Header beside={beside} />
      <div className={styles.scene}>{picture ?? sceneOf(view.station, camera !== undefined)}</div>
      <main className={styles.desk}>
        <Sheet>
          <ScrollArea scroll={scroll} label={text('scroll.area')}>
            <div className={picture ? `${styles.page} ${styles.withPicture}` : styles.page}>
              {picture && <div className={styles.picture}>{picture}</div>}
              <div className={styles.words}>
                <h1 ref={heading} tabIndex={-1} className={styles.title}>
                  {title}
                </h1>
                {problem ? <ProblemPanel problem={problem} /> : lead && <p className={styles.lead}>{lead}</p>}
                {children}
              </div>
            </div>
          </ScrollArea>
        </Sheet>
      </main>
      {keyboard && (
        <section className={styles.keyboard} aria-label={text('keyboard.label')}>
          {keyboard}
        </section>
      )}
      {canAct ? (
        <Ledge {...ledge} scroll={scroll} />
      ) : (
        <p className={styles.mirror}>
          <Text id="mirror.helping" />
        </p>
      )}
    </div>
  );
}
