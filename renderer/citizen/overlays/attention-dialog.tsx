// Nobody has touched the screen for a while: the question, and how long it waits.

import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Countdown } from '../../ui/countdown.tsx';
import { useDesk } from '../desk.tsx';
import { Dialog } from './dialog.tsx';

export function AttentionDialog({ endsAt }: { endsAt: number }) {
  const { send } = useDesk();
  const text = useText();
  return (
    <Dialog
      title={text('attention.title')}
      lead={text('attention.lead')}
      actions={
        <>
          <Button onPress={() => void send({ type: 'leave' })}>{text('attention.leave')}</Button>
          <Button kind="main" autoFocus onPress={() => void send({ type: 'stillHere' })}>
            {text('attention.stay')}
          </Button>
        </>
      }
    >
      <Countdown endsAt={endsAt} label={text('attention.countdown')} />
    </Dialog>
  );
}
