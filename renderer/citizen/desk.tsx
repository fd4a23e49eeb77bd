// What every screen of a journey has on its desk: the view that main drew, the way to answer, and who sits before it.

import { createContext, useContext } from 'react';
import type { JourneyIntent, JourneyView } from '../../preload/contract/journey.ts';

export type Desk = {
  readonly view: JourneyView;
  /** True when main took it up. */
  readonly send: (intent: JourneyIntent) => Promise<boolean>;
  /** False on the screen that only mirrors what an officer does. */
  readonly canAct: boolean;
  /** Keyboards are drawn on the screen: there is none on the machine. */
  readonly touch: boolean;
};

const DeskContext = createContext<Desk | null>(null);
export const DeskProvider = DeskContext.Provider;

export function useDesk(): Desk {
  const desk = useContext(DeskContext);
  if (!desk) throw new Error('a screen without its desk');
  return desk;
}
