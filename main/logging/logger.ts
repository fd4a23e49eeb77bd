// The log: one JSON object a line, made from the catalogue. What the types promise is enforced again at run time, because
// a log that a careless cast can put a name into is not one to hand to a technician.

import { LOG_EVENTS } from './catalogue.ts';
import type { EventShape, FieldKind, Log } from './catalogue.ts';
import type { LogFile } from './rotating-file.ts';
import { scrubDetail } from './scrub.ts';

export type LoggerOptions = {
  /** Where lines go besides the file, such as standard output; without its line end. */
  readonly write: (line: string) => void;
  readonly clock: { now(): number };
  readonly file?: LogFile;
};

export type Logger = {
  readonly log: Log;
  /** Brings the file to the disk; on the way out of the program. */
  readonly flush: () => void;
  readonly close: () => void;
};

/** Stands where a value was not of its field's kind. */
export const REFUSED = '(refused)';

const CODE = /^[A-Za-z0-9(][A-Za-z0-9._:/+()@ -]{0,79}$/;
const ID = /^[A-Za-z0-9._:-]{1,100}$/;
const EIGHT_DIGITS = /\d{8}/;
/** What identity cards and telephones have; no id of ours is only that. */
const PERSONS_NUMBER = /^(?:\d{9}|\d{10}|\d{12}|\+?84\d{9})$/;

export function createLogger({ write, clock, file }: LoggerOptions): Logger {
  const log: Log = (event, fields) => {
    const line = logLine(event, fields, clock.now());
    file?.write(line);
    try {
      write(line);
    } catch {
      // A closed standard output must not end the program.
    }
  };
  return { log, flush: () => file?.flush(), close: () => file?.close() };
}

/** One line, without its end. Fields that the event does not have are left out. */
export function logLine(event: string, fields: Readonly<Record<string, unknown>>, now: number): string {
  const known: EventShape | undefined = Object.hasOwn(LOG_EVENTS, event)
    ? LOG_EVENTS[event as keyof typeof LOG_EVENTS]
    : undefined;
  if (known === undefined)
    return logLine('app.failed', { where: 'logging', detail: 'an event that is not in the catalogue' }, now);
  const line: Record<string, string | number> = { time: now, level: known.level, event };
  for (const [name, kind] of Object.entries(known.fields)) {
    const value = Object.hasOwn(fields, name) ? fields[name] : undefined;
    if (value !== undefined) line[name] = kept(kind, value);
  }
  return JSON.stringify(line);
}

function kept(kind: FieldKind, value: unknown): string | number {
  switch (kind) {
    case 'count':
    case 'ms':
      return typeof value === 'number' && Number.isFinite(value) ? Math.round(value) : REFUSED;
    case 'code':
      return typeof value === 'string' && CODE.test(value) && !EIGHT_DIGITS.test(value) ? value : REFUSED;
    case 'id':
      return typeof value === 'string' && ID.test(value) && !PERSONS_NUMBER.test(value) ? value : REFUSED;
    case 'detail':
      return typeof value === 'string' ? scrubDetail(value) : REFUSED;
  }
}
