// The card lies on the reader: it must stay there until the line is full.

import type { CardProgressView } from '../../../preload/contract/journey.ts';
import { useText } from '../../i18n/text.tsx';
import { CardOnReader } from '../../ui/pictures/identity.tsx';
import { Frame } from '../frame/frame.tsx';
import { CardProgress } from './card-progress.tsx';

export function ReadCard({ card }: { card: CardProgressView }) {
  const text = useText();
  return (
    <Frame title={text('identify.reading.title')} lead={text('identify.reading.lead')} picture={<CardOnReader />}>
      <CardProgress card={card} />
    </Frame>
  );
}
