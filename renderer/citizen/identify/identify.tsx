// Who is there: the card's QR, the twelve digits by hand, and then one look whether it is the right person.

import { useState } from 'react';
import { useDesk } from '../desk.tsx';
import { ConfirmPerson } from './confirm-person.tsx';
import { ReadCard } from './read-card.tsx';
import { ScanCard } from './scan-card.tsx';
import { TypeNumber } from './type-number.tsx';

export function Identify() {
  const { view } = useDesk();
  const [typing, setTyping] = useState(false);
  const { identify, person } = view;
  if (identify?.step === 'confirming' && person) return <ConfirmPerson person={person} {...(identify.card ? { card: identify.card } : {})} />;
  if (identify?.card && identify.card.step !== 'waitingForCard') return <ReadCard card={identify.card} />;
  if (typing) return <TypeNumber onScanInstead={() => setTyping(false)} />;
  return <ScanCard onType={() => setTyping(true)} />;
}
