// The catalogue of procedures: what is offered, and its updates, which are imported from a signed file or the portal and
// can be taken back. A file that is refused says on which line and why.

import { useEffect, useRef, useState } from 'react';
import type { CatalogueReply, CatalogueView } from '../../../preload/contract/catalogue.ts';
import type { Envelope } from '../../../preload/contract/channels.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { formatDay, formatMoment } from '../../i18n/format.ts';
import { isMessage } from '../../i18n/messages.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import styles from './procedures.module.css';

/** A little more than main takes, so that what is too large is said to be so. */
const MOST_BYTES = 4 * 1024 * 1024 + 1;
type Outcome = { readonly words: string; readonly detail?: string | undefined; readonly refused: boolean };

export function Procedures() {
  const text = useText();
  const language = useLanguage();
  const file = useRef<HTMLInputElement>(null);
  const [view, setView] = useState<CatalogueView>();
  const [outcome, setOutcome] = useState<Outcome>();
  const [sure, setSure] = useState(false);
  const [busy, setBusy] = useState(false);

  async function look(): Promise<void> {
    const answer = await ask(() => bridge().technician.catalogue());
    if (answer.ok) setView(answer.value);
    else setOutcome({ words: text(`bridge.${answer.error.code}`), refused: true });
  }
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- asked once, when the section is opened
  useEffect(() => void look(), []);

  function wordsOf(reply: CatalogueReply): Outcome {
    if (reply.done) return { words: text('catalogue.done', { serial: reply.serial }), refused: false };
    const known = `catalogue.why.${reply.reason}`;
    const why = isMessage(known) ? text(known) : text('catalogue.why.other', { reason: reply.reason });
    return { words: reply.line === undefined ? text('catalogue.refused', { why }) : text('catalogue.refusedAt', { why, line: reply.line }), detail: reply.detail, refused: true };
  }

  async function act(asked: () => Promise<Envelope<CatalogueReply>>): Promise<void> {
    setBusy(true);
    setSure(false);
    const answer = await ask(asked);
    setBusy(false);
    setOutcome(answer.ok ? wordsOf(answer.value) : { words: text(`bridge.${answer.error.code}`), refused: true });
    await look();
  }

  async function take(chosen: File | undefined): Promise<void> {
    if (!chosen) return;
    const bytes = new Uint8Array(await chosen.slice(0, MOST_BYTES).arrayBuffer());
    await act(() => bridge().technician.importCatalogue({ bytes }));
  }

  const newest = view?.updates.find(({ takenBackAt }) => takenBackAt === undefined);
  return (
    <Sheet>
      <div className={styles.page}>
        <h2 className={styles.title}>{text('catalogue.title')}</h2>
        <p className={styles.lead}>{text(view?.keyIsSet === false ? 'catalogue.noKey' : 'catalogue.lead')}</p>
        <div className={styles.ways}>
          <input
            ref={file}
            type="file"
            hidden
            aria-label={text('catalogue.import')}
            onChange={(event) => {
              const chosen = event.target.files?.[0];
              event.target.value = '';
              void take(chosen);
            }}
          />
          <Button kind="main" disabled={busy || !view?.keyIsSet} onPress={() => file.current?.click()}>
            {text('catalogue.import')}
          </Button>
          <Button disabled={busy || !view?.keyIsSet} onPress={() => void act(() => bridge().technician.fetchCatalogue())}>
            {text('catalogue.fetch')}
          </Button>
          {newest && !sure && (
            <Button kind="quiet" disabled={busy} onPress={() => setSure(true)}>
              {text('catalogue.takeBack')}
            </Button>
          )}
        </div>
        {newest && sure && (
          <div className={styles.sure} role="group" aria-label={text('catalogue.takeBack')}>
            <p>{text('catalogue.takeBack.sure', { serial: newest.serial })}</p>
            <Button onPress={() => void act(() => bridge().technician.takeCatalogueBack())}>{text('catalogue.takeBack.yes')}</Button>
            <Button kind="quiet" onPress={() => setSure(false)}>
              {text('catalogue.cancel')}
            </Button>
          </div>
        )}
        <div role={outcome?.refused ? 'alert' : 'status'} className={outcome ? styles.outcome : undefined} data-refused={outcome?.refused ? '' : undefined}>
          {outcome && <p>{outcome.words}</p>}
          {outcome?.detail && <p className={styles.detail}>{outcome.detail}</p>}
        </div>
        <div className={styles.lists} data-scrolls="" tabIndex={0} role="group" aria-label={text('catalogue.title')}>
          <h3>{text('catalogue.updates')}</h3>
          {view?.updates.length === 0 && <p>{text('catalogue.noUpdates')}</p>}
          <ul className={styles.list}>
            {view?.updates.map((update) => (
              <li key={update.serial} data-gone={update.takenBackAt === undefined ? undefined : ''}>
                <strong>{text('catalogue.update', { serial: update.serial, issued: formatDay(update.issuedOn) })}</strong>
                <span>
                  {formatMoment(update.heldAt, language)}, {text(`catalogue.from.${update.source}`)}
                  {update.takenBackAt !== undefined && <>, {text('catalogue.takenBack', { at: formatMoment(update.takenBackAt, language) })}</>}
                </span>
                <span>{[update.note, update.codes.join(', ')].filter(Boolean).join('. ')}</span>
              </li>
            ))}
          </ul>
          <h3>{text('catalogue.offered', { count: view?.procedures.length ?? 0 })}</h3>
          <ul className={styles.list}>
            {view?.procedures.map(({ code, version, name, verified }) => (
              <li key={code}>
                <strong>{code}</strong>
                <span>{name}</span>
                <span>{[text('catalogue.version', { version }), ...(verified ? [] : [text('catalogue.unverified')])].join(', ')}</span>
              </li>
            ))}
          </ul>
        </div>
      </div>
    </Sheet>
  );
}
