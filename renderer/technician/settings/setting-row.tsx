// One setting: its sentence, its place in the file, its box, and what is wrong with it.

import type { SettingView } from '../../../preload/contract/counter.ts';
import { settingSentence } from '../../i18n/messages.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { shownValue } from './changes.ts';
import styles from './settings.module.css';

type SettingRowProps = {
  readonly setting: SettingView;
  readonly edit: string | boolean | undefined;
  readonly problem: string | undefined;
  readonly onEdit: (value: string | boolean) => void;
};

export function SettingRow({ setting, edit, problem, onEdit }: SettingRowProps) {
  const language = useLanguage();
  const id = `setting-${setting.path}`;
  const changed = edit !== undefined && edit !== shownValue(setting);
  return (
    <div className={styles.row} data-changed={changed ? '' : undefined}>
      <label htmlFor={id} className={styles.words}>
        <span>{settingSentence(language, setting.path, setting.sentence)}</span>
        <code className={styles.path}>{setting.path}</code>
      </label>
      <div>
        <SettingBox id={id} setting={setting} value={edit ?? shownValue(setting)} invalid={problem !== undefined} onEdit={onEdit} />
        {problem && (
          <p id={`${id}-problem`} className={styles.problem}>
            {problem}
          </p>
        )}
      </div>
    </div>
  );
}

type SettingBoxProps = {
  readonly id: string;
  readonly setting: SettingView;
  readonly value: string | boolean;
  readonly invalid: boolean;
  readonly onEdit: (value: string | boolean) => void;
};

function SettingBox({ id, setting, value, invalid, onEdit }: SettingBoxProps) {
  const text = useText();
  const common = { id, className: styles.box, 'aria-invalid': invalid || undefined, 'aria-describedby': invalid ? `${id}-problem` : undefined };
  if (typeof value === 'boolean') {
    return (
      <label className={styles.check}>
        <input type="checkbox" {...common} className={styles.tick} checked={value} onChange={(event) => onEdit(event.target.checked)} />
        <span aria-hidden="true">{text(value ? 'field.yes' : 'field.no')}</span>
      </label>
    );
  }
  if (setting.kind === 'choice') {
    return (
      <select {...common} value={value} onChange={(event) => onEdit(event.target.value)}>
        {!setting.choices?.includes(value) && <option value={value}>{value}</option>}
        {setting.choices?.map((choice) => (
          <option key={choice} value={choice}>
            {choice}
          </option>
        ))}
      </select>
    );
  }
  return (
    <input
      {...common}
      type={setting.kind === 'secret' ? 'password' : 'text'}
      inputMode={setting.kind === 'number' ? 'decimal' : 'text'}
      autoComplete="off"
      spellCheck={false}
      value={value}
      placeholder={setting.isSet ? text(setting.kind === 'secret' ? 'settings.secretSet' : 'settings.set') : text('settings.notSet')}
      onChange={(event) => onEdit(event.target.value)}
    />
  );
}
