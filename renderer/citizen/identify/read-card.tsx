// The chip of the card: lay it down, leave it there until the line is full, lay it back if it was lifted too soon. What
// cannot be read may be tried again or done without.

import type { CardProgressView, SourceOfValue } from '../../../preload/contract/journey.ts';
import type { MessageId } from '../../i18n/messages.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { CardOnReader } from '../../ui/pictures/identity.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import { ProblemPanel } from '../problem/problem-panel.tsx';
import { CardProgress } from './card-progress.tsx';
import styles from './read-card.module.css';

type Phase = 'lay' | 'reading' | 'removed' | 'failed';

const PHASES: Readonly<Record<CardProgressView['step'], Phase>> = {
  waitingForCard: 'lay',
  connecting: 'reading',
  access: 'reading',
  text: 'reading',
  authenticity: 'reading',
  portrait: 'reading',
  done: 'reading',
  removed: 'removed',
  failed: 'failed',
};

const NOT_BEGUN: CardProgressView = { step: 'waitingForCard', percent: 0 };

type ReadCardProps = {
  readonly card: CardProgressView | undefined;
  /** Where the number came from that the chip was asked for with. */
  readonly source: SourceOfValue | undefined;
};

export function ReadCard({ card = NOT_BEGUN, source }: ReadCardProps) {
  const { view, send, canAct } = useDesk();
  const text = useText();
  const phase = PHASES[card.step];
  const again = { label: text('identify.card.again'), onPress: () => void send({ type: 'readCardAgain' }) };
  const without = {
    label: text(source === 'qr' ? 'identify.card.useQr' : 'identify.card.goOn'),
    onPress: () => void send({ type: 'next' }),
  };
  // Without a reader there is nothing to lay the card on.
  const [first, second] = view.problem === 'cardReaderOffline' ? [without, again] : [again, without];
  const inMiddle = phase === 'failed' ? second : without;
  // What was in the way a moment ago is not said of a card that is being read.
  const problem = phase === 'reading' ? undefined : view.problem;
  return (
    <Frame
      // Another question: a screen reader hears its title.
      key={phase}
      title={text(TITLES[phase])}
      lead={phase === 'lay' || phase === 'reading' ? text(`identify.${phase}.lead`) : undefined}
      picture={<CardOnReader />}
      {...(phase === 'failed' ? { main: first } : {})}
      middle={canAct && phase !== 'reading' && <Button onPress={inMiddle.onPress}>{inMiddle.label}</Button>}
      ownProblem
    >
      {problem && <ProblemPanel problem={problem} />}
      {phase !== 'failed' && card.name !== undefined && (
        <dl className={styles.name}>
          <dt>{text('identify.card.name')}</dt>
          <dd>{card.name}</dd>
        </dl>
      )}
      {(phase === 'reading' || phase === 'removed') && <CardProgress card={card} />}
    </Frame>
  );
}

const TITLES: Readonly<Record<Phase, MessageId>> = {
  lay: 'identify.lay.title',
  reading: 'identify.reading.title',
  removed: 'identify.removed.title',
  failed: 'identify.failed.title',
};
