// Why an officer takes a page for all its flaws.

import type { KeepReason } from '../../../preload/contract/journey.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../desk.tsx';
import { Dialog } from '../overlays/dialog.tsx';

const REASONS = ['originalIsSo', 'readable', 'noBetterScan'] as const satisfies readonly KeepReason[];

export function KeepDialog({ documentId, onClose }: { documentId: string; onClose: () => void }) {
  const { send } = useDesk();
  const text = useText();
  const keep = (reason: KeepReason): void => {
    onClose();
    void send({ type: 'keepPage', documentId, reason });
  };
  return (
    <Dialog
      title={text('keep.title')}
      lead={text('keep.lead')}
      onEscape={onClose}
      actions={
        <>
          {REASONS.map((reason, index) => (
            <Button key={reason} autoFocus={index === 0} onPress={() => keep(reason)}>
              {text(`keep.reason.${reason}`)}
            </Button>
          ))}
          <Button kind="quiet" onPress={onClose}>
            {text('keep.cancel')}
          </Button>
        </>
      }
    />
  );
}
