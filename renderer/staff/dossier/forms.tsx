// The forms that belong to a dossier: the officer chooses one, types why or what is missing, looks at the paper, prints it.

import { useEffect, useState } from 'react';
import type { FormChoice, FormPreview } from '../../../preload/contract/dossiers.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { useText } from '../../i18n/text.tsx';
import { logoForPage, logoForRoll } from '../../studio/slips/logo.ts';
import type { LogoPicture } from '../../studio/slips/logo.ts';
import { PageDrawing, SlipDrawing } from '../../studio/slips/slip.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './forms.module.css';
import type { DossierPartProps } from './part.ts';

const DOTS = 576;
/** As main takes them. */
const MAX = { reason: 1500, items: 30, item: 200 };

export function Forms({ dossier, refresh }: DossierPartProps) {
  const text = useText();
  const [choices, setChoices] = useState<readonly FormChoice[]>([]);
  const [chosen, setChosen] = useState<FormChoice>();
  useEffect(() => {
    void ask(() => bridge().staff.forms({ dossierId: dossier.id })).then((answer) => setChoices(answer.ok ? answer.value : []));
  }, [dossier.id]);

  return (
    <section className={styles.part}>
      <h2>{text('forms.title')}</h2>
      {chosen ? (
        <Form key={chosen.form} choice={chosen} dossierId={dossier.id} onLeave={() => setChosen(undefined)} onPrinted={refresh} />
      ) : (
        <ul className={styles.choices}>
          {choices.map((choice) => (
            <li key={choice.form}>
              <Button icon="printer" onPress={() => setChosen(choice)}>
                {choice.title}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function Form({ choice, dossierId, onLeave, onPrinted }: { choice: FormChoice; dossierId: string; onLeave: () => void; onPrinted: () => void }) {
  const text = useText();
  const [reason, setReason] = useState('');
  const [listed, setListed] = useState('');
  const [preview, setPreview] = useState<FormPreview | null>(null);
  const [logo, setLogo] = useState<LogoPicture>();
  const [state, setState] = useState<'ready' | 'asked' | 'queued' | 'refused'>('ready');
  const items = listed.split('\n').map((line) => line.trim()).filter(Boolean);
  const tooMuch = items.length > MAX.items || items.some(({ length }) => length > MAX.item);
  const lacking = (choice.asks.reason !== undefined && reason.trim() === '') || (choice.asks.items !== undefined && items.length === 0);
  const order = { dossierId, form: choice.form, reason, items };
  const asked = JSON.stringify(order);

  useEffect(() => {
    let current = true;
    if (tooMuch) return;
    void ask(() => bridge().staff.previewForm(JSON.parse(asked) as typeof order)).then((answer) => {
      if (current && answer.ok) setPreview(answer.value);
    });
    return () => {
      current = false;
    };
  }, [asked, tooMuch]);

  const roll = (preview?.printout?.paper ?? 'roll') === 'roll';
  const png = preview?.logo;
  useEffect(() => {
    let current = true;
    // Without its logo a preview is still worth seeing.
    void (png ? (roll ? logoForRoll(png, DOTS) : logoForPage(png)).catch(() => undefined) : Promise.resolve(undefined)).then((picture) => current && setLogo(picture));
    return () => {
      current = false;
    };
  }, [png, roll]);

  async function print(): Promise<void> {
    setState('asked');
    const answer = await ask(() => bridge().staff.printForm(order));
    setState(answer.ok && answer.value.queued ? 'queued' : 'refused');
    onPrinted();
  }

  return (
    <>
      {choice.asks.items !== undefined && (
        <label className={styles.field}>
          <span>{choice.asks.items}</span>
          <textarea rows={4} value={listed} onChange={(event) => setListed(event.target.value)} />
        </label>
      )}
      {choice.asks.reason !== undefined && (
        <label className={styles.field}>
          <span>{choice.asks.reason}</span>
          <textarea rows={3} maxLength={MAX.reason} value={reason} onChange={(event) => setReason(event.target.value)} />
        </label>
      )}
      {tooMuch && (
        <p role="alert" className={styles.tooMuch}>
          {text('forms.tooMuch', { items: MAX.items, letters: MAX.item })}
        </p>
      )}
      <div className={styles.actions}>
        <Button icon="back" onPress={onLeave}>
          {text('forms.other')}
        </Button>
        <Button kind="main" icon="printer" disabled={lacking || tooMuch || !preview?.printout || state === 'asked' || state === 'queued'} onPress={() => void print()}>
          {text(`forms.print.${state}`)}
        </Button>
      </div>
      {lacking && <p className={styles.hint}>{text('forms.lacking')}</p>}
      {preview && <p className={styles.hint}>{preview.printout ? text(`forms.printout.${preview.printout.paper}`, { copies: preview.printout.copies }) : text('printProblem.noPrinter')}</p>}
      {preview && (
        <div className={styles.paper} data-paper={preview.printout?.paper ?? 'roll'} aria-label={text('forms.preview')} role="img">
          {preview.printout && preview.printout.paper !== 'roll' ? <PageDrawing slip={preview.slip} media={preview.printout.paper} {...(logo && { logo })} /> : <SlipDrawing slip={preview.slip} dots={DOTS} {...(logo && { logo })} />}
        </div>
      )}
    </>
  );
}
