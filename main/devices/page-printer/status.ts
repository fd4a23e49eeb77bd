// A page printer's state and its reasons (RFC 8011, sections 5.4.11 and 5.4.12; PWG 5100.9) in the shared vocabulary.

import type { CompletionCode, DeviceFailure, DeviceStatusName } from '../../services/ports.ts';
import type { PrinterAttributes } from './protocol.ts';

type Said = Pick<PrinterAttributes, 'state' | 'reasons' | 'accepting'>;

export type PagePrinterProblem = {
  readonly code: CompletionCode;
  readonly reason: 'jammed' | 'coverOpen' | 'paperOut' | 'tonerOut' | 'printerOffline' | 'paused' | 'stopped' | 'notAccepting';
  readonly detail?: string;
};

/** In the order in which a person would look. */
const MEANINGS = [
  { reason: 'jammed', code: 'hardwareError', words: ['media-jam'] },
  { reason: 'coverOpen', code: 'commandErrorCode', words: ['cover-open', 'door-open', 'interlock-open'] },
  { reason: 'paperOut', code: 'commandErrorCode', words: ['media-empty', 'media-needed', 'input-tray-missing'] },
  { reason: 'tonerOut', code: 'commandErrorCode', words: ['toner-empty', 'marker-supply-empty', 'developer-empty', 'marker-supply-missing'] },
  { reason: 'printerOffline', code: 'deviceNotReady', words: ['offline', 'shutdown', 'timed-out'] },
  { reason: 'paused', code: 'deviceNotReady', words: ['paused', 'moving-to-paused'] },
] as const satisfies readonly { reason: PagePrinterProblem['reason']; code: CompletionCode; words: readonly string[] }[];

const bare = (reason: string): string => reason.replace(/-(error|warning|report)$/, '');
const isMild = (reason: string): boolean => /-(warning|report)$/.test(reason);

/**
 * Why it cannot print; undefined if it can. A warning, such as one of two trays that is empty, stops nothing unless the printer
 * has stopped; that a queue's printer is offline is a mere report, and stops everything.
 */
export function problemOf({ state, reasons, accepting }: Said): PagePrinterProblem | undefined {
  const said = state === 'stopped' ? reasons : reasons.filter((reason) => !isMild(reason) || bare(reason) === 'offline');
  const words = said.map(bare);
  const found = MEANINGS.find((meaning) => words.some((word) => (meaning.words as readonly string[]).includes(word)));
  if (found) return { code: found.code, reason: found.reason };
  if (state === 'stopped') return { code: 'hardwareError', reason: 'stopped', ...(words.length > 0 && { detail: words.join(' ').slice(0, 200) }) };
  return accepting ? undefined : { code: 'deviceNotReady', reason: 'notAccepting' };
}

const STATUS_OF_PROBLEM: Readonly<Record<PagePrinterProblem['reason'], DeviceStatusName>> = {
  jammed: 'hardwareError',
  coverOpen: 'userError',
  paperOut: 'userError',
  tonerOut: 'userError',
  printerOffline: 'offline',
  paused: 'userError',
  stopped: 'hardwareError',
  notAccepting: 'offline',
};

export type FoldedState = { readonly status: DeviceStatusName; readonly media: Record<string, string>; readonly detail?: string };

export function deviceStateOf(printer: Said): FoldedState {
  const problem = problemOf(printer);
  const words = printer.reasons.map(bare);
  const isLow = (...names: readonly string[]): boolean => names.some((name) => words.includes(name));
  const toner = problem?.reason === 'tonerOut' ? 'out' : isLow('toner-low', 'marker-supply-low', 'developer-low') ? 'low' : undefined;
  const media: Record<string, string> = {
    paper: problem?.reason === 'paperOut' ? 'out' : problem?.reason === 'jammed' ? 'jammed' : isLow('media-low') ? 'low' : 'full',
    ...(problem?.reason === 'coverOpen' && { cover: 'open' }),
    ...(toner && { toner }),
  };
  if (problem) return { status: STATUS_OF_PROBLEM[problem.reason], media, detail: problem.detail ?? problem.reason };
  return { status: printer.state === 'processing' ? 'deviceBusy' : 'online', media };
}

export function stateOfFailure(failure: DeviceFailure): FoldedState {
  return { status: failure.code === 'hardwareError' ? 'hardwareError' : 'offline', media: {}, detail: failure.reason ?? failure.code };
}
