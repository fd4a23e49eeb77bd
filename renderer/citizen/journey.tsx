// The journey's screens by station. The same in the citizen's window, on the mirror, and in the officer's window.

import type { JourneyIntent, JourneyView } from '../../preload/contract/journey.ts';
import type { CounterView } from '../../preload/contract/counter.ts';
import { usePresence } from '../client/presence.ts';
import { Texts } from '../i18n/text.tsx';
import { Attract } from './attract/attract.tsx';
import { DeskProvider } from './desk.tsx';
import { File } from './file/file.tsx';
import { Form } from './form/form.tsx';
import { WholeForm } from './form/whole-form.tsx';
import { GoodbyeScreen } from './goodbye/goodbye-screen.tsx';
import { Identify } from './identify/identify.tsx';
import { Notice } from './notice/notice.tsx';
import { AttentionDialog } from './overlays/attention-dialog.tsx';
import { TroubleStrip } from './overlays/trouble-strip.tsx';
import { Papers } from './papers/papers.tsx';
import { Pay } from './pay/pay.tsx';
import { ChooseProcedure } from './procedure/choose-procedure.tsx';
import { Rating } from './rating/rating.tsx';
import { Review } from './review/review.tsx';
import { SlipStation } from './slip/slip-station.tsx';

type JourneyProps = {
  readonly view: JourneyView;
  readonly counter: CounterView | null;
  readonly send: (intent: JourneyIntent) => Promise<boolean>;
  readonly canAct: boolean;
  readonly touch: boolean;
};

export function Journey({ view, counter, send, canAct, touch }: JourneyProps) {
  usePresence(canAct && view.id !== null && view.attention.state === 'present');
  return (
    <Texts language={view.language}>
      <DeskProvider value={{ view, send, canAct, touch }}>
        <Station key={`${view.id} ${view.station}`} counter={counter} station={view.station} whole={!touch} />
        {canAct && view.attention.state === 'warned' && <AttentionDialog endsAt={view.attention.endsAt} />}
        {canAct && <TroubleStrip />}
      </DeskProvider>
    </Texts>
  );
}

function Station({ station, counter, whole }: { station: JourneyView['station']; counter: CounterView | null; whole: boolean }) {
  switch (station) {
    case 'attract':
      return <Attract counter={counter} />;
    case 'notice':
      return <Notice />;
    case 'identify':
      return <Identify />;
    case 'procedure':
      return <ChooseProcedure />;
    case 'form':
      return whole ? <WholeForm /> : <Form />;
    case 'papers':
      return <Papers />;
    case 'review':
      return <Review />;
    case 'pay':
      return <Pay />;
    case 'file':
      return <File />;
    case 'slip':
      return <SlipStation />;
    case 'rating':
      return <Rating />;
    case 'goodbye':
      return <GoodbyeScreen />;
  }
}
