// One of several answers, each a card with its words; yes and no are two of them side by side.

import { Radio, RadioGroup } from 'react-aria-components';
import { Icon } from '../icon.tsx';
import { labelId, noteId } from './field-shell.tsx';
import styles from './choice-cards.module.css';

type ChoiceCardsProps = {
  readonly id: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
  readonly invalid?: boolean;
};

export function ChoiceCards({ id, value, options, onChange, invalid = false }: ChoiceCardsProps) {
  return (
    <RadioGroup
      className={`${styles.cards} ${options.length === 2 && options.every(({ label }) => label.length < 12) ? styles.pair : ''}`}
      aria-labelledby={labelId(id)}
      aria-describedby={noteId(id)}
      isInvalid={invalid}
      value={value === '' ? null : value}
      onChange={onChange}
    >
      {options.map((option) => (
        <Radio key={option.value} value={option.value} className={styles.card!}>
          <span className={styles.mark}>
            <Icon name="check" />
          </span>
          <span>{option.label}</span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
