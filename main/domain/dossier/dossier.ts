// A dossier (hồ sơ): what a citizen filed, under one code, for one procedure. Statuses after the national data set
// for one-stop dossiers (Decree 118/2025/NĐ-CP and its predecessor's portal schema).

import type { FeeStatement } from '../fees/fee.ts';
import type { Identity } from '../identity/identity.ts';
import type { HandedIn } from './handed-in.ts';

/** 1 newly registered … 10 result handed over; numbers are those of the portals. */
export const DOSSIER_STATUSES = {
  newlyRegistered: 1,
  received: 2,
  notReceived: 3,
  inProcess: 4,
  supplementsRequested: 5,
  paymentRequested: 6,
  withdrawn: 7,
  stopped: 8,
  processed: 9,
  resultHandedOver: 10,
} as const;

export type DossierStatus = keyof typeof DOSSIER_STATUSES;

export type Erased = 'documents' | 'all';

export type Channel = 'kiosk' | 'counter';

/** A document as it goes to the portal: a paper's pages as one PDF. */
export type DossierDocument = {
  readonly id: string;
  readonly paperId: string;
  readonly fileName: string;
  readonly mime: 'image/jpeg' | 'image/png' | 'application/pdf';
  readonly pages: number;
  /** Absent as long as the file is not made: it is made behind the citizen's back. */
  readonly bytes?: number;
  /** Lower-case hex SHA-256 of the clear bytes; absent like `bytes`. */
  readonly sha256?: string;
};

export type Dossier = {
  /** Equal to the id of the journey that made it. */
  readonly id: string;
  /** Mã hồ sơ, made by the unit's template, e.g. `H36.12-261124-0042`. */
  readonly code: string;
  /** Printed beside the code; needed to look the dossier up. */
  readonly secret: string;
  readonly procedure: { readonly code: string; readonly version: string };
  readonly caseId: string;
  readonly channel: Channel;
  readonly officerId?: string;
  readonly applicant: Identity;
  readonly phone?: string;
  readonly answers: Readonly<Record<string, string>>;
  readonly documents: readonly DossierDocument[];
  readonly handedIn?: HandedIn;
  readonly fee: FeeStatement;
  /** `reference` stands on the bank's statement; it and the payee are absent in dossiers from before they were kept. */
  readonly payment?: {
    readonly orderCode: number;
    readonly paidAt: number;
    readonly reference?: string;
    readonly payee?: { readonly bin: string; readonly account: string; readonly name: string };
  };
  readonly status: DossierStatus;
  /** What has gone: the scans, or everything but the register's entry. */
  readonly erased?: Erased;
  /** Milliseconds since 1970 UTC. */
  readonly receivedAt: number;
  /** Absent where the procedure's time is not known: the officer says it. */
  readonly dueAt?: number;
};
