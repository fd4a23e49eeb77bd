// The store that the services need. A list of writes is one transaction: state, its effects and its audit line are
// written together or not at all. Implemented by main/storage (SQLite, one connection in a worker,
// another for what reads the whole file).

import type { Channel, Dossier, DossierStatus, Erased } from '../domain/dossier/dossier.ts';
import type { KeptPage } from '../domain/pages/kept-page.ts';
import type { SavedPaper } from '../domain/pages/saved-paper.ts';
import type { LedgerEntry } from '../domain/payment/ledger.ts';
import type { DifferenceKind, PaymentState } from '../domain/payment/transition.ts';
import type { Failure, Result } from '../domain/result.ts';
import type { Slip } from '../domain/slips/slip.ts';
import type { IsoDate } from '../domain/identity/identity.ts';
import type { Counts } from '../domain/statistics/statistics.ts';

export type StoreFailure = Failure<
  | 'corrupt' // the integrity check or a read failed; nothing is reset
  | 'wrongKey'
  | 'readOnly'
  | 'full' // the disk
  | 'newer' // written by a newer version of the program
  | 'busy'
  | 'conflict' // a unique key is there already
  | 'closed'
>;

/** A journey as it is kept: `snapshot` is the machine's, as JSON. */
export type JourneyRecord = {
  readonly id: string;
  readonly kind: 'selfService' | 'assisted';
  readonly officerId?: string;
  readonly station: string;
  readonly snapshot: string;
  readonly revision: number;
  readonly startedAt: number;
  readonly updatedAt: number;
  /** Set when it is over; a journey without it is resumed after a restart. */
  readonly endedAt?: number;
};

/** Work to be done outside the database, kept until it is done. */
export type OutboxRow = {
  readonly id: number;
  /** Journey and step: the same effect is never written twice. */
  readonly key: string;
  readonly kind: string;
  /** Rows of one stream run one after another, streams side by side. */
  readonly stream: string;
  readonly subject: string;
  readonly payload: string;
  readonly state: 'waiting' | 'setAside';
  readonly attempts: number;
  readonly notBefore: number;
  readonly lastError?: string;
  readonly createdAt: number;
  /** Lower is sooner: what the citizen waits for before what nobody waits for. */
  readonly priority: number;
};

export type NewOutboxRow = Pick<OutboxRow, 'key' | 'kind' | 'stream' | 'subject' | 'payload' | 'priority'> & { readonly notBefore?: number };

/** Something about an order's money that staff have to look at; `outcome` once it is closed. */
export type DifferenceOutcome = 'refunded' | 'kept' | 'settled' | 'assigned' | 'byGateway';
/** Of an order, or of money that belongs to none: then `reference` is the transaction's. */
export type LedgerLine = LedgerEntry & { readonly entry: number; readonly at: number; readonly orderCode?: number; readonly reference?: string };

export type DifferenceRow = {
  readonly id: number;
  /** Of money that belongs to no order there is only the transaction's `reference`. */
  readonly orderCode?: number;
  readonly journeyId?: string;
  readonly reference?: string;
  readonly kind: DifferenceKind;
  readonly amount: number;
  readonly openedAt: number;
  readonly closedAt?: number;
  readonly closedBy?: string;
  readonly outcome?: DifferenceOutcome;
  readonly reason?: string;
};

/** A line of the bank's statement that an officer entered for an order. `at`: when it was entered, ms. */
export type TransferReceipt = { readonly reference: string; readonly amount: number; readonly at: number; readonly by: string };

/** What came of holding a day's list of the gateway against our own records. */
export type ComparisonRow = { readonly day: IsoDate; readonly at: number; readonly listed: number; readonly differences: number };

export type PaymentRow = {
  readonly orderCode: number;
  readonly journeyId: string;
  readonly amount: number;
  readonly amountPaid: number;
  readonly state: PaymentState;
  readonly description: string;
  readonly qr?: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly paidAt?: number;
  readonly updatedAt: number;
};

export type PrintState = 'waiting' | 'sending' | 'printed' | 'notConfirmed' | 'failed' | 'canceled';
export type PrintJobRow = {
  readonly id: string;
  readonly subject: string;
  readonly slip: Slip;
  readonly state: PrintState;
  /** How often bytes went to the printer: above 0 the next is a copy. */
  readonly attempts: number;
  readonly copy: boolean;
  readonly reason?: string;
  readonly createdAt: number;
  readonly updatedAt: number;
};

