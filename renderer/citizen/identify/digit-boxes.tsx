// Figures in boxes of three, with a real text box beneath for keyboards and screen readers.

import styles from './digit-boxes.module.css';

type DigitBoxesProps = {
  readonly value: string;
  readonly length: number;
  readonly label: string;
  readonly onChange: (value: string) => void;
  readonly onEnter: () => void;
};

export function DigitBoxes({ value, length, label, onChange, onEnter }: DigitBoxesProps) {
  return (
    <div className={styles.boxes}>
      <input
        className={styles.input}
        aria-label={label}
        inputMode="none"
        autoComplete="off"
        autoFocus
        value={value}
        onChange={(event) => onChange(event.target.value.replace(/\D/g, '').slice(0, length))}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onEnter();
        }}
      />
      <div className={styles.figures} aria-hidden="true">
        {Array.from({ length }, (_, index) => (
          <span key={index} className={styles.figure} data-here={index === value.length ? '' : undefined}>
            {value[index]}
          </span>
        ))}
      </div>
    </div>
  );
}
