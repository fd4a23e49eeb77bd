// A count, with a minus and a plus for those who would rather not type.

import { useText } from '../../i18n/text.tsx';
import { Button } from '../button.tsx';
import { TextBox, type BoxProps } from './text-box.tsx';
import styles from './box.module.css';

export function NumberBox({ onStep, ...box }: Omit<BoxProps, 'figures' | 'lines'> & { readonly onStep: (value: string) => void }) {
  const text = useText();
  const count = /^\d{1,9}$/.test(box.value) ? Number(box.value) : 0;
  return (
    <div className={styles.stepper}>
      <Button label={text('number.less')} disabled={count === 0} onPress={() => onStep(String(Math.max(0, count - 1)))}>
        −
      </Button>
      <TextBox {...box} figures />
      <Button label={text('number.more')} onPress={() => onStep(String(count + 1))}>
        +
      </Button>
    </div>
  );
}
