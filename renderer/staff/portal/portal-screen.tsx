// What waits for the portal and what the portal did not take, with what an officer can do about it.

import { useCallback, useEffect, useState } from 'react';
import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import type { ClosingReason, PortalMessageRow } from '../../../preload/contract/portal.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { useCounter } from '../../client/views.ts';
import { formatMoment } from '../../i18n/format.ts';
import { isMessage } from '../../i18n/messages.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Code, Figures } from '../../ui/figures.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import table from '../workplace/dossier-table.module.css';
import page from '../workplace/workplace.module.css';
import styles from './portal-screen.module.css';

const CLOSING_REASONS = ['enteredByHand', 'alreadyThere', 'withdrawn', 'mistake'] as const satisfies readonly ClosingReason[];
const COLUMNS = ['since', 'code', 'what', 'why', 'tries', 'action'] as const;

export function PortalScreen() {
  const text = useText();
  const language = useLanguage();
  const waiting = useCounter()?.waiting;
  const [messages, setMessages] = useState<readonly PortalMessageRow[]>();
  const [trouble, setTrouble] = useState<string>();

  const read = useCallback(async () => {
    const answer = await ask(() => bridge().staff.portalMessages());
    if (answer.ok) setMessages(answer.value);
    else setTrouble(text(`bridge.${answer.error.code}`));
  }, [text]);
  // The counter says when something has come or gone.
  const setAside = waiting?.setAside;
  const left = waiting?.messages;
  useEffect(() => {
    if (left !== undefined && setAside !== undefined) void read();
  }, [read, left, setAside]);

  async function act(asked: Promise<{ readonly ok: boolean; readonly value?: { readonly done: boolean } }>): Promise<void> {
    const answer = await asked;
    setTrouble(answer.ok && answer.value?.done ? undefined : text('portalDesk.notDone'));
    await read();
  }

  return (
    <div className={page.workplace}>
      <div className={styles.head}>
        <h1 className={page.title}>{text('portalDesk.title')}</h1>
        {waiting && waiting.since !== null && (
          <p>{text('portalDesk.summary', { dossiers: waiting.dossiers, messages: waiting.messages, since: formatMoment(waiting.since, language) })}</p>
        )}
      </div>
      {trouble && (
        <p role="alert" className={page.trouble}>
          {trouble}
        </p>
      )}
      <Sheet>
        <div className={page.scroll} data-scrolls="" tabIndex={-1}>
          {messages?.length === 0 ? (
            <p className={page.none}>{text('portalDesk.none')}</p>
          ) : (
            <Table aria-label={text('portalDesk.label')} className={table.table}>
              <TableHeader className={table.head}>
                {COLUMNS.map((column) => (
                  <Column key={column} id={column} isRowHeader={column === 'code'}>
                    {text(`portalDesk.column.${column}`)}
                  </Column>
                ))}
              </TableHeader>
              <TableBody>
                {(messages ?? []).map((message) => (
                  <Message key={message.id} message={message} onSendAgain={() => void act(ask(() => bridge().staff.sendAgain({ id: message.id })))} onClose={(reason) => void act(ask(() => bridge().staff.closeMessage({ id: message.id, reason })))} />
                ))}
              </TableBody>
            </Table>
          )}
        </div>
      </Sheet>
    </div>
  );
}

function Message({ message, onSendAgain, onClose }: { message: PortalMessageRow; onSendAgain: () => void; onClose: (reason: ClosingReason) => void }) {
  const text = useText();
  const language = useLanguage();
  const { state, reason, nextTryAt, code } = message;
  const known = `portalDesk.reason.${reason}`;
  const why = reason === undefined ? '' : isMessage(known) ? text(known) : text('portalDesk.reason.other', { reason });
  const next = nextTryAt === undefined ? '' : text('portalDesk.nextTry', { at: formatMoment(nextTryAt, language) });
  return (
    <Row id={message.id} className={table.row!}>
      <Cell>
        <Figures>{formatMoment(message.since, language)}</Figures>
      </Cell>
      <Cell className={table.code!}>
        <Code code={code} />
      </Cell>
      <Cell>{text(`portalDesk.kind.${message.kind}`)}</Cell>
      <Cell>
        <span className={table.slip} data-look={state === 'setAside' ? '' : undefined}>
          {text(`portalDesk.state.${state}`)}
        </span>
        <span className={table.second}>{[why, next].filter(Boolean).join('; ')}</span>
      </Cell>
      <Cell>
        <Figures>{String(message.attempts)}</Figures>
      </Cell>
      <Cell>{state === 'setAside' && <Actions code={code} onSendAgain={onSendAgain} onClose={onClose} />}</Cell>
    </Row>
  );
}

function Actions({ code, onSendAgain, onClose }: { code: string; onSendAgain: () => void; onClose: (reason: ClosingReason) => void }) {
  const text = useText();
  const [closing, setClosing] = useState(false);
  if (!closing) {
    return (
      <div className={styles.actions}>
        <Button label={`${text('portalDesk.sendAgain')} ${code}`} onPress={onSendAgain}>
          {text('portalDesk.sendAgain')}
        </Button>
        <Button kind="quiet" label={`${text('portalDesk.close')} ${code}`} onPress={() => setClosing(true)}>
          {text('portalDesk.close')}
        </Button>
      </div>
    );
  }
  return (
    <div className={styles.reasons} role="group" aria-label={text('portalDesk.closeWhy')}>
      <p>{text('portalDesk.closeWhy')}</p>
      {CLOSING_REASONS.map((reason) => (
        <Button key={reason} onPress={() => onClose(reason)}>
          {text(`portalDesk.closing.${reason}`)}
        </Button>
      ))}
      <Button kind="quiet" onPress={() => setClosing(false)}>
        {text('portalDesk.cancel')}
      </Button>
    </div>
  );
}
