// An answer as it is read: dates and choices in words.

import type { FieldView } from '../../../preload/contract/journey.ts';
import { formatDay, groupDigits } from '../../i18n/format.ts';
import { useText } from '../../i18n/text.tsx';
import { Figures } from '../../ui/figures.tsx';

export function ValueWords({ field }: { field: FieldView }) {
  const text = useText();
  const { value, type, options } = field;
  if (value === '') return <>{text('field.empty')}</>;
  switch (type) {
    case 'date':
      return <Figures>{formatDay(value)}</Figures>;
    case 'personalNumber':
      return <Figures>{groupDigits(value)}</Figures>;
    case 'phone':
    case 'number':
      return <Figures>{value}</Figures>;
    case 'yesNo':
      return <>{value === 'yes' ? text('field.yes') : text('field.no')}</>;
    case 'choice':
      return <>{options?.find((option) => option.value === value)?.label ?? value}</>;
    default:
      return <>{value}</>;
  }
}
