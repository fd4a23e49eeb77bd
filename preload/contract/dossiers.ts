// A dossier with everything that an officer may see of it, and what may be done to it.

import type { DossierRow } from './counter.ts';
import type { FeeView } from './journey.ts';

export type DossierEventView = {
  readonly at: number;
  /** `citizen`, `system`, `portal`, or an officer's id. */
  readonly actor: string;
  readonly actorName?: string;
  readonly kind: 'filed' | 'step' | 'extended' | 'erased';
  readonly status: string;
  readonly reason?: string;
  readonly dueAt?: number;
};

export type DossierPrintView = {
  readonly id: string;
  readonly title: string;
  readonly state: 'waiting' | 'sending' | 'printed' | 'notConfirmed' | 'failed' | 'canceled';
  readonly copy: boolean;
  readonly at: number;
};

export type DossierDetails = DossierRow & {
  readonly procedureCode: string;
  readonly procedureVersion: string;
  /** False: something of the procedure was not confirmed by a source, the officer decides. */
  readonly verified: boolean;
  readonly caseName?: string;
  readonly phone?: string;
  readonly residence?: string;
  readonly officerName?: string;
  readonly answers: readonly { readonly label: string; readonly value: string }[];
  readonly costs: FeeView;
  readonly paidAt?: number;
  readonly documents: readonly { readonly id: string; readonly name: string; readonly pages: number; readonly bytes: number }[];
  readonly prints: readonly DossierPrintView[];
  /** Oldest first. */
  readonly events: readonly DossierEventView[];
};
