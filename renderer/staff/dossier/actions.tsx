// What the officer may do with a dossier now: the steps that the rules allow, and an extension with an apology. Choosing one
// opens its sentence; nothing happens before it is confirmed.

import { useId, useState } from 'react';
import { ask, bridge } from '../../client/bridge.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { ConfirmedForm } from './confirmed-form.tsx';
import styles from './dossier.module.css';
import type { DossierPartProps } from './part.ts';

type Choice = DossierPartProps['dossier']['next'][number]['to'] | 'extend';

/** Offices close at 17:00, Vietnam time. */
const CLOSES_UTC_HOUR = 10;

/** `30/11/2026` as the moment the office closes on that day; undefined if it is no day. */
export function closingOf(text: string): number | undefined {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text.trim()) ?? [];
  if (!day || !month || !year) return undefined;
  const at = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day), CLOSES_UTC_HOUR));
  return at.getUTCDate() === Number(day) && at.getUTCMonth() === Number(month) - 1 ? at.getTime() : undefined;
}

export function Actions({ dossier, refresh }: DossierPartProps) {
  const text = useText();
  const id = useId();
  const [choice, setChoice] = useState<Choice | null>(null);
  const [day, setDay] = useState('');
  const [electronic, setElectronic] = useState(false);

  const dueAt = closingOf(day);
  const needsReason = choice === 'extend' || dossier.next.some(({ to, needsReason: needs }) => to === choice && needs);
  const givesResult = choice === 'processed' || choice === 'resultHandedOver';

  function choose(next: Choice | null): void {
    setChoice(next);
    setDay('');
    setElectronic(false);
  }

  async function act(reason: string): Promise<string | null> {
    const wish =
      choice === 'extend' ? ({ action: 'extend', dueAt: dueAt!, reason } as const) : ({ action: 'step', to: choice as Exclude<Choice, 'extend' | 'newlyRegistered'>, reason, ...(givesResult && { electronic }) } as const);
    const answer = await ask(() => bridge().staff.actOnDossier({ dossierId: dossier.id, wish }));
    refresh();
    if (!answer.ok) return text(`bridge.${answer.error.code}`);
    return answer.value.done ? null : text(`dossier.refused.${answer.value.reason}`);
  }

  if (dossier.next.length === 0 && !dossier.mayExtend) return null;
  return (
    <section className={styles.part}>
      <h2>{text('dossier.actions')}</h2>
      {choice === null ? (
        <div className={styles.actions}>
          {dossier.next.map(({ to }) => (
            <Button key={to} onPress={() => choose(to)}>
              {text(`dossier.do.${to as Exclude<typeof to, 'newlyRegistered'>}`)}
            </Button>
          ))}
          {dossier.mayExtend && <Button onPress={() => choose('extend')}>{text('dossier.do.extend')}</Button>}
        </div>
      ) : (
        <ConfirmedForm
          reasonLabel={text(needsReason ? 'dossier.reason' : 'dossier.note')}
          focusReason={choice !== 'extend'}
          confirmLabel={text('dossier.confirm')}
          isReady={(reason) => (!needsReason || reason !== '') && (choice !== 'extend' || dueAt !== undefined)}
          act={act}
          close={() => choose(null)}
        >
          <p className={styles.chosen}>{text(`dossier.do.${choice as Exclude<Choice, 'newlyRegistered'>}`)}</p>
          {choice === 'extend' && (
            <>
              <label htmlFor={`${id}-day`}>{text('dossier.extendTo')}</label>
              <input id={`${id}-day`} type="text" autoFocus value={day} maxLength={10} autoComplete="off" placeholder="30/11/2026" onChange={(event) => setDay(event.target.value)} />
            </>
          )}
          {givesResult && (
            <label className={styles.check}>
              <input type="checkbox" checked={electronic} onChange={(event) => setElectronic(event.target.checked)} />
              {text('dossier.electronic')}
            </label>
          )}
        </ConfirmedForm>
      )}
    </section>
  );
}
