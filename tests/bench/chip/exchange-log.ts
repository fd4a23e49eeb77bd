// What passed between the reader and the cards: numbered, timed, capped.

export interface LogEntry {
  readonly number: number;
  readonly reader: number;
  /** Milliseconds since the process started. */
  readonly atMs: number;
  readonly event:
    | 'apdu' | 'power-on' | 'power-off' | 'reset' | 'inserted' | 'removed' | 'lifted' | 'connected' | 'disconnected';
  readonly command?: string;
  readonly reply?: string;
  /** From the command's arrival to the reply's departure. */
  readonly tookMs?: number;
  /** What the profile's pacing asks for this exchange. */
  readonly pacedMs?: number;
}

export interface LogTotals {
  readonly apdus: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Time of the chip itself, waiting left out. */
  readonly chipMs: number;
  readonly pacedMs: number;
  /** From the first command's arrival to the last reply's departure. */
  readonly spanMs: number;
}

const kept = 20_000;

export interface ExchangeLog {
  event(reader: number, event: LogEntry['event']): void;
  apdu(exchange: ApduRecord): void;
  clear(): void;
  /** Entries with a number above `since`, of one reader if given. */
  entries(since: number, reader?: number): LogEntry[];
  totals(reader?: number): LogTotals;
}

export interface ApduRecord {
  readonly reader: number;
  readonly command: Uint8Array;
  readonly reply: Uint8Array;
  readonly arrivedMs: number;
  readonly departedMs: number;
  readonly chipMs: number;
  readonly pacedMs: number;
}

export function createExchangeLog(now: () => number): ExchangeLog {
  let number = 0;
  let list: LogEntry[] = [];
  let sums = new Map<number, LogTotals & { firstMs: number }>();
  function push(entry: LogEntry): void {
    list.push(entry);
    if (list.length > kept) list = list.slice(-kept / 2);
  }
  const round = (value: number): number => Math.round(value * 1000) / 1000;
  return {
    event(reader, event) {
      number += 1;
      push({ number, reader, atMs: round(now()), event });
    },
    apdu(record) {
      number += 1;
      const { reader, command, reply, arrivedMs, departedMs, chipMs, pacedMs } = record;
      push({
        number, reader, atMs: round(arrivedMs), event: 'apdu', command: Buffer.from(command).toString('hex'),
        reply: Buffer.from(reply).toString('hex'), tookMs: round(departedMs - arrivedMs), pacedMs: round(pacedMs),
      });
      const sum = sums.get(reader) ?? { ...none, firstMs: arrivedMs };
      sums.set(reader, {
        apdus: sum.apdus + 1, bytesIn: sum.bytesIn + command.length, bytesOut: sum.bytesOut + reply.length,
        chipMs: round(sum.chipMs + chipMs), pacedMs: round(sum.pacedMs + pacedMs), firstMs: sum.firstMs,
        spanMs: round(departedMs - sum.firstMs),
      });
    },
    clear() {
      list = [];
      sums = new Map();
    },
    entries: (since, reader) =>
      list.filter((entry) => entry.number > since && (reader === undefined || entry.reader === reader)),
    totals(reader) {
      let total = none;
      for (const [index, sum] of sums) {
        if (reader !== undefined && reader !== index) continue;
        total = {
          apdus: total.apdus + sum.apdus, bytesIn: total.bytesIn + sum.bytesIn, bytesOut: total.bytesOut + sum.bytesOut,
          chipMs: round(total.chipMs + sum.chipMs), pacedMs: round(total.pacedMs + sum.pacedMs),
          spanMs: Math.max(total.spanMs, sum.spanMs),
        };
      }
      return total;
    },
  };
}

const none: LogTotals = { apdus: 0, bytesIn: 0, bytesOut: 0, chipMs: 0, pacedMs: 0, spanMs: 0 };
