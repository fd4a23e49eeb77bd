// The citizen's window, alone at the kiosk or as a mirror beside the officer.

import { useEffect } from 'react';
import type { Hello } from '../../preload/contract/counter.ts';
import { useInteractive } from '../client/start.tsx';
import { send, useCounter, useJourney } from '../client/views.ts';
import { Texts } from '../i18n/text.tsx';
import { Journey } from './journey.tsx';
import { OutOfService } from './overlays/out-of-service.tsx';
import { Starting } from './overlays/starting.tsx';

const nobody = async (): Promise<boolean> => false;

export function CitizenApp({ hello }: { hello: Hello }) {
  const counter = useCounter();
  const view = useJourney();
  const language = view?.language ?? hello.language;
  useInteractive(counter !== null && view !== null);
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);

  if (!counter || !view || counter.state === 'starting') {
    return (
      <Texts language={language}>
        <Starting />
      </Texts>
    );
  }
  // A journey that is under way goes on where it can; main stops it where it cannot.
  if (counter.state === 'maintenance' || (counter.state === 'unavailable' && view.id === null)) {
    return (
      <Texts language={language}>
        <OutOfService counter={counter} />
      </Texts>
    );
  }
  const canAct = hello.role === 'citizen';
  return <Journey view={view} counter={counter} send={canAct ? send : nobody} canAct={canAct} touch={canAct} />;
}
