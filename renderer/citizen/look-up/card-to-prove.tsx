// The card on the reader, which proves whose dossiers may be shown.

import type { LookUpView } from '../../../preload/contract/look-up.ts';
import { useText } from '../../i18n/text.tsx';
import { CardOnReader } from '../../ui/pictures/identity.tsx';
import { Frame } from '../frame/frame.tsx';
import { CardProgress } from '../identify/card-progress.tsx';
import { close } from './ways.ts';

export function CardToProve({ step, percent }: Pick<Extract<LookUpView, { state: 'card' }>, 'step' | 'percent'>) {
  const text = useText();
  return (
    <Frame key={step} beside={text('lookUp.beside')} title={text(`identify.${step}.title`)} lead={text(`lookUp.card.${step}`)} picture={<CardOnReader />} back={{ label: text('lookUp.close'), onPress: close }}>
      {step === 'reading' && <CardProgress card={{ step: 'access', percent }} />}
    </Frame>
  );
}
