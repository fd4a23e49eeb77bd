// What would you like to do: cards in the citizen's own words; the official name and code small beneath.

import { Button as AriaButton } from 'react-aria-components';
import type { ProcedureCardView } from '../../../preload/contract/journey.ts';
import { useText } from '../../i18n/text.tsx';
import { Icon } from '../../ui/icon.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import styles from './choose-procedure.module.css';

export function ChooseProcedure() {
  const { view } = useDesk();
  const text = useText();
  return (
    <Frame title={text('procedure.title')} lead={text('procedure.lead')}>
      <ul className={styles.cards}>
        {view.procedures?.map((procedure) => (
          <li key={procedure.code}>
            <ProcedureCard procedure={procedure} />
          </li>
        ))}
      </ul>
    </Frame>
  );
}

function ProcedureCard({ procedure }: { procedure: ProcedureCardView }) {
  const { send, canAct } = useDesk();
  const text = useText();
  const { code, name, plainName, fee, time, papers, verified } = procedure;
  return (
    <AriaButton className={styles.card} isDisabled={!canAct} onPress={() => void send({ type: 'chooseProcedure', code })}>
      <span className={styles.plain}>{plainName}</span>
      <span className={styles.official}>
        {name} · {code}
      </span>
      <span className={styles.facts}>
        <span>{text('procedure.fee', { fee })}</span>
        <span>{text('procedure.time', { time })}</span>
      </span>
      {papers.length > 0 && <span className={styles.papers}>{text('procedure.papers', { papers: papers.join('; ') })}</span>}
      {!verified && <span className={styles.ask}>{text('procedure.askOfficer')}</span>}
      <span className={styles.arrow}>
        <Icon name="forward" />
      </span>
    </AriaButton>
  );
}
