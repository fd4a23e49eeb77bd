// One dossier on the officer's desk: whose it is, how it stands, what was said and handed in, and what has happened; in
// the column beside it what can be done.

import { useCallback, useEffect, useState } from 'react';
import type { DossierDetails } from '../../../preload/contract/dossiers.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { dossiersToday } from '../../client/desk-windows.ts';
import { formatBytes, formatMoment } from '../../i18n/format.ts';
import { isMessage } from '../../i18n/messages.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Code, Money, PersonalNumber } from '../../ui/figures.tsx';
import { Sheet } from '../../ui/sheet.tsx';
import { closeDossier } from '../open-dossier.ts';
import place from '../workplace/workplace.module.css';
import styles from './dossier.module.css';
import { History } from './history.tsx';
import { DOSSIER_PARTS } from './parts.ts';

export function DossierScreen({ dossierId }: { dossierId: string }) {
  const text = useText();
  const [dossier, setDossier] = useState<DossierDetails | null>();
  const [trouble, setTrouble] = useState<string>();
  // Whatever changes a dossier changes the day's table, too: then it is read again.
  const today = dossiersToday.use();
  const refresh = useCallback(() => {
    void ask(() => bridge().staff.dossier({ dossierId })).then((answer) => {
      if (answer.ok) setDossier(answer.value);
      setTrouble(answer.ok ? undefined : text(`bridge.${answer.error.code}`));
    });
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [dossierId]);
  useEffect(refresh, [refresh, today]);

  return (
    <div className={place.workplace}>
      <div className={styles.head}>
        <Button icon="back" autoFocus onPress={closeDossier}>
          {text('dossier.backToList')}
        </Button>
        <h1 className={place.title}>{dossier ? <Code code={dossier.code} /> : text('dossier.title')}</h1>
      </div>
      {trouble && (
        <p role="alert" className={styles.trouble}>
          {trouble}
        </p>
      )}
      {dossier === null && <p>{text('dossier.gone')}</p>}
      {dossier && (
        <div className={styles.columns}>
          <Sheet>
            <div className={styles.scroll} data-scrolls="" tabIndex={0} role="group" aria-label={text('dossier.title')}>
              <Facts dossier={dossier} />
              <History events={dossier.events} />
            </div>
          </Sheet>
          <aside className={styles.side} data-scrolls="">
            {DOSSIER_PARTS.map(({ id, Part }) => (
              <Part key={id} dossier={dossier} refresh={refresh} />
            ))}
          </aside>
        </div>
      )}
    </div>
  );
}

function Facts({ dossier }: { dossier: DossierDetails }) {
  const text = useText();
  const language = useLanguage();
  const status = `dossier.status.${dossier.status}`;
  return (
    <>
      <section className={styles.standing}>
        <p className={styles.status}>{isMessage(status) ? text(status) : dossier.status}</p>
        <p>{dossier.dueAt === undefined ? text('dossier.noDue') : `${text('dossier.due')}: ${formatMoment(dossier.dueAt, language)}`}</p>
        <p className={styles.look} data-look={dossier.portal === 'accepted' ? undefined : ''}>
          {text(`portal.${dossier.portal}`)}
        </p>
      </section>
      {!dossier.verified && <p className={styles.warn}>{text('dossier.unverified')}</p>}
      <section className={styles.part}>
        <h2>{dossier.procedureName}</h2>
        <dl className={styles.facts}>
          <dt>{text('column.applicant')}</dt>
          <dd>
            {dossier.applicantName}
            <span className={styles.second}>
              <PersonalNumber number={dossier.applicantNumber} />
            </span>
          </dd>
          {dossier.phone && (
            <>
              <dt>{text('dossier.phone')}</dt>
              <dd>{dossier.phone}</dd>
            </>
          )}
          {dossier.caseName && (
            <>
              <dt>{text('dossier.case')}</dt>
              <dd>{dossier.caseName}</dd>
            </>
          )}
          <dt>{text('dossier.received')}</dt>
          <dd>
            {formatMoment(dossier.receivedAt, language)}
            <span className={styles.second}>
              {text(`channel.${dossier.channel}`)}
              {dossier.officerName && ` · ${dossier.officerName}`}
            </span>
          </dd>
          {dossier.answers.map(({ label, value }) => (
            <Answer key={label} label={label} value={value} />
          ))}
          <dt>{text('dossier.papers')}</dt>
          <dd>
            {dossier.documents.length === 0 && text('dossier.noPapers')}
            {dossier.documents.map((document) => (
              <span key={document.id} className={styles.line}>
                {document.name}
                <span className={styles.second}>
                  {text('dossier.pages', { count: document.pages })}
                  {document.bytes !== undefined && ` · ${formatBytes(document.bytes, language)}`}
                </span>
              </span>
            ))}
          </dd>
          {dossier.handedIn && (
            <>
              <dt>{text('dossier.handedIn')}</dt>
              <dd>
                {dossier.handedIn.map(({ name, originals, copies }) => (
                  <span key={name} className={styles.line}>
                    {name}
                    <span className={styles.second}>{text('papers.counts', { originals, copies })}</span>
                  </span>
                ))}
              </dd>
            </>
          )}
          <dt>{text('column.fee')}</dt>
          <dd>
            <Money amount={dossier.costs.total} />
            <span className={styles.second}>
              {dossier.costs.total === 0 ? '' : dossier.paidAt === undefined ? text(dossier.paid ? 'fee.paid' : 'fee.unpaid') : `${text('fee.paid')} · ${formatMoment(dossier.paidAt, language)}`}
            </span>
            {dossier.paymentReference && <span className={styles.second}>{text('dossier.payment', { reference: dossier.paymentReference })}</span>}
          </dd>
        </dl>
      </section>
    </>
  );
}

function Answer({ label, value }: { label: string; value: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{value}</dd>
    </>
  );
}
