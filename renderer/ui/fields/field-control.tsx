// The right box for a field's type.

import type { FieldView } from '../../../preload/contract/journey.ts';
import { useText } from '../../i18n/text.tsx';
import { ChoiceCards } from './choice-cards.tsx';
import { DateBoxes } from './date-boxes.tsx';
import { NumberBox } from './number-box.tsx';
import { TextBox } from './text-box.tsx';

type FieldControlProps = {
  readonly field: FieldView;
  readonly id: string;
  readonly draft: string;
  /** While it is being typed. */
  readonly onDraft: (value: string) => void;
  /** Chosen at one touch: to be handed over at once. */
  readonly onChoose: (value: string) => void;
  readonly onLeave: () => void;
  readonly onEnter?: () => void;
  readonly autoFocus?: boolean;
  readonly invalid?: boolean;
};

export function FieldControl({ field, id, draft, onDraft, onChoose, onLeave, onEnter, autoFocus = false, invalid = false }: FieldControlProps) {
  const text = useText();
  const box = { id, value: draft, onChange: onDraft, onLeave, onEnter, autoFocus, invalid, maxLength: field.maxLength };
  switch (field.type) {
    case 'choice':
      return <ChoiceCards id={id} value={draft} options={field.options ?? []} onChange={onChoose} invalid={invalid} />;
    case 'yesNo':
      return (
        <ChoiceCards
          id={id}
          value={draft}
          options={[
            { value: 'yes', label: text('field.yes') },
            { value: 'no', label: text('field.no') },
          ]}
          onChange={onChoose}
          invalid={invalid}
        />
      );
    case 'date':
      return <DateBoxes {...box} />;
    case 'number':
      return <NumberBox {...box} onStep={onChoose} />;
    case 'phone':
    case 'personalNumber':
      return <TextBox {...box} figures />;
    case 'longText':
      return <TextBox {...box} lines={3} />;
    case 'text':
      return <TextBox {...box} />;
  }
}

/** Whether the field is a group of boxes, named by a label of its own. */
export const isGroup = (type: FieldView['type']): boolean => type === 'date' || type === 'choice' || type === 'yesNo';
