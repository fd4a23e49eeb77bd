// The QR, as large as it can be, and beside it what the phone will show: so that one can compare before paying.

import type { PayView } from '../../../preload/contract/journey.ts';
import { formatMoney } from '../../i18n/format.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Countdown } from '../../ui/countdown.tsx';
import { Money } from '../../ui/figures.tsx';
import { QrCode } from '../../ui/qr-code.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import { ProblemPanel } from '../problem/problem-panel.tsx';
import styles from './pay.module.css';

export function PayCode({ pay, qr }: { pay: PayView; qr: string }) {
  const { send } = useDesk();
  const text = useText();
  const language = useLanguage();
  const rest = pay.amount - pay.amountPaid;
  const short = pay.step === 'underPaid';
  return (
    <Frame
      title={text(short ? 'pay.short.title' : 'pay.title')}
      ownProblem
      back={short ? null : { label: text('pay.cancel'), icon: 'cross', onPress: () => void send({ type: 'cancelPayment' }) }}
    >
      <div className={styles.pay}>
        <div className={styles.qr}>
          <QrCode data={qr} label={text('pay.qr')} />
        </div>
        <div className={styles.facts}>
          <p className={styles.amountLabel}>{text(short ? 'pay.rest' : 'pay.amount')}</p>
          <p className={styles.amount}>
            {formatMoney(rest, language)}
          </p>
          {short && (
            <p className={styles.already}>
              {text('pay.already')} <Money amount={pay.amountPaid} />
            </p>
          )}
          {short ? (
            <ProblemPanel problem="paymentUnderPaid" />
          ) : (
            <dl className={styles.details}>
              <Detail name={text('pay.payee')} value={pay.payee} />
              <Detail name={text('pay.bank')} value={[pay.bank, pay.account].filter(Boolean).join(' · ')} />
              <Detail name={text('pay.purpose')} value={pay.purpose} />
            </dl>
          )}
          <div className={styles.time}>
            {pay.expiresAt !== undefined && <Countdown endsAt={pay.expiresAt} label={text('pay.countdown')} />}
            <p>{text(pay.byOfficer ? 'pay.byOfficer' : 'pay.byItself')}</p>
          </div>
        </div>
      </div>
      <ol className={styles.steps}>
        <li>{text('pay.step.open')}</li>
        <li>{text('pay.step.scan')}</li>
        <li>{text('pay.step.check')}</li>
      </ol>
    </Frame>
  );
}

function Detail({ name, value }: { name: string; value: string | undefined }) {
  if (!value) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
