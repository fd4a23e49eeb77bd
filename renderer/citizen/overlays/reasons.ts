// Why the counter does not serve, and the sentence for it.

import type { CounterView } from '../../../preload/contract/counter.ts';
import type { MessageId } from '../../i18n/messages.ts';

type Reason = CounterView['reasons'][number];

export const REASON_SENTENCES = {
  outOfServiceHours: 'closed.outOfServiceHours',
  outOfServiceHardware: 'closed.outOfServiceHardware',
  outOfServiceConsumables: 'closed.outOfServiceConsumables',
  outOfServiceInternal: 'closed.outOfServiceInternal',
  outOfServiceBackend: 'closed.outOfServiceBackend',
  storageCorrupt: 'closed.storageCorrupt',
  storageReadOnly: 'closed.storageReadOnly',
  storageFull: 'closed.storageFull',
} as const satisfies Record<Reason, MessageId>;
