// The bank is being asked: for a code, whether money has come, or to take a code back.

import type { PayView } from '../../../preload/contract/journey.ts';
import { Text, useText } from '../../i18n/text.tsx';
import { PhonePaying } from '../../ui/pictures/payment.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import { ProblemPanel } from '../problem/problem-panel.tsx';

export function PayWaiting({ pay, step }: { pay: PayView; step: 'creating' | 'checking' | 'cancelling' }) {
  const { view } = useDesk();
  const text = useText();
  return (
    <Frame title={text(`pay.${step}.title`)} ownProblem picture={<PhonePaying />}>
      {view.problem && <ProblemPanel problem={view.problem} />}
      <Waiting usually={text(`pay.${step}.usually`)} late={<Text id={`pay.${step}.late`} values={{ amount: pay.amount }} />} />
    </Frame>
  );
}
