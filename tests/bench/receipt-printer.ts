// The bench's receipt printer: ESC/POS over TCP, or with `--serial yes` over a pseudo terminal too, with a buffer, a speed, paper that runs out, a cover, a cutter and a power
// switch. What it prints becomes PNG files in its folder: `slip-N.png` at each cut, `torn-N.png` for what was torn.

import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { isEntry, listen, RawReply, runBenchProcess } from './control.ts';
import type { BenchPart, Options } from './control.ts';
import { BadControlRequest, Faults, numberOf } from './faults.ts';
import { Journal } from './journal.ts';
import { EscPosReader, RealTimeScanner } from './receipt-printer/escpos.ts';
import type { Action } from './receipt-printer/escpos.ts';
import { DOTS_PER_MM, MAX_ROWS, Paper } from './receipt-printer/paper.ts';
import { plugSerialCable } from './receipt-printer/serial-cable.ts';
import type { SerialCable } from './receipt-printer/serial-cable.ts';
import {
  automaticStatus,
  changeMatters,
  drawerStatus,
  isOffline,
  paperStatus,
  realTimeStatus,
} from './receipt-printer/status.ts';
import type { Condition } from './receipt-printer/status.ts';

export type SlipRecord = {
  readonly number: number;
  readonly kind: 'slip' | 'torn';
  readonly file: string;
  /** Dots. */
  readonly width: number;
  readonly height: number;
  /** True when something is on it. */
  readonly marked: boolean;
  /** Rows at which the paper ran out and went on upon a new roll. */
  readonly tears: readonly number[];
  readonly why: 'cut' | 'powerOff' | 'paperOut' | 'tooLong' | 'takenAway';
  readonly at: number;
};
type Entry =
  | SlipRecord
  | { readonly error: string; readonly at: number }
  | { readonly drawer: 2 | 5; readonly onMs: number; readonly at: number };

const FAULTS = [
  'paper-low',
  'paper-out',
  'paper-out-after',
  'cover-open',
  'cutter-jam',
  'power-off',
  'no-status',
  'slow',
  'stall',
] as const;
const DEFAULT_SPEED_MM = 4000;
const DEFAULT_BUFFER_BYTES = 256 * 1024;
/** Below this the printer does not rest between two rows; timers are no finer. */
const REST_MS = 4;
const MAX_ERRORS = 500;

