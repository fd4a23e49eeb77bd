// Figures that stand in columns. The bundled font's digits are of unequal width and it has no tabular set, so each digit
// gets a box of its own; copied and read aloud, the text is as it was.

import { useLanguage } from '../i18n/text.tsx';
import { formatMoney, groupCode, groupDigits } from '../i18n/format.ts';
import styles from './figures.module.css';

export function Figures({ children }: { children: string }) {
  return (
    <span className={styles.figures}>
      {[...children].map((character, index) =>
        /\d/.test(character) ? (
          <span key={index} className={styles.digit}>
            {character}
          </span>
        ) : (
          character
        ),
      )}
    </span>
  );
}

export function Money({ amount }: { amount: number }) {
  const language = useLanguage();
  return <Figures>{formatMoney(amount, language)}</Figures>;
}

/** A dossier's code in its groups. */
export function Code({ code }: { code: string }) {
  return <Figures>{groupCode(code)}</Figures>;
}

/** An identity number in groups of three. */
export function PersonalNumber({ number }: { number: string }) {
  return <Figures>{groupDigits(number)}</Figures>;
}
