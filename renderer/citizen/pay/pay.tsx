// The fee: one QR, one amount, and what happens when it does not go as planned.

import type { JourneyView, PayView } from '../../../preload/contract/journey.ts';
import { useDesk } from '../desk.tsx';
import { PayCode } from './pay-code.tsx';
import { PayStopped } from './pay-stopped.tsx';
import { PayWaiting } from './pay-waiting.tsx';
import { Paid } from './paid.tsx';

export function Pay() {
  const { view } = useDesk();
  const { pay } = view;
  if (!pay) return null;
  return <PayStep pay={pay} problem={view.problem} />;
}

function PayStep({ pay, problem }: { pay: PayView; problem: JourneyView['problem'] }) {
  switch (pay.step) {
    case 'creating':
    case 'checking':
    case 'cancelling':
      return <PayWaiting key={pay.step} pay={pay} step={pay.step} />;
    case 'shown':
    case 'underPaid':
      return pay.qr ? <PayCode key={pay.step} pay={pay} qr={pay.qr} /> : <PayWaiting pay={pay} step="creating" />;
    case 'expired':
      return <PayStopped key={pay.step} pay={pay} problem={expiredAs(pay)} again="pay.newCode" />;
    case 'unavailable':
      return <PayStopped key={pay.step} pay={pay} problem={problem === 'paymentClockWrong' ? problem : 'paymentUnavailable'} again="pay.again" />;
    case 'paid':
      return <Paid pay={pay} />;
  }
}

function expiredAs({ amountPaid, byOfficer }: PayView): 'paymentExpired' | 'paymentPartExpired' | 'transferExpired' {
  if (amountPaid > 0) return 'paymentPartExpired';
  return byOfficer ? 'transferExpired' : 'paymentExpired';
}
