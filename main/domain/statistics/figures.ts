// Whether a table of figures adds up. Published reports often do not: parts miss their sum, or a share was taken of
// another whole than the one beside it. Each finding says what was expected, so that the reader can ask.

export type Figures = {
  readonly carriedOver?: number;
  readonly received: number;
  readonly settledEarly: number;
  readonly settledOnTime: number;
  /** Settled late or still open and overdue, as the report has it. */
  readonly overdue: number;
  /** Absent where the report does not say. */
  readonly inProcess?: number;
  /** A count with the percentage printed beside it, e.g. paid on line. */
  readonly shares?: readonly { readonly name: string; readonly count: number; readonly percent?: number }[];
};

export type Finding =
  /** The parts give `sum`, the whole is `whole`. */
  | { readonly code: 'partsDoNotAddUp'; readonly sum: number; readonly whole: number }
  /** The report does not say what became of `count` dossiers. */
  | { readonly code: 'unaccounted'; readonly count: number }
  /** `count` is `actualPercent` of the received; the printed percentage belongs to a whole of about `impliedWhole`. */
  | {
      readonly code: 'percentOfAnotherWhole';
      readonly name: string;
      readonly printedPercent: number;
      readonly actualPercent: number;
      readonly impliedWhole: number;
    }
  | { readonly code: 'partAboveWhole'; readonly name: string; readonly count: number; readonly whole: number };

/** Percentages are printed with two decimals: what rounding explains is no finding. */
const ROUNDING = 0.005 + 1e-9;

export function checkFigures(figures: Figures): Finding[] {
  const findings: Finding[] = [];
  const whole = (figures.carriedOver ?? 0) + figures.received;
  const parts = figures.settledEarly + figures.settledOnTime + figures.overdue;

  if (figures.inProcess === undefined) {
    if (parts > whole) findings.push({ code: 'partsDoNotAddUp', sum: parts, whole });
    else if (parts < whole) findings.push({ code: 'unaccounted', count: whole - parts });
  } else if (parts + figures.inProcess !== whole) {
    findings.push({ code: 'partsDoNotAddUp', sum: parts + figures.inProcess, whole });
  }

  for (const { name, count, percent } of figures.shares ?? []) {
    if (count > whole) findings.push({ code: 'partAboveWhole', name, count, whole });
    if (percent === undefined || whole === 0) continue;
    const actual = (count / whole) * 100;
    if (Math.abs(actual - percent) <= ROUNDING) continue;
    findings.push({
      code: 'percentOfAnotherWhole',
      name,
      printedPercent: percent,
      actualPercent: Math.round(actual * 100) / 100,
      impliedWhole: percent === 0 ? 0 : Math.round((count / percent) * 100),
    });
  }
  return findings;
}
