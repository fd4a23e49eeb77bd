// Thank you and goodbye; what must not be left behind.

import { useText } from '../../i18n/text.tsx';
import { Goodbye } from '../../ui/pictures/counter.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';

export function GoodbyeScreen() {
  const { view, send } = useDesk();
  const text = useText();
  const filed = view.dossier !== undefined;
  return (
    <Frame
      title={text(filed ? 'goodbye.title' : 'goodbye.titleNothing')}
      lead={text(filed ? 'goodbye.lead' : 'goodbye.leadNothing')}
      picture={<Goodbye />}
      back={null}
      main={{ label: text('goodbye.done'), icon: 'check', onPress: () => void send({ type: 'leave' }) }}
    >
      <p>{text('goodbye.next')}</p>
    </Frame>
  );
}