/** `day`: in Vietnam, `YYYY-MM-DD`. */
export type QueueTicket = { readonly id: string; readonly unit: string; readonly day: string; readonly number: number; readonly issuedAt: number; readonly issuedBy: string };

export type DocumentRow = {
  readonly id: string;
  readonly journeyId: string;
  readonly paperId: string;
  readonly mime: string;
  readonly pages: number;
  readonly bytes: number;
  readonly sha256: string;
  readonly createdAt: number;
};

export type DossierPortalState = 'waiting' | 'accepted' | 'setAside';

/** A dossier to be registered; its running number is given inside the transaction. */
export type NewDossier = Omit<Dossier, 'code'> & {
  readonly unit: string;
  /** Template of the code, see domain/dossier/dossier-code. */
  readonly template: string;
  /** Day of the running number in Vietnam, `YYYY-MM-DD`. */
  readonly day: string;
};

/** What happened to a dossier, by whom and why. The first is its filing. */
export type DossierEvent = {
  /** 0, 1, 2 … */
  readonly n: number;
  readonly at: number;
  /** `citizen`, `system`, or an officer's id. */
  readonly actor: string;
  readonly kind: 'filed' | 'step' | 'extended' | 'erased';
  /** The status after it. */
  readonly status: DossierStatus;
  readonly reason?: string;
  /** The due time after it. */
  readonly dueAt?: number;
  /** What went with it. */
  readonly erased?: Erased;
};

/** A dossier that has ended and of which something is still to be erased. */
export type EndedDossier = {
  readonly id: string;
  readonly procedure: { readonly code: string; readonly version: string };
  readonly status: DossierStatus;
  readonly endedAt: number;
  readonly portal: DossierPortalState;
  /** The number of its last event. */
  readonly n: number;
  /** Messages about it for the portal that are not done. */
  readonly open: number;
};

/** `saved`: papers that a person had let be kept for the next time; `code` is then the dossier through which an officer did it, or empty. */
export type ErasureLine = { readonly code: string; readonly at: number; readonly actor: string; readonly erased: Erased | 'saved'; readonly reason?: string };

/** What one person lets be kept. `owner` names the folder and the key of the sealed files, and says nothing of who it is. */
export type SavedPapers = { readonly owner: string; readonly papers: readonly SavedPaper[] };

/** What of a person's saved papers has had its time. `all`: nothing else is left. */
export type SavedPapersDue = { readonly owner: string; readonly papers: readonly string[]; readonly pages: readonly string[]; readonly all: boolean };

/** An update of the catalogue as it was signed. */
export type CatalogueUpdateRow = {
  readonly serial: number;
  readonly text: string;
  readonly source: 'file' | 'portal';
  readonly heldAt: number;
  readonly heldBy: string;
  readonly takenBackAt?: number;
  readonly takenBackBy?: string;
};

export type StatisticGroup = { readonly unit: string; readonly procedureCode: string; readonly channel: Channel; readonly counts: Counts };

/** Lines of the audit log are chained by hash. Details are codes and counts, never personal data. */
export type AuditLine = {
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly details: Readonly<Record<string, string | number | boolean>>;
};

