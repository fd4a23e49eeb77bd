// A box of the officers' form.

import { useId } from 'react';
import settings from '../settings/settings.module.css';
import styles from './officers.module.css';

type OfficerBoxProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly secret?: boolean;
  readonly problem?: string | undefined;
};

export function OfficerBox({ label, value, onChange, secret = false, problem }: OfficerBoxProps) {
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className={settings.box}
        type={secret ? 'password' : 'text'}
        autoComplete="off"
        spellCheck={false}
        maxLength={80}
        value={value}
        aria-invalid={problem ? true : undefined}
        aria-describedby={problem ? `${id}-problem` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {problem && (
        <p id={`${id}-problem`} className={settings.problem}>
          {problem}
        </p>
      )}
    </div>
  );
}
