// The one table of channels between windows and main. A channel is added here and handled in main/ipc; forgetting either
// does not compile. Replies come from main, which we trust, so they are typed and not checked again in the window.

import { z } from 'zod';
import type {
  ComparisonView,
  CounterView,
  DifferenceView,
  DossierRow,
  DossiersFound,
  Hello,
  OfficerView,
  ReadinessItem,
  SettingView,
  SettingsSaveReply,
  SignInReply,
  StaffSessionView,
  TechnicianSessionView,
  TestOutcome,
  AssignmentReply,
  TransferReply,
  TransferView,
} from './counter.ts';
import { DEVICE_IDS, differenceClosing, moneyAssignment, paymentsFile, pin, settingChange, statementLine } from './counter.ts';
import { cameraFailure, cameraPicture, camerasSeen } from './camera.ts';
import { catalogueUpload } from './catalogue.ts';
import type { CatalogueReply, CatalogueView } from './catalogue.ts';
import type { DossierActionReply, DossierDetails, DossierPrintView, FormChoice, FormPreview, RegisterReply, TicketReply } from './dossiers.ts';
import { dossierAction, formOrder } from './dossiers.ts';
import { erasureOrder, erasuresFile } from './erasure.ts';
import type { ErasureReply, ErasureRow, WithdrawReply } from './erasure.ts';
import type { JourneyView } from './journey.ts';
import { closeMessage, messageId } from './portal.ts';
import type { PortalMessageRow } from './portal.ts';
import { journeyIntent } from './journey.ts';
import { typedSlip } from './look-up.ts';
import type { LookUpView } from './look-up.ts';
import type { Role, SignedIn } from './roles.ts';
import type { SavedFile, StatisticsView } from './statistics.ts';
import { statisticsFile, statisticsPeriod } from './statistics.ts';

type Call<Request extends z.ZodType, Reply> = {
  readonly kind: 'call';
  readonly roles: readonly Role[];
  readonly signedIn?: SignedIn | { readonly [role in Role]?: SignedIn };
  readonly request: Request;
  readonly reply: Reply;
};
type Push<Event> = { readonly kind: 'push'; readonly roles: readonly Role[]; readonly signedIn?: SignedIn; readonly event: Event };

/** Stands for a reply's or an event's type; there is no value behind it. */
const typed = <T>(): T => undefined as T;
const nothing = z.undefined();

const WINDOWS = ['citizen', 'citizenFacing', 'staff', 'technician'] as const satisfies readonly Role[];
/** The dossier's id, the form, and a random part. */
const printJobId = z.string().min(1).max(120).regex(/^[A-Za-z0-9._-]+$/);
const recordId = z.string().min(1).max(64).regex(/^[A-Za-z0-9._-]+$/);

function call<Request extends z.ZodType, Reply>(
  roles: readonly Role[],
  request: Request,
  reply: Reply,
  signedIn?: Call<Request, Reply>['signedIn'],
): Call<Request, Reply> {
  return signedIn === undefined ? { kind: 'call', roles, request, reply } : { kind: 'call', roles, request, reply, signedIn };
}
function push<Event>(roles: readonly Role[], event: Event, signedIn?: SignedIn): Push<Event> {
  return signedIn === undefined ? { kind: 'push', roles, event } : { kind: 'push', roles, event, signedIn };
}

