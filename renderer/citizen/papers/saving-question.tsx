// Whether these papers may be kept for the next dossier: what is kept, for how long, who sees it, and how to take it back. Both
// answers weigh the same, and nothing is chosen beforehand.

import type { JourneyView } from '../../../preload/contract/journey.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import styles from './papers.module.css';

const POINTS = [
  { icon: 'sheet', id: 'what' },
  { icon: 'hand', id: 'who' },
  { icon: 'bin', id: 'back' },
] as const satisfies readonly { icon: IconName; id: string }[];

export function SavingQuestion({ saving }: { saving: NonNullable<JourneyView['saving']> }) {
  const { send, canAct } = useDesk();
  const text = useText();
  const answer = (save: boolean): void => void send({ type: 'answerSaving', save });
  return (
    <Frame title={text('saving.title')} lead={text('saving.lead')}>
      <ul className={styles.points}>
        {POINTS.map(({ icon, id }) => (
          <li key={id}>
            <Icon name={icon} />
            <p>{text(`saving.${id}`, { papers: saving.papers.join(', '), days: saving.days })}</p>
          </li>
        ))}
      </ul>
      {canAct && (
        <div className={styles.answers}>
          <Button icon="check" onPress={() => answer(true)}>
            {text('saving.yes')}
          </Button>
          <Button icon="cross" onPress={() => answer(false)}>
            {text('saving.no')}
          </Button>
        </div>
      )}
      <p className={styles.help}>{text('saving.either')}</p>
    </Frame>
  );
}