export async function startReceiptPrinter(options: Options): Promise<BenchPart> {
  const { dir } = options;
  const dots = Number(options.values['dots'] ?? 576);
  if (dots !== 576 && dots !== 384) throw new Error('--dots is 576 or 384');
  const bufferBytes = Number(options.values['buffer'] ?? DEFAULT_BUFFER_BYTES);
  const serialPath = options.values['serial'] === 'yes' ? join(dir, 'tty') : undefined;
  const speedMm = Number(options.values['speed'] ?? DEFAULT_SPEED_MM);
  mkdirSync(dir, { recursive: true });

  const journal = new Journal<Entry>(join(dir, 'printer.jsonl'));
  const faults = new Faults(FAULTS);
  let port = options.port;
  let server: net.Server | undefined;
  let cable: SerialCable | undefined;
  let powered = true;
  let paperState: 'full' | 'low' | 'out' = 'full';
  /** Rows until the roll ends; undefined: a full roll. */
  let rowsOnRoll: number | undefined;
  let drawerOpen = false;
  let cutterStuck = false;

  let paper = new Paper(dots);
  let reader = new EscPosReader();
  let buffer = Buffer.alloc(0);
  let automaticMask = 0;
  let debtMs = 0;
  let receivedBytes = 0;
  let working = false;
  let closed = false;
  let connections: net.Socket[] = [];
  let known: Condition = condition();

  function condition(): Condition {
    return {
      paper: paperState,
      coverOpen: faults.find('cover-open') !== undefined,
      cutterJammed: cutterStuck,
      drawerOpen,
    };
  }

  const error = (message: string) => {
    if (journal.all().filter((entry) => 'error' in entry).length < MAX_ERRORS)
      journal.add({ error: message, at: Date.now() });
  };
  const slips = () => journal.all().filter((entry): entry is SlipRecord => 'kind' in entry);

  const keep = (kind: 'slip' | 'torn', why: SlipRecord['why']) => {
    const number = slips().filter((slip) => slip.kind === kind).length + 1;
    const file = `${kind}-${number}.png`;
    writeFileSync(join(dir, file), paper.toPng());
    journal.add({
      number,
      kind,
      file,
      width: dots,
      height: paper.rows,
      marked: paper.marked,
      tears: [...paper.tears],
      why,
      at: Date.now(),
    });
  };

  /** The connection that is being printed for; others wait until it closes. */
  const active = () => connections[0];

  const send = (bytes: Uint8Array) => {
    if (faults.find('no-status') !== undefined) return;
    const socket = active();
    if (socket !== undefined && socket.writable) socket.write(bytes);
  };

  /** Tells the host what has changed, where it asked for that. */
  const watch = () => {
    const now = condition();
    if (changeMatters(automaticMask, known, now)) send(automaticStatus(now));
    known = now;
    void work();
  };

  const rowDone = () => {
    debtMs +=
      1000 /
      DOTS_PER_MM /
      numberOf(faults.find('slow')?.['mmPerSecond'], faults.find('slow') ? 20 : speedMm, 0.1, 100_000);
    if (rowsOnRoll === undefined) return;
    rowsOnRoll -= 1;
    if (rowsOnRoll <= 0) {
      paperOut();
      watch();
    }
  };

  function paperOut(): void {
    rowsOnRoll = undefined;
    if (paperState === 'out') return;
    paperState = 'out';
    if (paper.rows === 0) return;
    keep('torn', 'paperOut');
    paper.tears.push(paper.rows);
  }

  function refill(): void {
    paperState = 'full';
    rowsOnRoll = undefined;
  }

  /** The fault, and it is over. */
  const takeWhole = (kind: string) => {
    const fault = faults.find(kind);
    faults.heal(kind);
    return fault;
  };

  const feed = (rows: number) => {
    for (let row = 0; row < rows && condition().paper !== 'out'; row += 1) {
      paper.feed(1);
      rowDone();
    }
  };

  const cut = (feedDots: number) => {
    feed(feedDots);
    keep('slip', 'cut');
    paper = new Paper(dots);
  };

  const perform = (action: Action) => {
    switch (action.do) {
      case 'row':
        paper.print(action.bits, action.scaleX, action.scaleY);
        for (let row = 0; row < action.scaleY; row += 1) rowDone();
        break;
      case 'feed':
        feed(action.dots);
        break;
      case 'cut':
        cut(action.feedDots);
        break;
      case 'drawer':
        drawerOpen = true;
        journal.add({ drawer: action.pin, onMs: action.onMs, at: Date.now() });
        watch();
        break;
      case 'transmit':
        send(Uint8Array.of(action.what === 'paper' ? paperStatus(condition()) : drawerStatus(condition())));
        break;
      case 'automaticStatus':
        automaticMask = action.mask;
        if (action.mask !== 0) send(automaticStatus(condition()));
        break;
      case 'identify':
        send(action.n >= 65 ? Buffer.from('_MOT CUA BENCH PRINTER\0', 'latin1') : Uint8Array.of(0x20));
        break;
      case 'error':
        error(action.message);
        break;
    }
    if (paper.clippedRows === 1) error(`dots beyond the paper's ${dots}`);
    if (paper.rows >= MAX_ROWS) {
      keep('torn', 'tooLong');
      paper = new Paper(dots);
    }
  };

  /** It stands still, from a row on where the fault says so. */
  const stalled = () => {
    const fault = faults.find('stall');
    return fault !== undefined && paper.rows >= numberOf(fault['rows'], 0);
  };

  /** Prints what is in the buffer, until it is empty or the printer cannot go on. */
  async function work(): Promise<void> {
    if (working) return;
    working = true;
    try {
      let offset = 0;
      while (!closed && powered && !isOffline(condition()) && !stalled()) {
        const step = reader.next(buffer.subarray(offset));
        if (step === undefined) break;
        if (step.action.do === 'cut' && faults.take('cutter-jam') !== undefined) {
          cutterStuck = true;
          // The cut stays in the buffer and is made when the cutter is free.
          break;
        }
        offset += step.consumed;
        perform(step.action);
        if (debtMs >= REST_MS) {
          buffer = buffer.subarray(offset);
          offset = 0;
          drain();
          const rest = debtMs;
          debtMs = 0;
          await new Promise((done) => setTimeout(done, rest));
        }
      }
      buffer = buffer.subarray(Math.min(offset, buffer.length));
    } finally {
      working = false;
    }
    const now = condition();
    if (changeMatters(automaticMask, known, now)) send(automaticStatus(now));
    known = now;
    drain();
  }

  /** Takes more from the wire when there is room, and none when there is not. */
  function drain(): void {
    const socket = active();
    if (socket === undefined) return;
    if (buffer.length >= bufferBytes) socket.pause();
    else if (socket.isPaused()) socket.resume();
  }

  const receive = (socket: net.Socket, realTime: RealTimeScanner, chunk: Buffer) => {
    let bytes = chunk;
    const off = faults.find('power-off');
    const after = off === undefined ? undefined : numberOf(off['atByte'], 0);
    if (after !== undefined && receivedBytes + bytes.length >= after) {
      bytes = bytes.subarray(0, Math.max(0, after - receivedBytes));
    }
    receivedBytes += bytes.length;
    let forgotten = 0;
    for (const asked of realTime.scan(bytes)) {
      if (asked.request === 'status') send(Uint8Array.of(realTimeStatus(asked.n, condition())));
      else if (asked.clear) {
        forgotten = asked.end;
        buffer = Buffer.alloc(0);
        reader = new EscPosReader();
      }
    }
    buffer = Buffer.concat([buffer, bytes.subarray(forgotten)]);
    if (buffer.length >= bufferBytes) socket.pause();
    void work().then(async () => {
      if (after !== undefined && receivedBytes >= after && powered && takeWhole('power-off') !== undefined)
        await setPower(false);
    });
  };

  const accept = (socket: net.Socket) => {
    socket.setNoDelay(true);
    connections.push(socket);
    const realTime = new RealTimeScanner();
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => receive(socket, realTime, chunk));
    socket.on('close', () => {
      const wasActive = active() === socket;
      connections = connections.filter((other) => other !== socket);
      if (!wasActive) return;
      automaticMask = 0;
      active()?.resume();
    });
    if (active() !== socket) socket.pause();
  };

  async function setPower(on: boolean): Promise<void> {
    if (on === powered) return;
    powered = on;
    if (!on) {
      const running = server;
      server = undefined;
      for (const socket of connections) socket.resetAndDestroy();
      connections = [];
      buffer = Buffer.alloc(0);
      reader = new EscPosReader();
      automaticMask = 0;
      debtMs = 0;
      if (paper.rows > 0) keep('torn', 'powerOff');
      paper = new Paper(dots);
      await cable?.unplug();
      cable = undefined;
      await new Promise<void>((done) => (running === undefined ? done() : running.close(() => done())));
    } else {
      server = net.createServer(accept);
      port = await listen(server, port);
      known = condition();
      if (serialPath !== undefined) cable = await plugSerialCable(serialPath, port);
    }
  }

  powered = false;
  await setPower(true);

  const state = () => ({
    dots,
    powered,
    condition: condition(),
    offline: isOffline(condition()),
    connections: connections.length,
    bufferedBytes: buffer.length,
    receivedBytes,
    /** What lies under the print head, not cut yet. */
    rowsUnderHead: paper.rows,
    rowsOnRoll: rowsOnRoll ?? null,
    slips: slips(),
    errors: journal.all().filter((entry): entry is Extract<Entry, { error: string }> => 'error' in entry),
    drawerOpened: journal.all().filter((entry) => 'drawer' in entry).length,
  });

  return {
    addresses: { host: '127.0.0.1', port, ...(serialPath === undefined ? {} : { path: serialPath }) },
    faults,
    state,
    async reset() {
      await setPower(true);
      for (const file of readdirSync(dir)) if (/^(slip|torn)-\d+\.png$/.test(file)) rmSync(join(dir, file));
      journal.clear();
      paper = new Paper(dots);
      reader = new EscPosReader();
      buffer = Buffer.alloc(0);
      paperState = 'full';
      rowsOnRoll = undefined;
      cutterStuck = false;
      drawerOpen = false;
      receivedBytes = 0;
    },
    async faultsChanged(change, kind) {
      if (change === 'set') {
        if (kind === 'paper-low' && takeWhole(kind)) paperState = 'low';
        if (kind === 'paper-out' && takeWhole(kind)) paperOut();
        if (kind === 'paper-out-after') rowsOnRoll = numberOf(takeWhole(kind)?.['rows'], 200, 1, 1_000_000);
        if (kind === 'power-off') {
          receivedBytes = 0;
          if (numberOf(faults.find(kind)?.['atByte'], 0) === 0 && takeWhole(kind)) await setPower(false);
        }
      } else {
        if (kind === undefined || kind.startsWith('paper-')) refill();
        if (kind === undefined || kind === 'cutter-jam') cutterStuck = false;
        if (kind === undefined || kind === 'power-off') await setPower(true);
      }
      watch();
    },
    routes: {
      'GET /slips': () => ({ slips: slips() }),
      'GET /slips/*': ({ rest }) => {
        const file = rest === 'last' ? slips().at(-1)?.file : rest;
        if (file === undefined || !/^(slip|torn)-\d+\.png$/.test(file) || !existsSync(join(dir, file)))
          throw new BadControlRequest('no such slip');
        return new RawReply('image/png', readFileSync(join(dir, file)));
      },
      'POST /paper': ({ body }) => {
        if (body['refill'] === true) {
          refill();
        } else if (body['state'] === 'out') {
          paperOut();
        } else if (body['state'] === 'low' || body['state'] === 'full') {
          paperState = body['state'];
        } else throw new BadControlRequest('say {"refill": true} or {"state": "low"|"out"|"full"}');
        watch();
        return state();
      },
      'POST /power': async ({ body }) => {
        if (typeof body['on'] !== 'boolean') throw new BadControlRequest('say {"on": true} or {"on": false}');
        await setPower(body['on']);
        return state();
      },
      /** Somebody tears off what hangs out. */
      'POST /tear': () => {
        if (paper.rows > 0) keep('torn', 'takenAway');
        paper = new Paper(dots);
        return state();
      },
      'POST /drawer': ({ body }) => {
        drawerOpen = body['open'] === true;
        watch();
        return state();
      },
    },
    async close() {
      closed = true;
      await setPower(false);
    },
  };
}

if (isEntry(import.meta.url))
  await runBenchProcess('receipt-printer', startReceiptPrinter, ['dots', 'buffer', 'speed', 'serial']);
