// The picture of a station, for the upper third of a standing kiosk, where nobody can reach comfortably.

import type { ReactNode } from 'react';
import type { Station } from '../../../preload/contract/stations.ts';
import { Goodbye, OfficerHelps, OpenDesk } from '../../ui/pictures/counter.tsx';
import { CardToScanner } from '../../ui/pictures/identity.tsx';
import { Dossier, PaperIntoScanner, PaperUnderCamera, SlipComingOut, WritingForm } from '../../ui/pictures/papers.tsx';
import { PhonePaying } from '../../ui/pictures/payment.tsx';

/** `camera`: papers are taken by one. */
export function sceneOf(station: Station, camera: boolean): ReactNode {
  switch (station) {
    case 'attract':
    case 'procedure':
      return <OpenDesk />;
    case 'notice':
    case 'rating':
      return <OfficerHelps />;
    case 'identify':
      return <CardToScanner />;
    case 'form':
      return <WritingForm />;
    case 'papers':
      return camera ? <PaperUnderCamera /> : <PaperIntoScanner />;
    case 'review':
    case 'file':
      return <Dossier />;
    case 'pay':
      return <PhonePaying />;
    case 'slip':
      return <SlipComingOut />;
    case 'goodbye':
      return <Goodbye />;
  }
}
