// The light runs under the page.

import type { PaperView } from '../../../preload/contract/journey.ts';
import { useText } from '../../i18n/text.tsx';
import { ScannerAtWork } from '../../ui/pictures/papers.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';

export function Scanning({ paper }: { paper: PaperView }) {
  const { send } = useDesk();
  const text = useText();
  return (
    <Frame
      title={text('scanning.title')}
      lead={text('scanning.lead', { paper: paper.name })}
      picture={<ScannerAtWork />}
      back={{ label: text('scanning.stop'), icon: 'cross', onPress: () => void send({ type: 'back' }) }}
    >
      <Waiting usually={text('scanning.usually')} late={text('scanning.late')} />
    </Frame>
  );
}
