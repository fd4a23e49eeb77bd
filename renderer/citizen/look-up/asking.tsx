// How a dossier is looked up: hold the slip before the scanner, or the card, or type what stands on the slip.

import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { SlipToScanner } from '../../ui/pictures/papers.tsx';
import { Frame } from '../frame/frame.tsx';
import styles from './look-up.module.css';
import { close } from './ways.ts';

export function Asking({ readsCards, onType }: { readsCards: boolean; onType: () => void }) {
  const text = useText();
  return (
    <Frame beside={text('lookUp.beside')} title={text('lookUp.ask.title')} lead={text('lookUp.ask.lead')} picture={<SlipToScanner />} back={{ label: text('lookUp.close'), onPress: close }}>
      {readsCards && <p className={styles.other}>{text('lookUp.ask.card')}</p>}
      <div className={styles.typing}>
        <p>{text('lookUp.ask.otherwise')}</p>
        <Button icon="pencil" onPress={onType}>
          {text('lookUp.ask.type')}
        </Button>
      </div>
    </Frame>
  );
}
