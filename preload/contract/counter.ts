// What the windows see of the counter as a whole: its availability, its devices, its people, its settings.

import { z } from 'zod';
import type { Language } from './journey.ts';
import type { Role } from './roles.ts';

/** CUSS 2 / XFS4IoT words; see docs/architecture.md. */
export type DeviceStatus =
  | 'online'
  | 'offline'
  | 'powerOff'
  | 'noDevice'
  | 'hardwareError'
  | 'userError'
  | 'deviceBusy'
  | 'fraudAttempt'
  | 'potentialFraud'
  | 'starting';

export const DEVICE_IDS = ['cardReader', 'codeScanner', 'documentScanner', 'receiptPrinter', 'pagePrinter'] as const;
export type DeviceId = (typeof DEVICE_IDS)[number];

export type DeviceView = {
  readonly id: DeviceId;
  readonly name: string;
  readonly status: DeviceStatus;
  /** Where it is: `tcp 127.0.0.1:9100`, `serial COM3`. */
  readonly address: string;
  readonly model?: string;
  /** Media, paper and the like, in the shared vocabulary: `{ paper: 'low' }`. */
  readonly media: Readonly<Record<string, string>>;
  readonly detail?: string;
  readonly since: number;
};

export type CounterView = {
  readonly state: 'starting' | 'available' | 'unavailable' | 'maintenance';
  readonly reasons: readonly (
    | 'outOfServiceHours'
    | 'outOfServiceHardware'
    | 'outOfServiceConsumables'
    | 'outOfServiceInternal'
    | 'outOfServiceBackend'
    | 'storageCorrupt'
    | 'storageReadOnly'
    | 'storageFull'
  )[];
  readonly unitName: string;
  readonly online: { readonly portal: boolean; readonly gateway: boolean };
  /** What is not at the portal yet: dossiers, the messages about them, and since when the oldest. */
  readonly waiting: { readonly dossiers: number; readonly messages: number; readonly setAside: number; readonly since: number | null };
  readonly devices: readonly DeviceView[];
};

export type Hello = {
  readonly role: Role;
  readonly mode: 'selfService' | 'counter';
  readonly version: string;
  readonly language: Language;
  readonly theme: 'light' | 'dark' | 'contrast';
  /** Physical size of the screen, to turn the design's millimetres into pixels. */
  readonly screenMm: { readonly width: number; readonly height: number };
  readonly unitName: string;
  /** Fees come by bank transfers that officers confirm. */
  readonly transfers?: true;
  /** Papers are scanned at a copier, which one walks to: where it stands and what one touches there, as the technician put it. */
  readonly copier?: { readonly place?: string; readonly press?: string };
  /** Papers are taken by a document camera: part of its name, once one is chosen; `sees` where this window is the one to use it. */
  readonly camera?: { readonly device?: string; readonly sees: boolean };
};

export type OfficerView = { readonly id: string; readonly name: string };
export type StaffSessionView = { readonly officer: OfficerView | null; readonly since?: number };
export type TechnicianSessionView = { readonly signedIn: boolean; readonly pinIsSet: boolean };

/** Why a sign-in was refused, and until when it is locked. */
export type SignInReply =
  | { readonly signedIn: true }
  | { readonly signedIn: false; readonly reason: 'wrongPin' | 'locked' | 'unknownOfficer'; readonly lockedUntil?: number; readonly triesLeft?: number };

export type DossierRow = {
  readonly id: string;
  readonly code: string;
  readonly applicantName: string;
  readonly applicantNumber: string;
  readonly procedureName: string;
  readonly status: string;
  readonly channel: 'kiosk' | 'counter';
  readonly receivedAt: number;
  readonly dueAt?: number;
  readonly fee: number;
  readonly paid: boolean;
  /** How far the portal has it. */
  readonly portal: 'waiting' | 'accepted' | 'setAside';
  readonly slip: 'none' | 'printed' | 'notConfirmed' | 'failed' | 'waiting';
};

