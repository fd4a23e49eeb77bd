// Dossiers, to be read at arm's length and walked through with the arrow keys.

import { useState } from 'react';
import { Cell, Column, Row, Table, TableBody, TableHeader } from 'react-aria-components';
import type { DossierRow } from '../../../preload/contract/counter.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { formatMoment, formatTime } from '../../i18n/format.ts';
import { isMessage } from '../../i18n/messages.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Code, Figures, Money, PersonalNumber } from '../../ui/figures.tsx';
import { openDossier } from '../open-dossier.ts';
import styles from './dossier-table.module.css';

export function DossierTable({ dossiers, dated = false }: { dossiers: readonly DossierRow[]; dated?: boolean }) {
  const text = useText();
  const columns = ['received', 'code', 'applicant', 'procedure', 'status', 'due', 'fee', 'slip', 'copy'] as const;
  return (
    <Table aria-label={text(dated ? 'staff.search.label' : 'staff.today.label')} className={styles.table} onRowAction={(id) => openDossier(String(id))}>
      <TableHeader className={styles.head}>
        {columns.map((column) => (
          <Column key={column} id={column} isRowHeader={column === 'code'}>
            {text(`column.${column}`)}
          </Column>
        ))}
      </TableHeader>
      <TableBody>
        {dossiers.map((row) => (
          <DossierLine key={row.id} row={row} dated={dated} />
        ))}
      </TableBody>
    </Table>
  );
}

function DossierLine({ row, dated }: { row: DossierRow; dated: boolean }) {
  const text = useText();
  const language = useLanguage();
  const status = `dossier.status.${row.status}`;
  return (
    <Row id={row.id} className={styles.row!}>
      <Cell>
        <Figures>{dated ? formatMoment(row.receivedAt, language) : formatTime(row.receivedAt)}</Figures>
        <span className={styles.second}>{text(`channel.${row.channel}`)}</span>
      </Cell>
      <Cell className={styles.code!}>
        <Button kind="quiet" label={text('staff.open', { code: row.code })} onPress={() => openDossier(row.id)}>
          <Code code={row.code} />
        </Button>
      </Cell>
      <Cell>
        {row.applicantName}
        <span className={styles.second}>
          <PersonalNumber number={row.applicantNumber} />
        </span>
      </Cell>
      <Cell>{row.procedureName}</Cell>
      <Cell>
        {isMessage(status) ? text(status) : row.status}
        <span className={styles.second} data-look={row.portal === 'accepted' ? undefined : ''}>
          {text(`portal.${row.portal}`)}
        </span>
      </Cell>
      <Cell>{row.dueAt === undefined ? '–' : formatMoment(row.dueAt, language)}</Cell>
      <Cell className={styles.money!}>
        <Money amount={row.fee} />
        <span className={styles.second}>{row.fee === 0 ? '' : text(row.paid ? 'fee.paid' : 'fee.unpaid')}</span>
      </Cell>
      <Cell>
        <span data-look={row.slip === 'printed' ? undefined : ''} className={styles.slip}>
          {text(`slipState.${row.slip}`)}
        </span>
      </Cell>
      <Cell className={styles.action!}>
        <CopyButton row={row} />
      </Cell>
    </Row>
  );
}

function CopyButton({ row }: { row: DossierRow }) {
  const text = useText();
  const [state, setState] = useState<'ready' | 'asked' | 'queued' | 'refused'>('ready');
  async function print(): Promise<void> {
    setState('asked');
    const answer = await ask(() => bridge().staff.printCopy({ dossierId: row.id }));
    setState(answer.ok && answer.value.queued ? 'queued' : 'refused');
  }
  return (
    <Button icon="printer" label={text('staff.copy.label', { code: row.code })} disabled={state === 'asked'} onPress={() => void print()}>
      {text(`staff.copy.${state}`)}
    </Button>
  );
}
