// For tests: starts the bench and drives it, typed. Needs nothing but Node 20, so that test runners of any kind can use it.

import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Child } from './bench/child.ts';
import type { Mode } from './bench/settings-file.ts';
import type { Persona } from './bench/personas.ts';
import type { InsertRequest } from './chip/control.ts';
import type { LogEntry, LogTotals } from './chip/exchange-log.ts';
import type { Fault as ChipFault } from './chip/faults.ts';
import type { Persona as ChipHolder } from './chip/personas.ts';
import type { SlotState } from './chip/vpcd.ts';
import type { ScanRecord as CodeScanRecord } from './code-scanner.ts';
import type { PageSpec } from './document-scanner/render.ts';
import type { ScanRecord as PageScanRecord } from './document-scanner.ts';
import type { Fault } from './faults.ts';
import type { Order } from './gateway/ledger.ts';
import type { DossierRecord } from './portal.ts';
import type { PageJobRecord } from './page-printer.ts';
import type { SlipRecord } from './receipt-printer.ts';
import type { Condition } from './receipt-printer/status.ts';

export type { ChipFault, DossierRecord, Fault, InsertRequest, Order, PageSpec, Persona, SlipRecord };

const REQUEST_MS = 30_000;
const POLL_MS = 25;

async function call<T>(url: string, method: 'GET' | 'POST', body?: unknown): Promise<T> {
  const reply = await fetch(url, {
    method,
    signal: AbortSignal.timeout(REQUEST_MS),
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const value = (await reply.json()) as T & { readonly error?: string };
  if (!reply.ok) throw new Error(`${method} ${url}: ${reply.status} ${value.error ?? ''}`);
  return value;
}

async function bytesOf(url: string): Promise<Buffer> {
  const reply = await fetch(url, { signal: AbortSignal.timeout(REQUEST_MS) });
  if (!reply.ok) throw new Error(`GET ${url}: ${reply.status} ${await reply.text()}`);
  return Buffer.from(await reply.arrayBuffer());
}

/** What every bench process can do. */
export class Handle<State> {
  readonly control: string;

  constructor(control: string) {
    this.control = control;
  }

  state(): Promise<State & { readonly faults: readonly Fault[] }> {
    return call(`${this.control}/state`, 'GET');
  }

  /** Sets a fault: until healed, or for `times`; with `on` for one operation only. */
  async fault(kind: string, parameters: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.post('fault', { kind, ...parameters });
  }

  /** Ends one kind of fault, or all of them. */
  async heal(kind?: string): Promise<void> {
    await this.post('heal', kind === undefined ? {} : { kind });
  }

  async reset(): Promise<void> {
    await this.post('reset', {});
  }

  /** Waits until the records say so; returns them. */
  async until(condition: (state: State) => boolean, what: string, timeoutMs = 60_000): Promise<State> {
    const end = Date.now() + timeoutMs;
    for (;;) {
      const state = await this.state();
      if (condition(state)) return state;
      if (Date.now() > end)
        throw new Error(
          `timed out after ${timeoutMs} ms waiting for ${what}; the state is ${JSON.stringify(state).slice(0, 2000)}`,
        );
      await new Promise((done) => setTimeout(done, POLL_MS));
    }
  }

  protected post<T>(path: string, body: unknown): Promise<T> {
    return call<T>(`${this.control}/${path}`, 'POST', body);
  }

  protected get<T>(path: string): Promise<T> {
    return call<T>(`${this.control}/${path}`, 'GET');
  }

  protected bytes(path: string): Promise<Buffer> {
    return bytesOf(`${this.control}/${path}`);
  }
}

export type CodeScannerState = {
  readonly path: string;
  readonly plugged: boolean;
  readonly scans: readonly CodeScanRecord[];
  readonly receivedBytes: number;
};

export class CodeScannerHandle extends Handle<CodeScannerState> {
  /** Somebody holds a code under the scanner. */
  scan(text: string, terminator?: string): Promise<CodeScanRecord> {
    return this.post('scan', { text, terminator });
  }
  scanBytes(bytes: Uint8Array, terminator?: string): Promise<CodeScanRecord> {
    return this.post('scan', { base64: Buffer.from(bytes).toString('base64'), terminator });
  }
  async unplug(): Promise<void> {
    await this.post('unplug', {});
  }
  async replug(): Promise<void> {
    await this.post('replug', {});
  }
}

export type ReceiptPrinterState = {
  readonly host: string;
  readonly port: number;
  readonly dots: number;
  readonly powered: boolean;
  readonly condition: Condition;
  readonly offline: boolean;
  readonly connections: number;
  readonly bufferedBytes: number;
  readonly receivedBytes: number;
  readonly rowsUnderHead: number;
  readonly rowsOnRoll: number | null;
  readonly slips: readonly SlipRecord[];
  readonly errors: readonly { readonly error: string; readonly at: number }[];
  readonly drawerOpened: number;
};

export class ReceiptPrinterHandle extends Handle<ReceiptPrinterState> {
  /** Whole slips, in the order in which they were cut. */
  async slips(): Promise<readonly SlipRecord[]> {
    return (await this.get<{ slips: readonly SlipRecord[] }>('slips')).slips.filter((slip) => slip.kind === 'slip');
  }
  /** The picture of `slip-N.png` or `torn-N.png`. */
  png(file: string): Promise<Buffer> {
    return this.bytes(`slips/${file}`);
  }
  /** Waits for the n-th whole slip and gives its picture. */
  async slipPng(number: number, timeoutMs = 60_000): Promise<Buffer> {
    await this.until(
      (state) => state.slips.some((slip) => slip.kind === 'slip' && slip.number === number),
      `slip ${number}`,
      timeoutMs,
    );
    return this.png(`slip-${number}.png`);
  }
  async refill(): Promise<void> {
    await this.post('paper', { refill: true });
  }
  async paper(state: 'full' | 'low' | 'out'): Promise<void> {
    await this.post('paper', { state });
  }
  async power(on: boolean): Promise<void> {
    await this.post('power', { on });
  }
}

export type PagePrinterState = { readonly url: string; readonly reasons: readonly string[]; readonly jobs: readonly PageJobRecord[] };

export class PagePrinterHandle extends Handle<PagePrinterState> {
  /** A job's document, as it came. */
  document(job: PageJobRecord): Promise<Buffer> {
    return this.bytes(`documents/${job.file}`);
  }
}

export type DocumentScannerState = {
  readonly url: string;
  readonly unplugged: boolean;
  readonly jammed: boolean;
  readonly glass: PageSpec | null;
  readonly feeder: readonly PageSpec[];
  readonly adf: string;
  readonly jobs: readonly {
    readonly id: string;
    readonly state: string;
    readonly completed: number;
    readonly source: string;
    readonly dpi: number;
  }[];
  readonly scans: readonly PageScanRecord[];
};
export type Sheet = PageSpec | PageSpec['page'] | { readonly base64: string; readonly type?: string };

export class DocumentScannerHandle extends Handle<DocumentScannerState> {
  async loadFeeder(pages: readonly Sheet[]): Promise<void> {
    await this.post('load', { pages });
  }
  /** One page onto the glass, or none. */
  async loadGlass(page: Sheet | undefined): Promise<void> {
    await this.post('load', { source: 'glass', pages: page === undefined ? [] : [page] });
  }
  async unplug(): Promise<void> {
    await this.post('unplug', {});
  }
  async plug(): Promise<void> {
    await this.post('plug', {});
  }
  async clearJam(): Promise<void> {
    await this.post('clear-jam', {});
  }
}

export type GatewayState = {
  readonly url: string;
  readonly counts: Readonly<Record<string, number>>;
  /** By order code, when it was first said to be paid (ms since 1970); payOS's shape only. */
  readonly toldPaid: Readonly<Record<string, number>>;
  readonly orders: readonly Order[];
};

export class GatewayHandle extends Handle<GatewayState> {
  async orders(): Promise<readonly Order[]> {
    return (await this.get<{ orders: readonly Order[] }>('ledger')).orders;
  }
  /** Money comes for an order; without an amount, what is missing. `inTime`: taken before the deadline, told after it. */
  pay(
    orderCode: number,
    options: { readonly amount?: number; readonly copies?: number; readonly inTime?: boolean } = {},
  ): Promise<Order> {
    return this.post('pay', { orderCode, ...options });
  }
  payLatest(
    options: { readonly amount?: number; readonly copies?: number; readonly inTime?: boolean } = {},
  ): Promise<Order> {
    return this.post('pay-latest', options);
  }
  /** What the national platform was told for an order's receipt. */
  async receipt(orderCode: number): Promise<unknown> {
    return (await this.get<{ receipts: Readonly<Record<string, unknown>> }>('receipts')).receipts[String(orderCode)];
  }
  /** Money comes under a reference that is no order's. */
  async stray(money: { readonly reference: string; readonly amount: number; readonly at?: number }): Promise<void> {
    await this.post('stray', money);
  }
  mark(status: 'PROCESSING' | 'FAILED' | 'none', orderCode?: number): Promise<Order> {
    return this.post('mark', { status, orderCode });
  }
}

export type PortalRecords = {
  readonly dossiers: readonly DossierRecord[];
  readonly documents: readonly {
    readonly id: string;
    readonly dossierCode: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly mime: string;
  }[];
  readonly repeatedDocuments: number;
  readonly badDocuments: readonly { readonly id: string; readonly reason: string }[];
  readonly messages: readonly {
    readonly key: string;
    readonly service: string;
    readonly isUpdating: boolean;
    readonly dossierCodes: readonly string[];
    readonly at: number;
  }[];
  readonly duplicates: readonly { readonly key: string; readonly service: string; readonly sameContent: boolean }[];
  readonly refused: readonly {
    readonly key: string;
    readonly service: string;
    readonly code: string;
    readonly message: string;
  }[];
  /** Fields that the protocol does not have. */
  readonly unknownFields: readonly string[];
};

export class PortalHandle extends Handle<PortalRecords & { readonly url: string }> {
  records(): Promise<PortalRecords> {
    return this.get('records');
  }
  document(id: string): Promise<Buffer> {
    return this.bytes(`documents/${encodeURIComponent(id)}`);
  }
}

/** What is on a card that was laid down. */
export type LaidCard = {
  readonly profile: string;
  readonly persona: string;
  readonly atr: string;
  readonly can: string;
  readonly number: string;
  readonly mrz: readonly string[];
  /** The text of its QR. */
  readonly qr: string;
};
export type ChipState = {
  readonly readers: readonly { readonly reader: number; readonly state: SlotState; readonly card?: LaidCard }[];
  readonly totals: LogTotals;
};

export class ChipHandle extends Handle<ChipState> {
  readonly #panel: string;

  constructor(control: string, panel: string) {
    super(control);
    this.#panel = panel;
  }

  /** Somebody lays a card on the reader, instead of the one that is there. */
  insert(request: InsertRequest = {}): Promise<LaidCard> {
    return this.post('insert', request);
  }
  async remove(reader = 0): Promise<void> {
    await this.post('remove', { reader });
  }
  /** Counted from now, in commands, from 1. */
  async faults(faults: readonly ChipFault[], reader = 0): Promise<void> {
    await this.post('faults', { reader, faults });
  }
  /** The people whose cards there are, with the texts of their QR. */
  holders(): Promise<readonly (ChipHolder & { readonly can: string; readonly qr: string })[]> {
    return this.get('personas');
  }
  log(since = 0): Promise<{ readonly entries: readonly LogEntry[] }> {
    return this.get(`log?since=${since}`);
  }
  /** The smart-card service dies, comes back, or comes back as if no reader were plugged in. */
  async service(service: 'dead' | 'up' | 'withoutReaders'): Promise<void> {
    await call(`${this.#panel}api/pcsc`, 'POST', { service });
  }
}

export type BenchOptions = {
  /** Everything that the bench keeps; a bench started there again goes on with it. */
  readonly dir: string;
  readonly mode?: Mode;
  /** Merged into the settings file. */
  readonly override?: unknown;
  readonly panelPort?: number;
  /** With the chip of an identity card on a smart-card reader, where the machine can have one. */
  readonly chip?: boolean;
};

export type Bench = {
  readonly settingsFile: string;
  readonly panel: string;
  readonly pins: { readonly technician: string; readonly officer: string };
  readonly codeScanner: CodeScannerHandle;
  readonly receiptPrinter: ReceiptPrinterHandle;
  readonly pagePrinter: PagePrinterHandle;
  readonly documentScanner: DocumentScannerHandle;
  readonly gateway: GatewayHandle;
  readonly portal: PortalHandle;
  /** Undefined unless asked for, and on machines that cannot have it. */
  readonly chip: ChipHandle | undefined;
  /** Why there is none. */
  readonly chipMissing: string | undefined;
  /** What the program must be started with, beside its settings. */
  readonly environment: Readonly<Record<string, string>>;
  personas(): Promise<readonly Persona[]>;
  /** A process is killed and comes back at its address with its records. */
  restart(name: BenchName): Promise<void>;
  /** Heals and resets everything. */
  reset(): Promise<void>;
  stop(): Promise<void>;
};
export type BenchName = 'codeScanner' | 'receiptPrinter' | 'pagePrinter' | 'documentScanner' | 'gateway' | 'portal';

/** Node 24, which runs TypeScript: this process's own, or the one among the dependencies. */
function nodeProgram(): string {
  if (Number(process.versions.node.split('.')[0]) >= 24 && !('electron' in process.versions)) return process.execPath;
  const own = fileURLToPath(
    new URL(`../../node_modules/node/bin/node${process.platform === 'win32' ? '.exe' : ''}`, import.meta.url),
  );
  if (!existsSync(own)) throw new Error('the bench needs Node 24; run npm ci');
  return own;
}

export async function startBench(options: BenchOptions): Promise<Bench> {
  const args = [fileURLToPath(new URL('bench.ts', import.meta.url)), '--dir', options.dir];
  if (options.mode !== undefined) args.push('--mode', options.mode);
  if (options.override !== undefined) args.push('--override', JSON.stringify(options.override));
  if (options.panelPort !== undefined) args.push('--port-panel', String(options.panelPort));
  if (options.chip === true) args.push('--chip');
  const child = await Child.start(nodeProgram(), args);
  type Ready = Pick<Bench, 'settingsFile' | 'panel' | 'pins' | 'chipMissing' | 'environment'> & {
    readonly control: Readonly<Record<BenchName, string>> & { readonly chip?: string };
  };
  const { settingsFile, panel, pins, chipMissing, environment, control } = child.ready as unknown as Ready;
  const chip = control.chip === undefined ? undefined : new ChipHandle(control.chip, panel);
  const handles = {
    codeScanner: new CodeScannerHandle(control.codeScanner),
    receiptPrinter: new ReceiptPrinterHandle(control.receiptPrinter),
    pagePrinter: new PagePrinterHandle(control.pagePrinter),
    documentScanner: new DocumentScannerHandle(control.documentScanner),
    gateway: new GatewayHandle(control.gateway),
    portal: new PortalHandle(control.portal),
  };
  return {
    settingsFile,
    panel,
    pins,
    ...handles,
    chip,
    chipMissing,
    environment,
    personas: async () => (await call<{ personas: readonly Persona[] }>(`${panel}api/personas`, 'GET')).personas,
    restart: async (name) => {
      await call(`${panel}api/restart`, 'POST', { name });
    },
    reset: async () => {
      await Promise.all([...Object.values(handles), ...(chip ? [chip] : [])].map((handle) => handle.reset()));
    },
    stop: () => child.stop(),
  };
}
