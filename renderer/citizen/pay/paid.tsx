// The money has come: the seal, and on it goes by itself.

import type { PayView } from '../../../preload/contract/journey.ts';
import { useText } from '../../i18n/text.tsx';
import { Money } from '../../ui/figures.tsx';
import { Seal } from '../../ui/seal.tsx';
import { Frame } from '../frame/frame.tsx';
import styles from './pay.module.css';

export function Paid({ pay }: { pay: PayView }) {
  const text = useText();
  return (
    <Frame title={text('pay.paid.title')} lead={text('pay.paid.lead')} picture={<Seal words={text('seal.paid')} around={text('seal.around')} />}>
      <p className={styles.amount}>
        <Money amount={pay.amountPaid} />
      </p>
    </Frame>
  );
}