export type Write =
  | { readonly write: 'journey.save'; readonly journey: JourneyRecord }
  | { readonly write: 'outbox.add'; readonly row: NewOutboxRow }
  | { readonly write: 'outbox.done'; readonly id: number }
  | { readonly write: 'outbox.retry'; readonly id: number; readonly notBefore: number; readonly error: string }
  | { readonly write: 'outbox.setAside'; readonly id: number; readonly error: string }
  /** A row that was set aside waits again, as if it were new. */
  | { readonly write: 'outbox.release'; readonly id: number }
  /** A row that was set aside is over without having been carried out; its key never comes back. */
  | { readonly write: 'outbox.close'; readonly id: number; readonly reason: string }
  /** Idempotent by the dossier's id: registering again gives the first one's code. */
  | { readonly write: 'dossier.register'; readonly dossier: NewDossier }
  | { readonly write: 'dossier.portal'; readonly id: string; readonly state: DossierPortalState }
  /** `conflict` where something else has happened meanwhile: event `n` is there already. `electronic`: the result was given electronically, too. */
  | { readonly write: 'dossier.step'; readonly id: string; readonly event: Omit<DossierEvent, 'at' | 'kind'> & { readonly kind: 'step' | 'extended' }; readonly electronic?: boolean }
  /**
   * The key of its documents goes, and with `all` whatever says who it was: what stays is the register's entry. `conflict` as above. The
   * sealed files, which nothing opens any more, are removed by `documents.destroy`.
   */
  | { readonly write: 'dossier.erase'; readonly id: string; readonly n: number; readonly actor: string; readonly what: Erased; readonly reason?: string }
  /** A piece of the work after which no words of erased dossiers lie in the search's index; `search.toForget` says whether there is more. */
  | { readonly write: 'search.forget' }
  /** The ledger's entries for what changed are made in the same transaction. */
  | { readonly write: 'payment.save'; readonly payment: PaymentRow }
  /** Opens it, or raises the amount of the open one. */
  | { readonly write: 'difference.open'; readonly orderCode: number; readonly kind: DifferenceKind; readonly amount: number }
  /**
   * Money that belongs to no order, once a transaction: it is in the ledger and owed back. Said again it changes nothing; but
   * entered by an officer it is a `conflict` when the transaction is known, as one of an order or of nobody.
   */
  | { readonly write: 'difference.openUnknown'; readonly reference: string; readonly amount: number; readonly enteredBy?: string }
  /** `conflict` when this line of the statement was entered before: it counts once. */
  | { readonly write: 'transfer.enter'; readonly orderCode: number; readonly reference: string; readonly amount: number; readonly by: string }
  /** Money of nobody known turns out to be an order's: it leaves the work list and counts as a line entered for the order. `conflict` as below. */
  | { readonly write: 'transfer.assign'; readonly id: number; readonly orderCode: number; readonly by: string }
  | { readonly write: 'comparison.save'; readonly comparison: Omit<ComparisonRow, 'at'> }
  /** The gateway has said the word that was missing. */
  | { readonly write: 'difference.resolve'; readonly orderCode: number; readonly kinds: readonly DifferenceKind[] }
  /** By a person. `conflict` when it is not open any more. What was refunded or kept is entered in the ledger. */
  | { readonly write: 'difference.close'; readonly id: number; readonly outcome: Exclude<DifferenceOutcome, 'assigned' | 'byGateway'>; readonly reason: string; readonly by: string }
  | { readonly write: 'print.save'; readonly job: PrintJobRow }
  | { readonly write: 'document.add'; readonly document: DocumentRow }
  | { readonly write: 'document.remove'; readonly id: string }
  /** A person lets this dossier's papers be kept. `owner`: an id for a person of whom nothing is kept yet. Said again it changes nothing. */
  | { readonly write: 'saved.allow'; readonly dossierId: string; readonly number: string; readonly owner: string; readonly askedBy: string }
  /** A paper takes the place of an older one of its kind. Where the consent was taken back meanwhile nothing is kept, and the key goes. */
  | { readonly write: 'saved.add'; readonly dossierId: string; readonly owner: string; readonly papers: readonly (Omit<SavedPaper, 'pages' | 'owner' | 'savedAt'> & { readonly pages: readonly KeptPage[] })[] }
  /** The key goes, and whatever was kept; `conflict` when nothing is any more. The sealed files are removed by `documents.destroy`. */
  | { readonly write: 'saved.withdraw'; readonly owner: string; readonly actor: string; readonly dossierId?: string; readonly reason?: string }
  /** Their time is over; others of the same person stay. */
  | { readonly write: 'saved.remove'; readonly owner: string; readonly papers: readonly string[] }
  | { readonly write: 'lockout.save'; readonly subject: string; readonly failures: number; readonly lockedUntil: number }
  /** Looking-up's counts that lock nothing any more since before this moment. */
  | { readonly write: 'lockout.prune'; readonly before: number }
  /** `conflict` where another text has the number. */
  | { readonly write: 'catalogue.hold'; readonly serial: number; readonly text: string; readonly source: 'file' | 'portal'; readonly by: string }
  | { readonly write: 'catalogue.takeBack'; readonly serial: number; readonly by: string }
  /** Idempotent by its id: the next number of the unit's day is taken once. Tickets of past weeks are forgotten. */
  | { readonly write: 'ticket.issue'; readonly id: string; readonly unit: string; readonly day: string; readonly by: string }
  | { readonly write: 'rating.add'; readonly journeyId: string; readonly stars: number }
  | { readonly write: 'audit'; readonly line: AuditLine };

