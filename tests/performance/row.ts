// What a measurement returns and is given. One file `*.bench.ts` measures one subject.

/** One line of the table. With a yardstick (measured in the same run, interleaved) the aim is about the ratio of the medians. */
export type Row = {
  readonly name: string;
  readonly ours: readonly number[];
  readonly yardstick?: readonly number[];
  readonly unit: string;
  /** "≤ 1.4" or "≥ 500": of the ratio where there is a yardstick, else of our median. */
  readonly aim?: string;
};

export type Context = {
  readonly root: string;
  /** The Electron executable, and the switches that this machine needs (no sandbox for root). */
  readonly electronPath: string;
  readonly electronSwitches: readonly string[];
  /** Environment for children: a display, the database's binding. */
  readonly env: NodeJS.ProcessEnv;
  /** An empty folder of this measurement's own, removed afterwards. */
  readonly scratch: string;
  /** A progress line for people. */
  readonly say: (line: string) => void;
};

/** The default export of a `*.bench.ts`. */
export type Measure = (context: Context) => Promise<Row[]>;

export type Summary = {
  readonly name: string;
  readonly unit: string;
  readonly median: number;
  /** 10th and 90th percentile of ours. */
  readonly spread: readonly [number, number];
  readonly samples: number;
  readonly yardstick?: number;
  readonly ratio?: number;
  readonly aim?: string;
  readonly met?: boolean;
};

/** The value below which `part` (0 to 1) of the samples lie, between neighbours by proportion. */
export function percentile(samples: readonly number[], part: number): number {
  const sorted = samples.slice().sort((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const low = sorted[Math.floor(place)] ?? Number.NaN;
  const high = sorted[Math.ceil(place)] ?? Number.NaN;
  return low + (high - low) * (place - Math.floor(place));
}

export function summarise(row: Row): Summary {
  const median = percentile(row.ours, 0.5);
  const yardstick = row.yardstick ? percentile(row.yardstick, 0.5) : undefined;
  const ratio = yardstick === undefined ? undefined : median / yardstick;
  return {
    name: row.name,
    unit: row.unit,
    median,
    spread: [percentile(row.ours, 0.1), percentile(row.ours, 0.9)],
    samples: row.ours.length,
    ...(yardstick === undefined ? {} : { yardstick }),
    ...(ratio === undefined ? {} : { ratio }),
    ...(row.aim === undefined ? {} : { aim: row.aim, met: isMet(row.aim, ratio ?? median) }),
  };
}

function isMet(aim: string, value: number): boolean {
  const [, sign, limit] = /^([≤≥]) ([\d.]+)$/.exec(aim) ?? [];
  if (sign === undefined) throw new Error(`an aim is "≤ N" or "≥ N", not "${aim}"`);
  return sign === '≤' ? value <= Number(limit) : value >= Number(limit);
}

/** The summaries as an aligned table. */
export function table(summaries: readonly Summary[]): string {
  const number = (value: number | undefined): string =>
    value === undefined ? '' : value.toLocaleString('en', { maximumSignificantDigits: 4 });
  const head = ['what', 'median', 'p10–p90', 'unit', 'n', 'yardstick', 'ratio', 'aim', ''];
  const body = summaries.map((row) => [
    row.name,
    number(row.median),
    `${number(row.spread[0])}–${number(row.spread[1])}`,
    row.unit,
    String(row.samples),
    number(row.yardstick),
    row.ratio === undefined ? '' : row.ratio.toFixed(2),
    row.aim ?? '',
    row.met === undefined ? '' : row.met ? '✓' : '✗',
  ]);
  const widths = head.map((_, column) => Math.max(...[head, ...body].map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => (column === 0 || column === 3 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '─'.repeat(width)).join('  ').trimEnd(), ...body.map(line)].join('\n');
}
