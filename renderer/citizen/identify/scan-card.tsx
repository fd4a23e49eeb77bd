// The first way: the QR on the card, held over the lit window.

import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { CardToScanner } from '../../ui/pictures/identity.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import styles from './identify.module.css';

export function ScanCard({ onType }: { onType: () => void }) {
  const { canAct } = useDesk();
  const text = useText();
  return (
    <Frame title={text('identify.scan.title')} lead={text('identify.scan.lead')} picture={<CardToScanner />}>
      <ul className={styles.where}>
        <li>{text('identify.scan.2021')}</li>
        <li>{text('identify.scan.2024')}</li>
      </ul>
      {canAct && (
        <div className={styles.other}>
          <p>{text('identify.scan.otherwise')}</p>
          <Button icon="pencil" onPress={onType}>
            {text('identify.scan.type')}
          </Button>
        </div>
      )}
    </Frame>
  );
}
