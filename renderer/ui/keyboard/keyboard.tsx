// The keyboard on the screen, for machines without one. It writes into the box that has the focus and never takes it.

import { useEffect, useState } from 'react';
import { useText } from '../../i18n/text.tsx';
import { Icon } from '../icon.tsx';
import { Key } from './key.tsx';
import { FIGURE_ROWS, LETTER_ROWS, TONE_KEYS, VIETNAMESE_LETTERS } from './keys.ts';
import { beginsWord, boxInSight, focusedBox, replaceBeforeCaret, wordBeforeCaret } from './target.ts';
import { applyTone, typeTelex } from './telex.ts';
import styles from './keyboard.module.css';

type KeyboardProps = {
  /** Capital letters at the beginning of each word, for names, or of the text only. */
  readonly capitals: 'words' | 'sentence';
};

type Shift = 'auto' | 'up' | 'down';

export function Keyboard({ capitals }: KeyboardProps) {
  const text = useText();
  const [shift, setShift] = useState<Shift>('auto');
  const [telex, setTelex] = useState(true);
  const [figures, setFigures] = useState(false);
  const [, redraw] = useState(0);

  // Capitals depend on where the caret is.
  useEffect(() => {
    const look = (): void => redraw((count) => count + 1);
    document.addEventListener('selectionchange', look);
    look();
    return () => document.removeEventListener('selectionchange', look);
  }, []);

  const box = boxInSight();
  const atBeginning = box !== null && (capitals === 'words' ? beginsWord(box) : box.value === '');
  const capital = shift === 'up' || (shift === 'auto' && atBeginning);
  const inCase = (letter: string): string => (capital ? letter.toUpperCase() : letter);

  function write(change: (word: string) => string, word = true): void {
    const target = focusedBox();
    if (!target) return;
    const before = word ? wordBeforeCaret(target) : '';
    replaceBeforeCaret(target, before.length, change(before));
    setShift('auto');
    redraw((count) => count + 1);
  }
  const typeLetter = (letter: string): void => write((word) => (telex ? typeTelex(word, inCase(letter)) : word + inCase(letter)));
  const typePlain = (character: string): void => write(() => character, false);
  const erase = (): void => {
    const target = focusedBox();
    if (target) replaceBeforeCaret(target, target.selectionStart === target.selectionEnd ? 1 : 0, '');
    redraw((count) => count + 1);
  };

  const rows = figures ? FIGURE_ROWS : LETTER_ROWS;
  const key = (character: string) => (
    <Key key={character} onKey={() => (figures ? typePlain(character) : typeLetter(character))}>
      {figures ? character : inCase(character)}
    </Key>
  );

  return (
    <div className={styles.keyboard} role="group" aria-label={text('keyboard.label')}>
      <div className={styles.row}>
        {VIETNAMESE_LETTERS.map((letter) => (
          <Key key={letter} className={styles.vietnamese} onKey={() => write((word) => word + inCase(letter))}>
            {inCase(letter)}
          </Key>
        ))}
        {TONE_KEYS.map(({ tone, sign }) => (
          <Key key={tone} className={styles.tone} label={text(`keyboard.tone.${tone}`)} onKey={() => write((word) => applyTone(word, tone))}>
            <span>{sign}</span>
            <span className={styles.toneName}>{text(`keyboard.tone.${tone}`)}</span>
          </Key>
        ))}
      </div>
      <div className={styles.row}>{rows[0].map(key)}</div>
      <div className={`${styles.row} ${styles.second}`}>{rows[1].map(key)}</div>
      <div className={styles.row}>
        <Key className={styles.wide} label={text('keyboard.shift')} pressed={capital} onKey={() => setShift(capital ? 'down' : 'up')}>
          <Icon name="shift" />
        </Key>
        {rows[2].map(key)}
        <Key className={styles.wide} label={text('pad.erase')} onKey={erase}>
          <Icon name="erase" />
        </Key>
      </div>
      <div className={styles.row}>
        <Key className={styles.wide} pressed={figures} onKey={() => setFigures(!figures)}>
          {figures ? 'ABC' : '123'}
        </Key>
        <Key className={styles.wide} pressed={telex} onKey={() => setTelex(!telex)}>
          Telex
        </Key>
        <Key className={styles.space} label={text('keyboard.space')} onKey={() => typePlain(' ')}>
          {text('keyboard.space')}
        </Key>
        <Key onKey={() => typePlain(',')}>,</Key>
        <Key onKey={() => typePlain('.')}>.</Key>
      </div>
    </div>
  );
}
