// The cost of a dossier by its pinned procedure version: base, per unit with steps and caps, conditions, waivers with
// dates. Each line is unit amount × quantity exactly, so that the citizen can add up what is shown.

import type { Channel } from '../dossier/dossier.ts';
import type { IsoDate } from '../identity/identity.ts';
import { dong } from '../money.ts';
import type { Dong } from '../money.ts';
import { holds } from '../procedures/form.ts';
import type { Answers } from '../procedures/form.ts';
import type { FeeRule, Procedure } from '../procedures/procedure.ts';
import type { FeeLine, FeeStatement, Translated } from './fee.ts';

export type FeeChannel = NonNullable<FeeRule['channel']>;

/** A citizen who files at the kiosk files on line; at the counter an officer does it in person. */
export const FEE_CHANNELS: Readonly<Record<Channel, FeeChannel>> = { kiosk: 'online', counter: 'inPerson' };

export type FeeQuestion = {
  readonly answers: Answers;
  /** The day of receipt: waivers run by it. */
  readonly date: IsoDate;
  readonly channel: FeeChannel | Channel;
  readonly caseId?: string;
};

/** Half-filled answers are welcome: a number that is missing or out of its range counts as the nearest that fits. */
export function computeFee(procedure: Procedure, question: FeeQuestion): FeeStatement {
  const { answers, caseId } = question;
  const channel = feeChannel(question.channel);
  const lines: FeeLine[] = [];
  const unknown: Translated[] = [];

  for (const rule of procedure.fees) {
    if (rule.channel !== undefined && rule.channel !== channel) continue;
    if (!holds(procedure, rule.when, answers, caseId)) continue;
    if (rule.unknown === true) {
      unknown.push(rule.name);
      continue;
    }
    const waiver = (rule.waivers ?? []).find(
      ({ validFrom, validTo, when }) =>
        validFrom <= question.date &&
        (validTo === undefined || question.date <= validTo) &&
        holds(procedure, when, answers, caseId),
    );
    for (const line of linesOf(rule, procedure, answers)) {
      lines.push(waiver === undefined ? line : { ...line, waiver: waiver.reason });
    }
  }

  const total = dong(lines.reduce((sum, line) => sum + (line.waiver === undefined ? line.amount : 0), 0));
  return { lines, total, ...(unknown.length === 0 ? {} : { unknown }) };
}

/** What would be taken without waivers. */
export function amountBeforeWaivers(statement: FeeStatement): Dong {
  return dong(statement.lines.reduce((sum, line) => sum + line.amount, 0));
}

function feeChannel(channel: FeeChannel | Channel): FeeChannel {
  return channel === 'kiosk' || channel === 'counter' ? FEE_CHANNELS[channel] : channel;
}

function linesOf(rule: FeeRule, procedure: Procedure, answers: Answers): FeeLine[] {
  const units = quantity(procedure, rule.perUnitField, answers);
  const times = quantity(procedure, rule.timesField, answers);
  const pieces = piecesOf(rule, units);
  const once = pieces.reduce((sum, piece) => sum + piece.unitAmount * piece.quantity, 0);

  if (rule.cap !== undefined && once > rule.cap) {
    const name = { vi: `${rule.name.vi} (mức tối đa)`, en: `${rule.name.en} (the most that is taken)` };
    return [lineOf(rule.code, name, rule.cap, times)];
  }
  return pieces.map((piece, index) =>
    lineOf(
      index === 0 ? rule.code : `${rule.code}-${piece.from}`,
      rule.steps === undefined ? rule.name : pieceName(rule.name, piece, units),
      piece.unitAmount,
      piece.quantity * times,
    ),
  );
}

type Piece = { readonly from: number; readonly unitAmount: number; readonly quantity: number };

/** The units, cut where another amount begins. */
function piecesOf(rule: FeeRule, units: number): Piece[] {
  const steps = [{ from: 1, unitAmount: rule.unitAmount }, ...(rule.steps ?? [])];
  return steps.flatMap((step, index) => {
    const last = Math.min(units, (steps[index + 1]?.from ?? Infinity) - 1);
    const count = last - step.from + 1;
    return count > 0 ? [{ ...step, quantity: count }] : [];
  });
}

function pieceName(name: Translated, piece: Piece, units: number): Translated {
  const to = piece.from + piece.quantity - 1;
  if (piece.from === 1 && to === units) return name;
  const range = piece.from === to ? `${to}` : `${piece.from}–${to}`;
  return { vi: `${name.vi}, trang ${range}`, en: `${name.en}, pages ${range}` };
}

function lineOf(code: string, name: Translated, unitAmount: number, count: number): FeeLine {
  return { code, name, unitAmount: dong(unitAmount), quantity: count, amount: dong(unitAmount * count) };
}

/** 1 where no field multiplies. */
function quantity(procedure: Procedure, fieldId: string | undefined, answers: Answers): number {
  if (fieldId === undefined) return 1;
  const field = procedure.form.find((candidate) => candidate.id === fieldId);
  const least = field?.min ?? 1;
  const answer = answers[fieldId]?.trim() ?? '';
  const number = /^\d{1,9}$/.test(answer) ? Number(answer) : least;
  return Math.max(least, Math.min(number, field?.max ?? number));
}
