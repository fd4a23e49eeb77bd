// The dossier is handed in: registered here first, where nothing can be lost, then at the portal; then the seal.

import type { JourneyView } from '../../../preload/contract/journey.ts';
import { formatMoment } from '../../i18n/format.ts';
import { useLanguage, useText } from '../../i18n/text.tsx';
import { Code, Figures } from '../../ui/figures.tsx';
import { Dossier } from '../../ui/pictures/papers.tsx';
import { Seal } from '../../ui/seal.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import styles from './file.module.css';

type Step = NonNullable<JourneyView['filing']>['step'];

export function File() {
  const { view, send } = useDesk();
  const text = useText();
  const step: Step = view.filing?.step ?? 'registering';
  const settled = step === 'accepted' || step === 'queued';
  return (
    <Frame
      key={settled ? step : 'under way'}
      title={text(`file.${step}.title`)}
      lead={text(`file.${step}.lead`)}
      picture={<Dossier sealed={step === 'accepted'} />}
      {...(view.can.next ? { main: { label: text('file.next'), onPress: () => void send({ type: 'next' }) } } : {})}
    >
      {view.dossier && (
        <div className={styles.stamped}>
          <Receipt dossier={view.dossier} />
          {step === 'accepted' && <Seal words={text('seal.received')} around={text('seal.around')} />}
        </div>
      )}
      {!settled && <Waiting usually={text('file.usually')} late={text('file.late')} />}
    </Frame>
  );
}

function Receipt({ dossier }: { dossier: NonNullable<JourneyView['dossier']> }) {
  const text = useText();
  const language = useLanguage();
  return (
    <dl className={styles.receipt}>
      <div>
        <dt>{text('dossier.code')}</dt>
        <dd className={styles.code}>
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
  );
}
