// How was it: one touch on a face, or nothing.

import { Button as AriaButton } from 'react-aria-components';
import { useText } from '../../i18n/text.tsx';
import { Face } from '../../ui/pictures/faces.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import styles from './rating.module.css';

const STARS = [1, 2, 3, 4, 5] as const;

export function Rating() {
  const { send, canAct } = useDesk();
  const text = useText();
  return (
    <Frame
      title={text('rating.title')}
      lead={text('rating.lead')}
      main={{ label: text('rating.skip'), onPress: () => void send({ type: 'next' }) }}
    >
      <ul className={styles.faces}>
        {STARS.map((stars) => (
          <li key={stars}>
            <AriaButton className={styles.choice} isDisabled={!canAct} onPress={() => void send({ type: 'rate', stars })}>
              <span className={styles.face}>
                <Face stars={stars} />
              </span>
              <span>{text(`rating.${stars}`)}</span>
            </AriaButton>
          </li>
        ))}
      </ul>
    </Frame>
  );
}
