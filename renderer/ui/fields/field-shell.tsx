// What every question has: its words, a line of help, an example, and what is wrong with the answer.

import type { ReactNode } from 'react';
import { useText } from '../../i18n/text.tsx';
import styles from './field-shell.module.css';

type FieldShellProps = {
  readonly id: string;
  readonly label: string;
  readonly help?: string | undefined;
  readonly example?: string | undefined;
  readonly error?: string | undefined;
  readonly required: boolean;
  /** The question is the screen's heading already. */
  readonly labelHidden?: boolean;
  /** A group of several boxes is named by its own label. */
  readonly group?: boolean;
  readonly children: ReactNode;
};

export const labelId = (id: string): string => `label-${id}`;
export const noteId = (id: string): string => `note-${id}`;

export function FieldShell({ id, label, help, example, error, required, labelHidden = false, group = false, children }: FieldShellProps) {
  const text = useText();
  const Label = group ? 'div' : 'label';
  return (
    <div className={styles.field} data-error={error ? '' : undefined}>
      <Label id={labelId(id)} className={labelHidden ? styles.hidden : styles.label} {...(group ? {} : { htmlFor: id })}>
        {label}
        {!required && <span className={styles.optional}> {text('field.optional')}</span>}
      </Label>
      {children}
      <div id={noteId(id)} className={styles.notes}>
        {error && <p className={styles.error}>{error}</p>}
        {help && !labelHidden && <p>{help}</p>}
        {example && <p>{text('field.example', { example })}</p>}
      </div>
    </div>
  );
}
