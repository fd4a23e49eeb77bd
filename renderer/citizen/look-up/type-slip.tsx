// The slip's code and secret by hand: first the figures of the code, what is the same on every slip being there already,
// then the secret, on keys that have only the letters and figures of secrets.

import { useState } from 'react';
import type { LookUpView } from '../../../preload/contract/look-up.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { useText } from '../../i18n/text.tsx';
import { LetterBoxes } from '../../ui/letter-boxes.tsx';
import { NumberPad } from '../../ui/number-pad.tsx';
import { Frame } from '../frame/frame.tsx';
import { SECRET_LETTERS } from './secret-letters.ts';
import { SecretPad } from './secret-pad.tsx';
import styles from './look-up.module.css';

type Code = Extract<LookUpView, { state: 'asking' }>['code'];
const SECRET = [{ letters: 4 }, { letters: 4 }] as const;
const SECRET_LENGTH = 8;

export function TypeSlip({ code, onBack }: { code: Code; onBack: () => void }) {
  const text = useText();
  const [step, setStep] = useState<'code' | 'secret'>('code');
  const [figures, setFigures] = useState('');
  const [secret, setSecret] = useState('');
  const boxes = code.map((part) => ('fixed' in part ? part : { letters: part.digits }));
  const ofCode = step === 'code';
  const [length, typed, setTyped] = ofCode
    ? ([code.reduce((sum, part) => sum + ('digits' in part ? part.digits : 0), 0), figures, setFigures] as const)
    : ([SECRET_LENGTH, secret, setSecret] as const);
  const missing = length - typed.length;

  function next(): void {
    if (missing > 0) return;
    if (ofCode) setStep('secret');
    else void ask(() => bridge().lookUp.find({ figures, secret }));
  }
  const type = (more: string): void => setTyped(clean(typed + more, ofCode).slice(0, length));
  const pad = { onErase: () => setTyped(typed.slice(0, -1)), onClear: () => setTyped('') };

  return (
    <Frame
      key={step}
      beside={text('lookUp.beside')}
      title={text(`lookUp.type.${step}`)}
      lead={text(`lookUp.type.${step}.lead`)}
      back={{ label: text('ledge.back'), onPress: ofCode ? onBack : () => setStep('code') }}
      main={{ label: text(ofCode ? 'ledge.next' : 'lookUp.type.show'), onPress: next, disabled: missing > 0 }}
      hint={missing > 0 && typed !== '' ? text('lookUp.type.missing', { missing }) : undefined}
    >
      <div className={ofCode ? styles.withNumbers : styles.withLetters}>
        <LetterBoxes boxes={ofCode ? boxes : SECRET} value={typed} label={text(`lookUp.type.${step}`)} onChange={(value) => setTyped(clean(value, ofCode).slice(0, length))} onEnter={next} />
        {ofCode ? <NumberPad onDigit={type} {...pad} /> : <SecretPad onLetter={type} {...pad} />}
      </div>
    </Frame>
  );
}

/** What can stand on a slip; from a keyboard anything may come. */
function clean(typed: string, ofCode: boolean): string {
  return [...typed.toUpperCase()].filter((letter) => (ofCode ? letter >= '0' && letter <= '9' : SECRET_LETTERS.includes(letter))).join('');
}
