// The citizen's window, alone at the kiosk or as a mirror beside the officer.

import { useEffect } from 'react';
import type { Hello } from '../../preload/contract/counter.ts';
import { useCameraReports } from '../client/camera.ts';
import { useInteractive } from '../client/start.tsx';
import { send, useCounter, useJourney, useLookUp } from '../client/views.ts';
import { Texts } from '../i18n/text.tsx';
import { DeskProvider } from './desk.tsx';
import { Journey } from './journey.tsx';
import { LookUp } from './look-up/look-up.tsx';
import { OutOfService } from './overlays/out-of-service.tsx';
import { Starting } from './overlays/starting.tsx';

const nobody = async (): Promise<boolean> => false;

export function CitizenApp({ hello }: { hello: Hello }) {
  const counter = useCounter();
  const view = useJourney();
  const lookUp = useLookUp(hello.role === 'citizen');
  useCameraReports(hello.camera, view?.id ?? null);
  const language = view?.language ?? hello.language;
  // A counter whose database cannot be used has no journey; its screen says so and is as good as any.
  const closed = counter !== null && (counter.state === 'maintenance' || (counter.state === 'unavailable' && (view === null || view.id === null)));
  useInteractive(closed || (counter !== null && view !== null));
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  if (closed) {
    return (
      <Texts language={language}>
        <OutOfService counter={counter} />
      </Texts>
    );
  }
  // A journey that is under way goes on where it can; main stops it where it cannot.
  if (!counter || !view || counter.state === 'starting') {
    return (
      <Texts language={language}>
        <Starting />
      </Texts>
    );
  }
  const canAct = hello.role === 'citizen';
  if (canAct && view.station === 'attract' && lookUp && lookUp.state !== 'closed') {
    return (
      <Texts language={language}>
        <DeskProvider value={{ view, send, canAct, touch: true }}>
          <LookUp view={lookUp} />
        </DeskProvider>
      </Texts>
    );
  }
  return <Journey view={view} counter={counter} send={canAct ? send : nobody} canAct={canAct} touch={canAct} />;
}
