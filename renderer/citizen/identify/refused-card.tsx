// The card is not what it says: calm, no way forward here, and an officer who can help.

import { useText } from '../../i18n/text.tsx';
import { OfficerHelps } from '../../ui/pictures/counter.tsx';
import { Frame } from '../frame/frame.tsx';
import { ProblemPanel } from '../problem/problem-panel.tsx';

export function RefusedCard() {
  const text = useText();
  return (
    <Frame title={text('identify.refused.title')} picture={<OfficerHelps />} ownProblem>
      <ProblemPanel problem="cardRefused" />
    </Frame>
  );
}
