// The declaration as it fills up, for the citizen who looks along: what was written last is brought into sight.

import { useEffect, useRef } from 'react';
import type { FieldView } from '../../../preload/contract/journey.ts';
import { useText } from '../../i18n/text.tsx';
import { Frame } from '../frame/frame.tsx';
import { CheckPage } from './check-page.tsx';

export function MirroredForm({ fields }: { fields: readonly FieldView[] }) {
  const text = useText();
  const page = useRef<HTMLDivElement>(null);
  const before = useRef(new Map<string, string>());

  useEffect(() => {
    const changed = fields.findLast((field) => before.current.has(field.id) && before.current.get(field.id) !== field.value);
    before.current = new Map(fields.map((field) => [field.id, field.value]));
    if (changed) page.current?.querySelector(`[data-field="${CSS.escape(changed.id)}"]`)?.scrollIntoView({ block: 'center' });
  }, [fields]);

  return (
    <Frame title={text('mirror.form.title')} lead={text('mirror.form.lead')}>
      <div ref={page}>
        <CheckPage fields={fields.filter((field) => field.value !== '')} onEdit={() => {}} />
      </div>
    </Frame>
  );
}
