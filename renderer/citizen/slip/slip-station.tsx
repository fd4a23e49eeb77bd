// The appointment slip: coming, here, or still to come. What is safe is said first.

import { useState } from 'react';
import { ask, bridge } from '../../client/bridge.ts';
import { formatMoment } from '../../i18n/format.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import { Code, Figures } from '../../ui/figures.tsx';
import { SlipComingOut } from '../../ui/pictures/papers.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import styles from './slip-station.module.css';

export function SlipStation() {
  const { view, send, canAct } = useDesk();
  const text = useText();
  const language = useLanguage();
  const { slip, dossier } = view;
  const step = slip?.step ?? 'printing';
  const printed = step === 'printed';
  const words = slip?.unconfirmed ? 'sent' : step;
  const again = canAct && printed && (
    <Button kind="quiet" icon="printer" onPress={() => void send({ type: 'printAgain' })}>
      {text('slip.again')}
    </Button>
  );
  const onwards = {
    printing: { label: text('slip.without'), onPress: () => void send({ type: 'skipSlip' }) },
    waiting: { label: text('slip.leaveIt'), onPress: () => void send({ type: 'skipSlip' }) },
    printed: { label: text('slip.taken'), onPress: () => void send({ type: 'next' }) },
    skipped: { label: text('ledge.next'), onPress: () => void send({ type: 'next' }) },
  }[step];
  return (
    <Frame
      key={step}
      title={text(`slip.${words}.title`)}
      lead={text(`slip.${words}.lead`)}
      picture={<SlipComingOut />}
      middle={again}
      {...(step === 'printing' ? {} : { main: onwards })}
      back={null}
    >
      {step === 'printing' && <Waiting usually={text('slip.usually')} late={<Button onPress={onwards.onPress}>{onwards.label}</Button>} />}
      {dossier && (
        <dl className={styles.facts}>
          <div>
            <dt>{text('dossier.code')}</dt>
            <dd>
              <Code code={dossier.code} />
            </dd>
          </div>
          {dossier.dueAt !== undefined && (
            <div>
              <dt>{text('dossier.due')}</dt>
              <dd>
                <Figures>{formatMoment(dossier.dueAt, language)}</Figures>
              </dd>
            </div>
          )}
        </dl>
      )}
      {slip?.paid && printed && canAct && <PaymentReceipt />}
      {slip?.copy && printed && <p className={styles.copy}>{text('slip.copy')}</p>}
    </Frame>
  );
}

/** Printed once; whoever wants another asks an officer. */
function PaymentReceipt() {
  const text = useText();
  const [state, setState] = useState<'ready' | 'asked' | 'queued' | 'refused'>('ready');
  async function print(): Promise<void> {
    setState('asked');
    const answer = await ask(() => bridge().journey.printPaymentReceipt());
    setState(answer.ok && answer.value.queued ? 'queued' : 'refused');
  }
  return (
    <p className={styles.receipt}>
      <Button icon="printer" disabled={state === 'asked' || state === 'queued'} onPress={() => void print()}>
        {text(`slip.paymentReceipt.${state}`)}
      </Button>
    </p>
  );
}
