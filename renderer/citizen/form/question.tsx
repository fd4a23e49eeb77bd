// One question on the sheet, with the keyboard or the number pad that its answer needs.

import { useImperativeHandle, useState, type Ref } from 'react';
import type { FieldView } from '../../../preload/contract/journey.ts';
import { isMessage } from '../../i18n/messages.ts';
import { useText } from '../../i18n/text.tsx';
import { FieldControl, isGroup } from '../../ui/fields/field-control.tsx';
import { FieldShell } from '../../ui/fields/field-shell.tsx';
import { FocusPad } from '../../ui/focus-pad.tsx';
import { useDesk } from '../desk.tsx';
import { useDraft } from './draft.ts';
import { quickCheck } from './quick-check.ts';
import styles from './form.module.css';

export type Asked = {
  /** Hands the answer over; false when it is not one yet, and the question then says why. */
  readonly settle: () => Promise<boolean>;
};

type QuestionProps = {
  readonly field: FieldView;
  readonly ref?: Ref<Asked>;
  readonly alone: boolean;
  readonly onEnter?: () => void;
};

export function Question({ field, ref, alone, onEnter }: QuestionProps) {
  const { touch } = useDesk();
  const text = useText();
  const draft = useDraft(field);
  const [glance, setGlance] = useState<string>();
  const code = glance ?? (draft.value === field.value ? field.error : undefined);
  const sentence = code === undefined ? undefined : `error.${code}`;
  const error = sentence === undefined ? undefined : text(isMessage(sentence) ? sentence : 'error.other');

  useImperativeHandle(ref, () => ({
    async settle() {
      const wrong = quickCheck(field, draft.value);
      setGlance(wrong);
      await draft.flush();
      if (wrong !== undefined) focusUnanswered(field.id);
      return wrong === undefined;
    },
  }));

  const id = `field-${field.id}`;
  const pad = touch && alone && usesPad(field.type);
  return (
    <div className={pad ? styles.withPad : styles.alone} data-field={field.id}>
      <FieldShell
        id={id}
        label={field.label}
        help={field.help}
        example={field.example}
        error={error}
        required={field.required}
        labelHidden={alone}
        group={isGroup(field.type)}
      >
        <FieldControl
          field={field}
          id={id}
          draft={draft.value}
          onDraft={(value) => {
            setGlance(undefined);
            draft.type(value);
          }}
          onChoose={(value) => {
            setGlance(undefined);
            draft.choose(value);
          }}
          onLeave={() => void draft.flush()}
          {...(onEnter ? { onEnter } : {})}
          autoFocus={alone}
          invalid={error !== undefined}
        />
      </FieldShell>
      {pad && <FocusPad />}
    </div>
  );
}

/** The first box that is still empty, or else the first. */
function focusUnanswered(id: string): void {
  const boxes = [...document.querySelectorAll<HTMLInputElement>(`[data-field="${CSS.escape(id)}"] :is(input, textarea)`)];
  (boxes.find(({ value }) => value === '') ?? boxes[0])?.focus();
}

export const usesPad = (type: FieldView['type']): boolean => type === 'date' || type === 'number' || type === 'phone' || type === 'personalNumber';
export const usesKeyboard = (type: FieldView['type']): boolean => type === 'text' || type === 'longText';
