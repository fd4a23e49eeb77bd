// Who is there: the card's QR or the twelve digits by hand, the chip where there is a reader, and then one look whether it
// is the right person.

import { useState } from 'react';
import { useDesk } from '../desk.tsx';
import { ConfirmPerson } from './confirm-person.tsx';
import { ReadCard } from './read-card.tsx';
import { RefusedCard } from './refused-card.tsx';
import { ScanCard } from './scan-card.tsx';
import { TypeNumber } from './type-number.tsx';

export function Identify() {
  const { view } = useDesk();
  const [typing, setTyping] = useState(false);
  const { identify, person } = view;
  switch (identify?.step) {
    case 'confirming':
      return person ? <ConfirmPerson person={person} /> : null;
    case 'reading':
      return <ReadCard card={identify.card} source={person?.source} />;
    case 'refused':
      return <RefusedCard />;
    default:
      return typing ? <TypeNumber onScanInstead={() => setTyping(false)} /> : <ScanCard onType={() => setTyping(true)} />;
  }
}
