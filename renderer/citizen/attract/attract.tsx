// The first screen: what can be done here, what to have at hand, one button to begin, and one to look up what was filed.

import type { CounterView } from '../../../preload/contract/counter.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { OpenDesk } from '../../ui/pictures/counter.tsx';
import { useDesk } from '../desk.tsx';
import styles from './attract.module.css';

const OFFERS = [
  { icon: 'person', name: 'attract.card' },
  { icon: 'sheet', name: 'attract.papers' },
  { icon: 'printer', name: 'attract.slip' },
] as const satisfies readonly { icon: IconName; name: string }[];

export function Attract({ counter }: { counter: CounterView | null }) {
  const { send, canAct } = useDesk();
  const language = useLanguage();
  const text = useText();
  return (
    <div className={styles.attract}>
      <header className={styles.top}>
        <p className={styles.unit}>{counter?.unitName}</p>
        {canAct && (
          <Button kind="plain" label={text('language.other.label')} onPress={() => void send({ type: 'setLanguage', language: language === 'vi' ? 'en' : 'vi' })}>
            {text('language.other')}
          </Button>
        )}
      </header>
      <main className={styles.middle}>
        <div className={styles.picture}>
          <OpenDesk sealed />
        </div>
        <div className={styles.words}>
          <h1 className={styles.title}>
            <span>{text('attract.hello')}</span> <span>{text('attract.title')}</span>
          </h1>
          <p className={styles.lead}>{text('attract.lead')}</p>
          <ol className={styles.offers}>
            {OFFERS.map(({ icon, name }) => (
              <li key={name}>
                <Icon name={icon} />
                <span>{text(name)}</span>
              </li>
            ))}
          </ol>
        </div>
      </main>
      <footer className={styles.bottom}>
        {canAct ? (
          <>
            <p className={styles.free}>{text('attract.free')}</p>
            <Button icon="eye" onPress={() => void ask(() => bridge().lookUp.open())}>
              {text('attract.lookUp')}
            </Button>
            <Button kind="main" iconAfter="forward" onPress={() => void send({ type: 'begin', language })}>
              {text('attract.begin')}
            </Button>
          </>
        ) : (
          <p className={styles.free}>{text('mirror.idle')}</p>
        )}
      </footer>
    </div>
  );
}
