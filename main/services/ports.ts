// What the services need from the world: each is implemented by storage, devices, portal, gateways, app or logging, and
// handed in by main.ts. Nothing here knows Electron, SQLite or a wire.

import type { ImprovedPage, ImproveOptions, PagePicture, PaperPdf, PictureMime, Word } from '../domain/pages/page.ts';
import type { DossierStatus } from '../domain/dossier/dossier.ts';
import type { IsoDate } from '../domain/identity/identity.ts';
import type { Failure, Result } from '../domain/result.ts';
import type { Slip } from '../domain/slips/slip.ts';

/** Time, handed in everywhere so that a kiosk can be simulated. */
export type Clock = {
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** Calls back once after `ms`; returns its cancel. */
  after(ms: number, callback: () => void): () => void;
};

export type Random = (bytes: number) => Uint8Array;

// — devices (XFS4IoT vocabulary, see docs/architecture.md) —

export type DeviceStatusName =
  | 'online' | 'offline' | 'powerOff' | 'noDevice' | 'hardwareError' | 'userError' | 'deviceBusy' | 'fraudAttempt' | 'potentialFraud' | 'starting';

export type DeviceState = {
  readonly status: DeviceStatusName;
  readonly media: Readonly<Record<string, string>>;
  readonly detail?: string;
  /** When the status last changed, ms. */
  readonly since: number;
};

export type CompletionCode =
  | 'commandErrorCode' | 'canceled' | 'deviceNotReady' | 'hardwareError' | 'internalError' | 'invalidCommand' | 'timeOut' | 'unsupportedCommand'
  | 'invalidData' | 'userError' | 'unsupportedData' | 'fraudAttempt' | 'sequenceError' | 'authorisationRequired' | 'notEnoughSpace';

export type DeviceFailure = Failure<CompletionCode> & {
  /** Finer reason within a class: `paperOut`, `coverOpen`, `jammed`, `empty`, `notConfirmed`, `cardRemoved` … */
  readonly reason?: string;
};

export type Device = {
  readonly id: 'cardReader' | 'codeScanner' | 'documentScanner' | 'receiptPrinter' | 'pagePrinter';
  readonly address: string;
  readonly model?: string;
  state(): DeviceState;
  /** Returns its unsubscribe. */
  onStateChanged(listener: (state: DeviceState) => void): () => void;
  /** A real action that shows the device works (a test page, a status round trip). */
  test(signal: AbortSignal): Promise<Result<{ readonly summary: string }, DeviceFailure>>;
  start(): void;
  close(): Promise<void>;
};

export type CodeScanner = Device & {
  /** One scan: the bytes between two terminators, at most 4 KiB; `overlong` when more came. Returns its unsubscribe. */
  onScan(listener: (scan: { readonly bytes: Uint8Array; readonly overlong: boolean }) => void): () => void;
};

export type ScannedPage = { readonly bytes: Uint8Array; readonly mime: PictureMime };

/** Has a page as it comes. What it promises is whether the page is sealed: only then may the scanner's own copy of it go. */
export type OnPage = (page: ScannedPage) => void | Promise<boolean>;

export type DocumentScanner = Device & {
  /** Scans what lies in the scanner; `onPage` has each page while the next is scanned. Pages already scanned come with a failure too. */
  scan(signal: AbortSignal, onPage?: OnPage): Promise<Result<readonly ScannedPage[], DeviceFailure & { readonly pages: readonly ScannedPage[] }>>;
};

/** Why a window has no picture of the camera. */
export type CameraFailure = 'denied' | 'missing' | 'busy';

/** A document camera: a window has its picture and gives it to the scan that waits. */
export type DocumentCamera = DocumentScanner & {
  readonly window: {
    /** The names of the cameras that a window sees now. */
    seen(names: readonly string[]): void;
    /** False where no scan waits, or the bytes are no picture. */
    give(bytes: Uint8Array): boolean;
    failed(why: CameraFailure): void;
  };
};

export type FoundScanner = { readonly name: string; readonly model: string; /** For the settings. */ readonly url: string };
/** The network scanners that answer now; takes some seconds. */
export type FindScanners = (signal?: AbortSignal) => Promise<readonly FoundScanner[]>;

/** One bit a dot, 1 = black, rows of width/8 bytes. */
export type Raster = { readonly width: number; readonly height: number; readonly rows: Uint8Array };

export type ReceiptPrinter = Device & {
  readonly dots: number;
  /** Resolves `confirmed: true` only when the printer's status after the job says that it came out. */
  /** A failure says whether any byte of the job went out, that is whether paper may have come out. */
  print(raster: Raster, signal: AbortSignal): Promise<Result<{ readonly confirmed: boolean }, DeviceFailure & { readonly sent: boolean }>>;
};

export type PageMedia = 'a4' | 'a5';