/** Which rows are meant; without a list all of them. */
export type OutboxPick = {
  readonly kinds?: readonly string[];
  readonly except?: readonly string[];
  /** Only rows that were added after this moment and that somebody waits for. */
  readonly onlyFreshAfter?: number;
};

/** Rows from this priority on are nobody's wait: pictures after every dossier's own message. */
export const BULK_PRIORITY = 5;

export type Queries = {
  /** Journeys that have not ended, oldest first. */
  'journeys.open': { args: undefined; reply: readonly JourneyRecord[] };
  /** Waiting rows whose time has come and that are first in their stream, by priority, then age. */
  'outbox.due': { args: OutboxPick & { readonly now: number; readonly limit: number; readonly freshAfter?: number }; reply: readonly OutboxRow[] };
  /** Time of the next waiting row that is first in its stream, or null. */
  'outbox.next': { args: OutboxPick; reply: number | null };
  /** Rows of these kinds that are not done: what is set aside first, then by age. */
  'outbox.open': { args: { readonly kinds: readonly string[]; readonly limit: number }; reply: readonly OutboxRow[] };
  'outbox.byId': { args: { readonly id: number }; reply: OutboxRow | null };
  'outbox.ofStream': { args: { readonly stream: string }; reply: readonly OutboxRow[] };
  /** How much of these kinds is not done. `subjects` and `since` are of everything that is open. */
  'outbox.backlog': {
    args: { readonly kinds: readonly string[] };
    reply: { readonly subjects: number; readonly rows: number; readonly setAside: number; readonly since: number | null };
  };
  'outbox.count': { args: undefined; reply: { readonly waiting: number; readonly setAside: number } };
  'dossier.byId': { args: { readonly id: string }; reply: { readonly dossier: Dossier; readonly portal: DossierPortalState } | null };
  'dossier.byCode': { args: { readonly code: string }; reply: { readonly dossier: Dossier; readonly portal: DossierPortalState } | null };
  /** A person's by the whole identity number, newest first. */
  'dossiers.ofPerson': { args: { readonly number: string; readonly limit: number }; reply: readonly Dossier[] };
  'dossier.events': { args: { readonly id: string }; reply: readonly DossierEvent[] };
  /** Ended before a moment, with this already erased, the first that ended first; after the one that was given last. */
  'dossiers.ended': {
    args: { readonly erased: 'nothing' | 'documents'; readonly before: number; readonly after?: { readonly endedAt: number; readonly id: string }; readonly limit: number };
    reply: readonly EndedDossier[];
  };
  /** Newest first. */
  'dossiers.erasures': { args: { readonly limit: number }; reply: readonly ErasureLine[] };
  'search.toForget': { args: undefined; reply: boolean };
  /** Received at or after `from`, newest first. */
  'dossiers.since': {
    args: { readonly from: number; readonly limit: number };
    reply: readonly { readonly dossier: Dossier; readonly portal: DossierPortalState; readonly print: PrintState | null }[];
  };
  /** Received at or after `from` and before `to`, oldest first; `handedOverAt`: when the result was given. */
  'dossiers.between': {
    args: { readonly from: number; readonly to: number; readonly limit: number };
    reply: readonly { readonly dossier: Dossier; readonly handedOverAt?: number }[];
  };
  /**
   * Newest first: every word is in the name, the code, the number or the telephone, or says the day or the status; the last
   * may be unfinished. Looks through a part of the register; with `olderThan` there is more to look through, from there on.
   */
  'dossiers.search': {
    args: { readonly text: string; readonly limit: number; readonly before?: number };
    reply: { readonly found: Queries['dossiers.since']['reply']; readonly olderThan?: number };
  };
  /** Sums by unit, procedure and channel; `from` and `to` are midnights in Vietnam, but the last period may end now. */
  'statistics.groups': { args: { readonly from: number; readonly to: number }; reply: readonly StatisticGroup[] };
  'payment.byJourney': { args: { readonly journeyId: string }; reply: readonly PaymentRow[] };
  /** Payments whose end is not known yet: `creating`, `shown`, `underPaid`, `unknown`. */
  'payments.open': { args: undefined; reply: readonly PaymentRow[] };
  /** Closed payments that changed last at or after `since`, which money may still find. */
  'payments.closedSince': { args: { readonly since: number }; reply: readonly PaymentRow[] };
  /** Payments whose order was made at or after `from` and before `to`. */
  'payments.madeBetween': { args: { readonly from: number; readonly to: number }; reply: readonly PaymentRow[] };
  'transfers.ofOrder': { args: { readonly orderCode: number }; reply: readonly TransferReceipt[] };
  /** The newest day that was compared with the gateway's list. */
  'comparison.last': { args: undefined; reply: ComparisonRow | null };
  'payment.byOrder': { args: { readonly orderCode: number }; reply: PaymentRow | null };
  'ledger.ofOrder': { args: { readonly orderCode: number }; reply: readonly (LedgerEntry & { readonly at: number })[] };
  /** Entries made at or after `since`, in their order, at most `limit`: the newest. */
  'ledger.since': { args: { readonly since: number; readonly limit: number }; reply: readonly LedgerLine[] };
  /** Balances of all accounts, debit less credit; their sum is zero. */
  'ledger.balances': { args: undefined; reply: Readonly<Record<string, number>> };
  /** Open ones first, then the newest closed ones. */
  'differences.list': { args: { readonly closedLimit: number }; reply: readonly DifferenceRow[] };
  'print.byId': { args: { readonly id: string }; reply: PrintJobRow | null };
  'print.bySubject': { args: { readonly subject: string }; reply: readonly PrintJobRow[] };
  'ticket.byId': { args: { readonly id: string }; reply: QueueTicket | null };
  'documents.ofJourney': { args: { readonly journeyId: string }; reply: readonly DocumentRow[] };
  'document.byId': { args: { readonly id: string }; reply: DocumentRow | null };
  /** By the whole identity number; null where nothing may be kept. */
  'saved.ofPerson': { args: { readonly number: string }; reply: SavedPapers | null };
  /** Of the person who let this dossier's papers be kept. */
  'saved.ofDossier': { args: { readonly dossierId: string }; reply: SavedPapers | null };
  /** Allowed before a moment. */
  'saved.due': { args: { readonly before: number; readonly limit: number }; reply: readonly SavedPapersDue[] };
  /** All that ever held, in their order. */
  'catalogue.updates': { args: undefined; reply: readonly CatalogueUpdateRow[] };
  lockout: { args: { readonly subject: string }; reply: { readonly failures: number; readonly lockedUntil: number } };
  /** Checks the whole chain; the first broken line, or null. */
  'audit.verify': { args: undefined; reply: { readonly lines: number; readonly brokenAt: number | null } };
  integrity: { args: undefined; reply: { readonly sound: boolean; readonly detail: string; readonly schemaVersion: number; readonly cipher: string } };
};
export type QueryName = keyof Queries;