/** A part of the register that was looked through; with `olderThan` there is more, from there on. */
export type DossiersFound = { readonly found: readonly DossierRow[]; readonly olderThan?: number };

/** Something about a payment that an officer has to look at, or has closed. */
export type DifferenceView = {
  readonly id: number;
  /** The order's code; of money that belongs to none, the transaction's. */
  readonly orderCode: string;
  /** Of the journey's dossier, where it was filed. */
  readonly dossierCode?: string;
  readonly kind: 'late' | 'refundDue' | 'overPaid' | 'double' | 'unknown' | 'missing' | 'notListed' | 'notCounted' | 'amountDiffers' | 'wrongReference';
  readonly amount: number;
  readonly openedAt: number;
  readonly closed?: { readonly at: number; readonly by: string; readonly outcome: 'refunded' | 'kept' | 'settled' | 'assigned' | 'byGateway'; readonly reason?: string };
};

export const differenceClosing = z.strictObject({
  id: z.int().min(1),
  outcome: z.enum(['refunded', 'kept', 'settled']),
  reason: z.string().trim().min(3).max(300),
});

/** How far the daily comparison with the gateway's list has come; `offered: false` where the gateway has no list. */
/** `byTransfer`: there is no gateway, and officers enter what the account's statement says. */
export type ComparisonView = { readonly offered: boolean; readonly byTransfer: boolean; readonly last?: { readonly day: string; readonly at: number; readonly listed: number; readonly differences: number } };

/** An order that a bank transfer may still come for. */
export type TransferView = {
  readonly orderCode: string;
  /** What the payer's transfer says: our payment reference. */
  readonly purpose: string;
  readonly applicantName?: string;
  readonly amount: number;
  readonly amountPaid: number;
  readonly state: 'waiting' | 'underPaid' | 'paid' | 'expired' | 'cancelled';
  readonly since: number;
};

/** A line of the account's statement; `orderCode` is absent where nobody knows whose money it is. */
export const statementLine = z.strictObject({
  orderCode: z.string().regex(/^\d{1,16}$/).optional(),
  amount: z.int().min(1).max(9_999_999_999_999),
  reference: z.string().trim().min(4).max(50).regex(/^[A-Za-z0-9./_-]+$/),
});
export type TransferReply = { readonly entered: 'done' | 'alreadyEntered' | 'unknownOrder' };

/** Money of nobody known, which turns out to be an order's. */
export const moneyAssignment = z.strictObject({ id: z.int().min(1), orderCode: z.string().regex(/^\d{1,16}$/) });
export type AssignmentReply = { readonly assigned: 'done' | 'notOpen' | 'unknownOrder' };

/** Which table of the payments, and as what file. */
export const paymentsFile = z.strictObject({ what: z.enum(['ledger', 'differences']), format: z.enum(['csv', 'xlsx']) });

export type TestOutcome = { readonly passed: boolean; readonly summary: string; readonly detail?: string };

export type SettingsProblem = { readonly path: string; readonly reason: string };
export type SettingsSaveReply = { readonly saved: true; readonly restartNeeded: boolean } | { readonly saved: false; readonly problems: readonly SettingsProblem[] };

/** One setting as the technician sees it: where it is, what it means, what it may be. */
export type SettingView = {
  readonly path: string;
  readonly section: string;
  readonly sentence: string;
  readonly kind: 'text' | 'number' | 'boolean' | 'choice' | 'secret';
  readonly choices?: readonly string[];
  /** A secret never leaves main; only whether one is set. */
  readonly value: string | number | boolean | null;
  readonly isSet: boolean;
};

export type ReadinessItem = {
  readonly id: string;
  readonly title: string;
  readonly state: 'ready' | 'attention' | 'notReady';
  readonly detail: string;
};

export const pin = z.string().regex(/^\d{4,12}$/);
export const settingChange = z.strictObject({
  path: z.string().min(1).max(100).regex(/^[A-Za-z0-9.]+$/),
  value: z.union([z.string().max(2000), z.number(), z.boolean(), z.null()]),
});
export type SettingChange = z.infer<typeof settingChange>;
