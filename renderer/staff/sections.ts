// The sections of the officer's window, in the order of their tabs. A new screen is one line here and its name in i18n.

import type { ComponentType } from 'react';
import type { Hello } from '../../preload/contract/counter.ts';
import type { MessageId } from '../i18n/messages.ts';
import { Reconciliation } from './reconciliation/reconciliation.tsx';
import { PortalScreen } from './portal/portal-screen.tsx';
import { SearchScreen } from './search/search-screen.tsx';
import { StatisticsScreen } from './statistics/statistics-screen.tsx';
import { ErasureLog } from './erasure/erasure-log.tsx';
import { TransfersScreen } from './transfers/transfers-screen.tsx';
import { Workplace } from './workplace/workplace.tsx';

export type StaffSection = {
  readonly id: string;
  readonly name: MessageId;
  readonly Screen: ComponentType;
  /** At which counters; without it at all. */
  readonly when?: (hello: Hello) => boolean;
};

export const SECTIONS: readonly StaffSection[] = [
  { id: 'today', name: 'staff.section.today', Screen: Workplace },
  { id: 'search', name: 'staff.section.search', Screen: SearchScreen },
  { id: 'statistics', name: 'staff.section.statistics', Screen: StatisticsScreen },
  { id: 'transfers', name: 'staff.section.transfers', Screen: TransfersScreen, when: ({ transfers }) => transfers === true },
  { id: 'reconcile', name: 'staff.section.reconcile', Screen: Reconciliation },
  { id: 'portal', name: 'staff.section.portal', Screen: PortalScreen },
  { id: 'erasures', name: 'staff.section.erasures', Screen: ErasureLog },
];
