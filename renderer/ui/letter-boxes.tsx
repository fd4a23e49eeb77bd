// A box for each letter or figure, in groups as they are printed where they are copied from, with what stands between them;
// and a real text box beneath for keyboards and screen readers.

import type { CSSProperties } from 'react';
import styles from './letter-boxes.module.css';

type LetterBoxesProps = {
  readonly boxes: readonly ({ readonly fixed: string } | { readonly letters: number })[];
  readonly value: string;
  readonly label: string;
  readonly onChange: (value: string) => void;
  readonly onEnter: () => void;
};

export function LetterBoxes({ boxes, value, label, onChange, onEnter }: LetterBoxesProps) {
  const starts: number[] = [];
  let at = 0;
  for (const box of boxes) {
    starts.push(at);
    if ('letters' in box) at += box.letters;
  }
  return (
    <div className={styles.boxes}>
      <input
        className={styles.input}
        aria-label={label}
        inputMode="none"
        autoComplete="off"
        autoFocus
        spellCheck={false}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onEnter();
        }}
      />
      <div className={styles.groups} aria-hidden="true">
        {boxes.map((box, index) =>
          'fixed' in box ? (
            <span key={index} className={styles.fixed}>
              {box.fixed.split('-').join(' – ').trim()}
            </span>
          ) : (
            <span key={index} className={styles.group} style={{ '--letters': box.letters } as CSSProperties}>
              {Array.from({ length: box.letters }, (_, letter) => (
                <span key={letter} className={styles.box} data-here={starts[index]! + letter === value.length ? '' : undefined}>
                  {value[starts[index]! + letter]}
                </span>
              ))}
            </span>
          ),
        )}
      </div>
    </div>
  );
}
