// The declaration on one sheet: for officers, who have a keyboard and know the form; and for the citizen's screen that
// mirrors them.

import { useRef } from 'react';
import { useText } from '../../i18n/text.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import { MirroredForm } from './mirrored-form.tsx';
import { Question, type Asked } from './question.tsx';
import styles from './form.module.css';

export function WholeForm() {
  const { view, send, canAct } = useDesk();
  const text = useText();
  const fields = view.fields ?? [];
  const asked = useRef(new Map<string, Asked>());

  if (!canAct) return <MirroredForm fields={fields} />;
  async function goOn(): Promise<void> {
    await Promise.all([...asked.current.values()].map((one) => one.settle()));
    await send({ type: 'next' });
  }
  return (
    <Frame title={view.procedure?.name ?? ''} main={{ label: text('form.done'), onPress: () => void goOn() }}>
      <div className={styles.whole}>
        {fields.map((field) => (
          <Question
            key={field.id}
            field={field}
            alone={false}
            ref={(one) => {
              if (one) asked.current.set(field.id, one);
              else asked.current.delete(field.id);
            }}
          />
        ))}
      </div>
    </Frame>
  );
}
