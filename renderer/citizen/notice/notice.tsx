// Before anything is read: what, what for, how long it is kept (personal data law 91/2025). Nothing is ticked beforehand.

import { useText } from '../../i18n/text.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import styles from './notice.module.css';

const POINTS = [
  { icon: 'person', title: 'notice.read.title', body: 'notice.read.body' },
  { icon: 'sheet', title: 'notice.why.title', body: 'notice.why.body' },
  { icon: 'bin', title: 'notice.keep.title', body: 'notice.keep.body' },
] as const satisfies readonly { icon: IconName; title: string; body: string }[];

export function Notice() {
  const { send } = useDesk();
  const text = useText();
  return (
    <Frame
      title={text('notice.title')}
      lead={text('notice.lead')}
      back={{ label: text('notice.refuse'), icon: 'cross', onPress: () => void send({ type: 'back' }) }}
      main={{ label: text('notice.accept'), onPress: () => void send({ type: 'accept' }) }}
    >
      <ul className={styles.points}>
        {POINTS.map(({ icon, title, body }) => (
          <li key={title} className={styles.point}>
            <Icon name={icon} />
            <div>
              <h2>{text(title)}</h2>
              <p>{text(body)}</p>
            </div>
          </li>
        ))}
      </ul>
      <p className={styles.rights}>{text('notice.rights')}</p>
    </Frame>
  );
}
