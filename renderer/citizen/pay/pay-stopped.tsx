// The code's time is over, or the bank does not answer. What is said of the money is what is known: none has moved, a part
// has come and is owed back, or only the statement will tell. Another try, or back.

import type { PayView, Problem } from '../../../preload/contract/journey.ts';
import { useText } from '../../i18n/text.tsx';
import { Money } from '../../ui/figures.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import { ProblemPanel } from '../problem/problem-panel.tsx';
import styles from './pay.module.css';

export function PayStopped({ pay, problem }: { pay: PayView; problem: Extract<Problem, 'paymentExpired' | 'paymentPartExpired' | 'transferExpired' | 'paymentUnavailable'> }) {
  const { send } = useDesk();
  const text = useText();
  return (
    <Frame
      title={text(`pay.${problem}.title`)}
      ownProblem
      main={{ label: text(problem === 'paymentUnavailable' ? 'pay.again' : 'pay.newCode'), onPress: () => void send({ type: 'payAgain' }) }}
    >
      <ProblemPanel problem={problem} />
      <p className={styles.amountLabel}>{text('pay.amount')}</p>
      <p className={styles.amount}>
        <Money amount={pay.amount} />
      </p>
    </Frame>
  );
}