export const CHANNELS = {
  /** Role, language, screen: asked once by each window when it starts. */
  'window.hello': call(WINDOWS, nothing, typed<Hello>()),
  /** The window is drawn and can be used; main logs it and stops its crash timer. */
  'window.interactive': call(WINDOWS, nothing, typed<void>()),
  /** An error that the window caught; main logs it (bounded, redacted). */
  'window.failed': call(
    WINDOWS,
    z.strictObject({ name: z.string().max(100), where: z.string().max(2000) }),
    typed<void>(),
  ),

  'counter.current': call(WINDOWS, nothing, typed<CounterView>()),
  'counter.changed': push(WINDOWS, typed<CounterView>()),

  'journey.current': call(['citizen', 'citizenFacing', 'staff'], nothing, typed<JourneyView>(), { staff: 'officer' }),
  'journey.changed': push(['citizen', 'citizenFacing', 'staff'], typed<JourneyView>()),
  'journey.send': call(['citizen', 'staff'], journeyIntent, typed<{ readonly accepted: boolean }>(), { staff: 'officer' }),
  /** A small JPEG of a scanned page, made by the studio. */
  'journey.preview': call(
    ['citizen', 'citizenFacing', 'staff'],
    z.strictObject({ documentId: recordId }),
    typed<{ readonly jpeg: Uint8Array } | null>(),
    { staff: 'officer' },
  ),
  /** The receipt for what was paid, printed once for the citizen whose slip it is. */
  'journey.printPaymentReceipt': call(['citizen', 'staff'], nothing, typed<{ readonly queued: boolean }>(), { staff: 'officer' }),
  'journey.startAssisted': call(['staff'], nothing, typed<{ readonly accepted: boolean }>(), 'officer'),

  /** The cameras that the window sees, where the document scanner is one. */
  'camera.seen': call(['citizen', 'staff'], camerasSeen, typed<void>()),
  /** A picture for the scan that waits for one. */
  'camera.give': call(['citizen', 'staff'], cameraPicture, typed<{ readonly taken: boolean }>(), { staff: 'officer' }),
  'camera.failed': call(['citizen', 'staff'], cameraFailure, typed<void>()),

  /** Dossiers that are looked up on the first screen: by a slip before the scanner, what is typed from it, or a card's chip. */
  'lookUp.current': call(['citizen'], nothing, typed<LookUpView>()),
  'lookUp.open': call(['citizen'], nothing, typed<void>()),
  'lookUp.find': call(['citizen'], typedSlip, typed<void>()),
  /** Somebody reads or types. */
  'lookUp.stillHere': call(['citizen'], nothing, typed<void>()),
  /** Whoever's card was proved takes back that papers may be kept: all of them go. */
  'lookUp.withdrawSaved': call(['citizen'], nothing, typed<void>()),
  'lookUp.close': call(['citizen'], nothing, typed<void>()),
  'lookUp.changed': push(['citizen'], typed<LookUpView>()),

  'staff.officers': call(['staff'], nothing, typed<readonly OfficerView[]>()),
  'staff.session': call(['staff'], nothing, typed<StaffSessionView>()),
  'staff.sessionChanged': push(['staff'], typed<StaffSessionView>()),
  'staff.signIn': call(['staff'], z.strictObject({ officerId: recordId, pin }), typed<SignInReply>()),
  'staff.signOut': call(['staff'], nothing, typed<void>()),
  'staff.dossiersToday': call(['staff'], nothing, typed<readonly DossierRow[]>(), 'officer'),
  'staff.dossiersChanged': push(['staff'], typed<readonly DossierRow[]>(), 'officer'),
  'staff.dossier': call(['staff'], z.strictObject({ dossierId: recordId }), typed<DossierDetails | null>(), 'officer'),
  /** A step of a dossier, or its extension: kept with its reason, told to the portal. */
  'staff.actOnDossier': call(['staff'], dossierAction, typed<DossierActionReply>(), 'officer'),
  'staff.statistics': call(['staff'], statisticsPeriod, typed<StatisticsView>(), 'officer'),
  /** Writes the same table to a file in the officer's documents. */
  'staff.saveStatistics': call(['staff'], statisticsFile, typed<SavedFile>(), 'officer'),
  /** Newest first, of all years. */
  'staff.search': call(['staff'], z.strictObject({ text: z.string().max(200), before: z.int().min(1).optional() }), typed<DossiersFound>(), 'officer'),
  'staff.forms': call(['staff'], z.strictObject({ dossierId: recordId }), typed<readonly FormChoice[]>(), 'officer'),
  /** How a form will look on paper. */
  'staff.previewForm': call(['staff'], formOrder, typed<FormPreview | null>(), 'officer'),
  'staff.printForm': call(['staff'], formOrder, typed<{ readonly queued: boolean }>(), 'officer'),
  /** A form as it was printed before, marked as a copy where any of it may be out. */
  'staff.printFormAgain': call(['staff'], z.strictObject({ jobId: printJobId }), typed<{ readonly queued: boolean }>(), 'officer'),
  /** The next number of the day's queue, printed on a ticket. */
  'staff.printTicket': call(['staff'], nothing, typed<TicketReply>(), 'officer'),
  /** Form 07 over a period, printed on pages. */
  'staff.printRegister': call(['staff'], statisticsPeriod, typed<RegisterReply>(), 'officer'),
  /** What became of something that was printed; null while nothing has been done about it. */
  'staff.printState': call(['staff'], z.strictObject({ jobId: printJobId }), typed<DossierPrintView | null>(), 'officer'),
  /** What is owed or in doubt about payments, open ones first. */
  'staff.differences': call(['staff'], nothing, typed<readonly DifferenceView[]>(), 'officer'),
  'staff.closeDifference': call(['staff'], differenceClosing, typed<{ readonly closed: boolean }>(), 'officer'),
  'staff.comparison': call(['staff'], nothing, typed<ComparisonView>(), 'officer'),
  /** Orders that a bank transfer may come for; null where fees do not come by transfers. */
  'staff.transfers': call(['staff'], nothing, typed<readonly TransferView[] | null>(), 'officer'),
  /** An officer has seen this line on the account's statement. */
  'staff.enterTransfer': call(['staff'], statementLine, typed<TransferReply>(), 'officer'),
  'staff.assignMoney': call(['staff'], moneyAssignment, typed<AssignmentReply>(), 'officer'),
  /** Writes the ledger of this year and the last, or the differences, to a file in the officer's documents. */
  'staff.savePayments': call(['staff'], paymentsFile, typed<SavedFile>(), 'officer'),
  /** What waits for the portal; what is set aside first. */
  'staff.portalMessages': call(['staff'], nothing, typed<readonly PortalMessageRow[]>(), 'officer'),
  'staff.sendAgain': call(['staff'], z.strictObject({ id: messageId }), typed<{ readonly done: boolean }>(), 'officer'),
  'staff.closeMessage': call(['staff'], closeMessage, typed<{ readonly done: boolean }>(), 'officer'),
  /** A citizen's request: whatever says who it was goes for good. */
  'staff.erase': call(['staff'], erasureOrder, typed<ErasureReply>(), 'officer'),
  /** A person takes back, through the officer, that papers may be kept for the next dossier. */
  'staff.withdrawSaved': call(['staff'], erasureOrder, typed<WithdrawReply>(), 'officer'),
  /** The log of erasures, newest first. */
  'staff.erasures': call(['staff'], nothing, typed<readonly ErasureRow[]>(), 'officer'),
  'staff.saveErasures': call(['staff'], erasuresFile, typed<SavedFile>(), 'officer'),
  /** Prints the slip of a dossier again, marked as a copy. */
  'staff.printCopy': call(['staff'], z.strictObject({ dossierId: recordId }), typed<{ readonly queued: boolean }>(), 'officer'),

  'technician.session': call(['technician'], nothing, typed<TechnicianSessionView>()),
  'technician.signIn': call(['technician'], z.strictObject({ pin }), typed<SignInReply>()),
  'technician.signOut': call(['technician'], nothing, typed<void>()),
  'technician.testDevice': call(['technician'], z.strictObject({ device: z.enum(DEVICE_IDS) }), typed<TestOutcome>(), 'technician'),
  'technician.settings': call(['technician'], nothing, typed<readonly SettingView[]>(), 'technician'),
  'technician.saveSettings': call(
    ['technician'],
    z.strictObject({ changes: z.array(settingChange).min(1).max(200) }),
    typed<SettingsSaveReply>(),
    'technician',
  ),
  'technician.readiness': call(['technician'], nothing, typed<readonly ReadinessItem[]>(), 'technician'),
  'technician.catalogue': call(['technician'], nothing, typed<CatalogueView>(), 'technician'),
  /** A signed update of the catalogue, as its file's bytes: checked whole, and then it holds. */
  'technician.importCatalogue': call(['technician'], catalogueUpload, typed<CatalogueReply>(), 'technician'),
  /** Asks the portal for the update that it publishes. */
  'technician.fetchCatalogue': call(['technician'], nothing, typed<CatalogueReply>(), 'technician'),
  'technician.takeCatalogueBack': call(['technician'], nothing, typed<CatalogueReply>(), 'technician'),
  /** Adds an officer, or gives one a new PIN. */
  'technician.saveOfficer': call(
    ['technician'],
    z.strictObject({ id: recordId, name: z.string().min(1).max(80), pin }),
    typed<{ readonly saved: boolean }>(),
    'technician',
  ),
} as const;