/** `jobName` is shown at the printer and in its log: a form's name, never a person's. */
export type PageJob = { readonly media: PageMedia; readonly copies: number; readonly jobName: string };

export type PagePrinter = Device & {
  /**
   * Prints a PDF whose pages are of the job's size. `confirmed: true` only when the printer said that the job is completed. A failure
   * says whether the printer got the whole document, that is whether paper may come out.
   */
  print(pdf: Uint8Array, job: PageJob, signal: AbortSignal): Promise<Result<{ readonly confirmed: boolean }, DeviceFailure & { readonly sent: boolean }>>;
};

/** `source`: the file of the chip; data group 1 is exact but for names, which it has without diacritics and cut off. */
export type ChipField = { readonly value: string; readonly source: 'dg1' | 'dg11' | 'dg12' | 'dg13' };
export type ChipText = { readonly fields: Readonly<Partial<Record<'number' | 'fullName' | 'birthDate' | 'sex' | 'residence' | 'issueDate' | 'expiryDate' | 'oldNumber', ChipField>>> };
export type ChipCheck = { readonly state: string; readonly reason?: string };
export type ChipReading = ChipText & {
  readonly portrait?: { readonly bytes: Uint8Array; readonly mime: string };
  readonly verdict: { readonly overall: 'genuine' | 'notFullyVerified' | 'refused' } & Readonly<Record<'access' | 'passive' | 'active' | 'chip' | 'agreement', ChipCheck>>;
};

export type CardReader = Device & {
  /** Waits for a card and reads it (ICAO Doc 9303). `resume`: goes on with the reading that was cut off last. */
  readIdentity(command: {
    readonly access: { readonly can: string };
    readonly expectedNumber: string;
    readonly portrait: boolean;
    readonly resume: boolean;
    readonly timeoutMs: number;
    readonly signal: AbortSignal;
    readonly onProgress: (progress: { readonly step: 'connect' | 'access' | 'files' | 'text' | 'authenticity' | 'portrait'; readonly percent: number }) => void;
    readonly onText: (text: ChipText) => void;
  }): Promise<Result<ChipReading, DeviceFailure>>;
  /** The citizen has left: nothing of the card is kept. */
  forget(): void;
};

// — the studio —

export type StudioFailure = Failure<'studioUnavailable' | 'timeOut' | 'undecodable' | 'tooLarge' | 'canceled'>;

export type Studio = {
  drawSlip(slip: Slip, options: { readonly dots: number }): Promise<Result<Raster, StudioFailure>>;
  /** A PDF with real text on pages of this size. */
  printSlip(slip: Slip, options: { readonly media: PageMedia }): Promise<Result<Uint8Array, StudioFailure>>;
  /** A JPEG of at most 800 px on its longer side, decoded and encoded anew in the sandbox. */
  preview(bytes: Uint8Array, mime: string): Promise<Result<Uint8Array, StudioFailure>>;
};

/**
 * Pages in a hidden window of their own, so that no picture holds up a slip. Two pictures are worked on at a time, others wait.
 * Bytes may be anything: `undecodable` for what is no JPEG or PNG or is cut short, `tooLarge` above 40 MB or 50 megapixels.
 * `studioUnavailable` and `timeOut` are worth another try; after `canceled` nothing goes on. Nothing that was handed in is changed.
 */
export type Imaging = {
  /** Pages will come soon: what takes long to start is started. */
  warm(): void;
  /** The pages of one picture, left to right: mostly one; two when it shows two; none is never given, an empty page says so. */
  improve(bytes: Uint8Array, options: ImproveOptions, signal?: AbortSignal): Promise<Result<readonly ImprovedPage[], StudioFailure>>;
  /** Turned by hand, clockwise, with a new preview as in `ImprovedPage`. */
  rotate(bytes: Uint8Array, mime: PictureMime, quarterTurns: 1 | 2 | 3): Promise<Result<PagePicture & { readonly preview: Uint8Array }, StudioFailure>>;
  /** Width and height as the picture's own head says; undefined for a picture that no PDF of ours can carry. Decodes nothing. */
  sizeOf(bytes: Uint8Array, mime: PictureMime): { readonly width: number; readonly height: number } | undefined;
  /** The Vietnamese text of an upright page. Seconds a page, one page at a time, behind everything else. */
  recognise(page: PagePicture, signal?: AbortSignal): Promise<Result<readonly Word[], StudioFailure>>;
  /** PDF/A-2b with the words as text that can be searched but not seen. Pages as `improve` and `rotate` give them; at most 200. */
  assemblePdf(paper: PaperPdf): Promise<Result<Uint8Array, StudioFailure>>;
};

// — the portal and the gateway —

export type RemoteFailure = Failure<
  | 'unreachable' // no connection, refused, TLS
  | 'timeOut'
  | 'serverError' // 5xx
  | 'badReply' // not what the protocol says: wrong JSON, wrong signature, wrong amount
  | 'refused' // understood and said no: sending it again will not help
  | 'notAuthorised'
