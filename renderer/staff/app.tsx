// The officer's window: sign in, the day's dossiers, and a journey carried through for a walk-in.

import type { Hello } from '../../preload/contract/counter.ts';
import { useCameraReports } from '../client/camera.ts';
import { staffSession } from '../client/desk-windows.ts';
import { useInteractive } from '../client/start.tsx';
import { useCounter, useJourney } from '../client/views.ts';
import { Texts } from '../i18n/text.tsx';
import { Assisted } from './assisted/assisted.tsx';
import { Room } from './room.tsx';
import { StaffShell } from './shell.tsx';
import { SignIn } from './sign-in/sign-in.tsx';

export function StaffApp({ hello }: { hello: Hello }) {
  const counter = useCounter();
  const session = staffSession.use();
  const signedIn = session !== null && session.officer !== null;
  const journey = useJourney(signedIn);
  useCameraReports(hello.camera, journey?.id ?? null);
  useInteractive(counter !== null && session !== null);
  if (!counter || !session) return null;

  const assisting = signedIn && journey !== null && journey.id !== null && journey.kind === 'assisted';
  return (
    <Texts language={hello.language}>
      <StaffShell counter={counter} officer={session.officer}>
        {!signedIn ? <SignIn /> : assisting ? <Assisted view={journey} counter={counter} mirrored={hello.mode === 'counter'} /> : <Room hello={hello} />}
      </StaffShell>
    </Texts>
  );
}