/** What a transaction gave back, write by write; `null` where a write gives nothing. */
export type WriteReply = readonly (null | { readonly code: string; readonly secret: string; readonly receivedAt: number; readonly dueAt?: number })[];

export type Store = {
  /** All or nothing, on disk before it resolves (synchronous=FULL). */
  write(writes: readonly Write[]): Promise<Result<WriteReply, StoreFailure>>;
  read<Q extends QueryName>(query: Q, ...args: Queries[Q]['args'] extends undefined ? [] : [Queries[Q]['args']]): Promise<Result<Queries[Q]['reply'], StoreFailure>>;
};

/** Documents as sealed files, with a key a dossier or an owner of saved papers; without the key they are gone for good. */
export type Vault = {
  /** Written (temp, fsync, rename) before it resolves. */
  put(journeyId: string, documentId: string, bytes: Uint8Array): Promise<Result<{ readonly sha256: string }, StoreFailure>>;
  get(journeyId: string, documentId: string): Promise<Result<Uint8Array, StoreFailure | Failure<'missing' | 'altered'>>>;
  remove(journeyId: string, documentId: string): Promise<Result<void, StoreFailure>>;
  /** Deletes the key and then the files. */
  destroy(journeyId: string): Promise<Result<void, StoreFailure>>;
};
