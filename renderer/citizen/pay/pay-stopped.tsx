// The code's time is over, the bank does not answer, or this machine's clock is wrong. What is said of the money is what is known: none has moved, a part
// has come and is owed back, or only the statement will tell. Another try, or back.

import type { PayView, Problem } from '../../../preload/contract/journey.ts';
import { useText } from '../../i18n/text.tsx';
import { Money } from '../../ui/figures.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import { ProblemPanel } from '../problem/problem-panel.tsx';
import styles from './pay.module.css';

type PayStoppedProps = {
  readonly pay: PayView;
  readonly problem: Extract<Problem, 'paymentExpired' | 'paymentPartExpired' | 'transferExpired' | 'paymentUnavailable' | 'paymentClockWrong'>;
  readonly again: 'pay.again' | 'pay.newCode';
};

export function PayStopped({ pay, problem, again }: PayStoppedProps) {
  const { send } = useDesk();
  const text = useText();
  return (
    <Frame
      title={text(`pay.${problem}.title`)}
      ownProblem
      main={{ label: text(again), onPress: () => void send({ type: 'payAgain' }) }}
    >
      <ProblemPanel problem={problem} />
      <p className={styles.amountLabel}>{text('pay.amount')}</p>
      <p className={styles.amount}>
        <Money amount={pay.amount} />
      </p>
    </Frame>
  );
}
