// What is said to `scanimage` (sane-backends, scanimage(1)) and what it says: arguments, the listing of options, names of
// finished pages, and its exit codes, which are SANE_Status (SANE Standard 1.06, section 4.2.7). Pure.

import type { DeviceFailure } from '../../services/ports.ts';

/** 210 × 297 mm. */
const A4_MM = { width: 210, height: 297 };
const WANTED_DPI = 300;

/** A device's name as SANE gives it, such as `airscan:e0:Canon` or `test:0`: never an option. */
export const SANE_DEVICE = /^[A-Za-z0-9][A-Za-z0-9_.:/ ()[\]=%-]{0,198}$/;

export type SaneOptions = {
  /** Empty where the device has one source and does not name it. */
  readonly sources: readonly string[];
  readonly modes: readonly string[];
  readonly resolutions: readonly number[] | { readonly from: number; readonly to: number };
  /** Millimetres; absent where the device cannot be told an area. */
  readonly width?: number;
  readonly height?: number;
};

const MAX_LISTING = 100_000;

/** From `scanimage -A`; undefined where it is no listing of options. */
export function readOptions(text: string): SaneOptions | undefined {
  const listing = text.slice(0, MAX_LISTING);
  if (!/^All options specific to device /m.test(listing)) return undefined;
  const values = (option: string): string => new RegExp(`^ {1,8}${option} ([^\\n[]{1,500})`, 'm').exec(listing)?.[1]?.trim() ?? '';
  const choices = (option: string): string[] => values(option).split('|').map((value) => value.trim()).filter((value) => value !== '').slice(0, 50);
  const most = (option: string): number | undefined => {
    const found = /^-?[\d.]{1,10}\.\.([\d.]{1,10})mm/.exec(values(option));
    return found ? Number(found[1]) : undefined;
  };
  const range = /^(\d{1,5})\.\.(\d{1,5})dpi/.exec(values('--resolution'));
  const width = most('-x');
  const height = most('-y');
  return {
    sources: choices('--source'),
    modes: choices('--mode'),
    resolutions: range
      ? { from: Number(range[1]), to: Number(range[2]) }
      : choices('--resolution').map((value) => Number.parseInt(value, 10)).filter((value) => value > 0),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
  };
}

const isFeeder = (source: string): boolean => /feeder|adf/i.test(source);
const isDuplex = (source: string): boolean => /duplex|both|back/i.test(source);

export function feederOf({ sources }: SaneOptions): string | undefined {
  return sources.find((source) => isFeeder(source) && !isDuplex(source)) ?? sources.find(isFeeder);
}

export function glassOf({ sources }: SaneOptions): string | undefined {
  return sources.find((source) => !isFeeder(source));
}

/** Writes page after page as JPEGs `page-1.jpg` … in the working directory and prints each name when it is whole. */
export function scanArguments(device: string, options: SaneOptions, source: string | undefined, most: number): string[] {
  const count = source !== undefined && isFeeder(source) ? most : 1;
  const mode = options.modes.find((name) => /colou?r/i.test(name)) ?? options.modes.find((name) => /gr[ae]y/i.test(name));
  return [
    ...['-d', device, '--format=jpeg', '--batch=page-%d.jpg', '--batch-print', `--batch-count=${count}`],
    ...(source === undefined ? [] : [`--source=${source}`]),
    ...(mode === undefined ? [] : [`--mode=${mode}`]),
    `--resolution=${nearest(options.resolutions)}`,
    ...(options.width === undefined ? [] : ['-x', String(Math.min(A4_MM.width, options.width))]),
    ...(options.height === undefined ? [] : ['-y', String(Math.min(A4_MM.height, options.height))]),
  ];
}

function nearest(resolutions: SaneOptions['resolutions']): number {
  if ('from' in resolutions) return Math.min(Math.max(WANTED_DPI, resolutions.from), resolutions.to);
  return resolutions.reduce((best, value) => (Math.abs(value - WANTED_DPI) < Math.abs(best - WANTED_DPI) ? value : best), resolutions[0] ?? WANTED_DPI);
}

/** The names of whole pages in what was printed so far. */
export function pagesIn(printed: string): string[] {
  return printed.split('\n').slice(0, -1).filter((line) => /^page-\d{1,4}\.jpg$/.test(line));
}

/** What an exit code means; undefined for 0. */
export function failureOf(status: number, detail: string): DeviceFailure | undefined {
  const about = detail === '' ? {} : { detail: detail.slice(0, 200) };
  switch (status) {
    case 0:
      return undefined;
    case 2:
      return { code: 'canceled', reason: 'canceledAtScanner' };
    case 3:
      return { code: 'deviceNotReady', reason: 'busy' };
    case 6:
      return { code: 'commandErrorCode', reason: 'jammed' };
    case 7:
      return { code: 'commandErrorCode', reason: 'empty' };
    case 8:
      return { code: 'commandErrorCode', reason: 'coverOpen' };
    case 9:
      return { code: 'deviceNotReady', reason: 'disconnected', ...about };
    case 11:
      return { code: 'deviceNotReady', reason: 'accessDenied', ...about };
    default:
      return { code: 'hardwareError', reason: 'scanimageFailed', detail: `exit ${status}${detail === '' ? '' : `: ${detail.slice(0, 180)}`}` };
  }
}
