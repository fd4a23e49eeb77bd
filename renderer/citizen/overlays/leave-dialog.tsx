// Before everything typed is wiped, one question.

import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../desk.tsx';
import { Dialog } from './dialog.tsx';

export function LeaveDialog({ onStay }: { onStay: () => void }) {
  const { view, send } = useDesk();
  const text = useText();
  const filed = view.dossier !== undefined;
  const leave = (): void => {
    onStay();
    void send({ type: 'leave' });
  };
  return (
    <Dialog
      title={text('leave.title')}
      lead={text(filed ? 'leave.leadFiled' : 'leave.lead')}
      onEscape={onStay}
      actions={
        <>
          <Button onPress={leave}>{text(filed ? 'leave.goFiled' : 'leave.go')}</Button>
          <Button kind="main" autoFocus onPress={onStay}>
            {text('leave.stay')}
          </Button>
        </>
      }
    />
  );
}