>;

export type PortalMessage = {
  /** Same key, same message: the portal may get it twice and must count it once. */
  readonly key: string;
  readonly service: 'DongBoHoSoMC' | 'CapNhatTienDoHoSoMC';
  readonly isUpdating: boolean;
  readonly data: readonly Readonly<Record<string, unknown>>[];
};

export type PortalDocument = { readonly key: string; readonly dossierCode: string; readonly documentId: string; readonly fileName: string; readonly mime: string; readonly sha256: string };

export type Portal = {
  send(message: PortalMessage): Promise<Result<void, RemoteFailure>>;
  /** Uploads one document's clear bytes; idempotent by its id. */
  upload(document: PortalDocument, bytes: Uint8Array): Promise<Result<void, RemoteFailure>>;
  /** What the portal knows of these dossiers; those that it does not know are absent. */
  lookUp(codes: readonly string[]): Promise<Result<readonly PortalDossier[], RemoteFailure>>;
  /** Dossiers of all counters, for a citizen: by what stands on a slip, or all of a person's whose chip was proved. */
  find(by: PortalQuestion): Promise<Result<readonly FoundAtPortal[], RemoteFailure>>;
  /** The catalogue of procedures that the portal holds, as its bytes; who takes it checks it whole. */
  catalogue(): Promise<Result<Uint8Array, RemoteFailure>>;
  /** Whether it answers at all. `aheadMs`: by how much this machine's clock is ahead of its; null where it does not say the time. */
  ping(): Promise<Result<{ readonly roundTripMs: number; readonly aheadMs: number | null }, RemoteFailure>>;
};

export type PortalQuestion = { readonly code: string; readonly secret: string } | { readonly number: string };
/** How a dossier stands that was filed anywhere: nothing that says whose it is. */
export type FoundAtPortal = {
  readonly code: string;
  readonly procedure: { readonly code: string; readonly name: string };
  readonly status: DossierStatus;
  readonly receivedAt: number;
  readonly dueAt?: number;
  /** Who handles it. */
  readonly unit?: string;
};

export type PortalDossier = {
  readonly code: string;
  /** Absent where the portal says a status that is none of the ten. */
  readonly status?: DossierStatus;
  /** Milliseconds since 1970 UTC, to the second. */
  readonly receivedAt?: number;
  readonly dueAt?: number;
};

export type PaymentOrder = {
  /** Unique for ever at this gateway, ≤ 2^53; the idempotency key. */
  readonly orderCode: number;
  /** Whole đồng, > 0. */
  readonly amount: number;
  /** Plain ASCII ≤ 25 characters; some banks keep only 9. */
  readonly description: string;
  /** Milliseconds since 1970 UTC. */
  readonly expiresAt: number;
  /** For a gateway that issues the receipt; others are told nothing of it. */
  readonly content?: OrderContent;
};

/** What is paid for, and by whom. The amounts add up to the order's. */
export type OrderContent = {
  readonly procedure: { readonly code: string; readonly name: string };
  /** `fee` is lệ phí, `charge` phí. */
  readonly fees: readonly { readonly code: string; readonly name: string; readonly amount: number; readonly kind: 'fee' | 'charge' }[];
  readonly payer: { readonly number: string; readonly name?: string };
};

/** Money as the gateway's own list of a day has it: one line a transaction. */
export type ListedPayment = {
  /** The order's, or whatever the payer wrote instead. */
  readonly reference: string;
  /** Whole đồng. */
  readonly amount: number;
  /** The gateway's or the bank's number of this transaction, unique for ever. */
  readonly transaction: string;
};

export type PaymentStatus = 'pending' | 'processing' | 'underPaid' | 'paid' | 'expired' | 'cancelled' | 'failed';

export type PaymentRecord = {
  readonly orderCode: number;
  readonly status: PaymentStatus;
  readonly amount: number;
  readonly amountPaid: number;
  readonly paidAt?: number;
  readonly linkId?: string;
  /** Where the money goes, for the QR; given when the order is made. */
  readonly payee?: { readonly bin: string; readonly account: string; readonly name: string };
  readonly qr?: string;
};

export type Gateway = {
  /** Idempotent by `orderCode`: a second call finds the first one's order. */
  create(order: PaymentOrder): Promise<Result<PaymentRecord, RemoteFailure>>;
  find(orderCode: number): Promise<Result<PaymentRecord | null, RemoteFailure>>;
  cancel(orderCode: number, reason: string): Promise<Result<PaymentRecord, RemoteFailure>>;
  /** All money that came on a day in Vietnam, for the daily comparison; absent where the gateway offers no such list. */
  list?(day: IsoDate): Promise<Result<readonly ListedPayment[], RemoteFailure>>;
  ping(): Promise<Result<{ readonly roundTripMs: number }, RemoteFailure>>;
};
