// Why nothing is shown: what is safe, and what to do. A wrong secret and a code that nobody has read the same.

import type { LookUpProblem } from '../../../preload/contract/look-up.ts';
import { useText } from '../../i18n/text.tsx';
import { OfficerHelps } from '../../ui/pictures/counter.tsx';
import { Frame } from '../frame/frame.tsx';
import { askAgain, close } from './ways.ts';

export function NotShown({ problem }: { problem: LookUpProblem }) {
  const text = useText();
  return (
    <Frame
      key={problem}
      beside={text('lookUp.beside')}
      title={text(`lookUp.${problem}.title`)}
      lead={text(`lookUp.${problem}`)}
      picture={<OfficerHelps />}
      back={{ label: text('lookUp.close'), onPress: close }}
      main={{ label: text('lookUp.again'), onPress: askAgain }}
    />
  );
}