export type Channels = typeof CHANNELS;
export type ChannelName = keyof Channels;
export type CallName = { [N in ChannelName]: Channels[N]['kind'] extends 'call' ? N : never }[ChannelName];
export type PushName = { [N in ChannelName]: Channels[N]['kind'] extends 'push' ? N : never }[ChannelName];
export type RequestOf<N extends CallName> = Channels[N] extends Call<infer R, unknown> ? z.infer<R> : never;
export type ReplyOf<N extends CallName> = Channels[N] extends Call<z.ZodType, infer R> ? R : never;
export type EventOf<N extends PushName> = Channels[N] extends Push<infer E> ? E : never;

/** What crosses the bridge: errors as values, since properties of Error objects do not survive it. */
export type Envelope<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: BridgeError };
export type BridgeError = {
  readonly code: 'notAllowed' | 'notSignedIn' | 'badRequest' | 'failed' | 'unavailable';
  readonly detail?: string;
};

type Group<N extends string> = N extends `${infer G}.${string}` ? G : never;
type Arguments<R> = undefined extends R ? [] : [request: R];

/**
 * The only thing a window sees of main: `window.motCua`. Named methods by group, e.g. `motCua.journey.send(intent)`;
 * a push channel `journey.changed` is `motCua.journey.onChanged(listener)` and returns its unsubscribe. A window has only
 * the methods that its role may call: the others are absent.
 */
export type Bridge = { readonly role: Role } & {
  readonly [G in Group<ChannelName>]: {
    readonly [N in CallName as N extends `${G}.${infer M}` ? M : never]: (
      ...request: Arguments<RequestOf<N>>
    ) => Promise<Envelope<ReplyOf<N>>>;
  } & {
    readonly [N in PushName as N extends `${G}.${infer M}` ? `on${Capitalize<M>}` : never]: (
      listener: (event: EventOf<N>) => void,
    ) => () => void;
  };
};
