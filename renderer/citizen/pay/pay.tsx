// The fee: one QR, one amount, and what happens when it does not go as planned.

import type { PayView } from '../../../preload/contract/journey.ts';
import { useDesk } from '../desk.tsx';
import { PayCode } from './pay-code.tsx';
import { PayStopped } from './pay-stopped.tsx';
import { PayWaiting } from './pay-waiting.tsx';
import { Paid } from './paid.tsx';

export function Pay() {
  const { view } = useDesk();
  const { pay } = view;
  if (!pay) return null;
  return <PayStep pay={pay} />;
}

function PayStep({ pay }: { pay: PayView }) {
  switch (pay.step) {
    case 'creating':
    case 'checking':
    case 'cancelling':
      return <PayWaiting key={pay.step} pay={pay} step={pay.step} />;
    case 'shown':
    case 'underPaid':
      return pay.qr ? <PayCode key={pay.step} pay={pay} qr={pay.qr} /> : <PayWaiting pay={pay} step="creating" />;
    case 'expired':
    case 'unavailable':
      return <PayStopped key={pay.step} pay={pay} problem={pay.step === 'expired' ? expiredAs(pay) : 'paymentUnavailable'} />;
    case 'paid':
      return <Paid pay={pay} />;
  }
}

function expiredAs({ amountPaid, byOfficer }: PayView): 'paymentExpired' | 'paymentPartExpired' | 'transferExpired' {
  if (amountPaid > 0) return 'paymentPartExpired';
  return byOfficer ? 'transferExpired' : 'paymentExpired';
}
