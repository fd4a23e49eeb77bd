// What is known already, to be looked over: from the card it is only confirmed, the rest may be corrected.

import type { FieldView } from '../../../preload/contract/journey.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { useDesk } from '../desk.tsx';
import { SourceMark } from './source-mark.tsx';
import { ValueWords } from './value-words.tsx';
import styles from './form.module.css';

type CheckPageProps = { readonly fields: readonly FieldView[]; readonly onEdit: (id: string) => void };

export function CheckPage({ fields, onEdit }: CheckPageProps) {
  const { canAct } = useDesk();
  const text = useText();
  return (
    <ul className={styles.known}>
      {fields.map((field) => (
        <li key={field.id} className={styles.row} data-field={field.id}>
          <span className={styles.what}>{field.label}</span>
          <span className={styles.answer}>
            <span className={styles.value}>
              <ValueWords field={field} />
            </span>
            {field.source && <SourceMark source={field.source} />}
          </span>
          {canAct && field.source !== 'chip' && (
            <Button icon="pencil" label={text('form.edit.label', { what: field.label })} onPress={() => onEdit(field.id)}>
              {text('form.edit')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
