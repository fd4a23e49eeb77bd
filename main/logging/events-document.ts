// docs/log-events.md, made from the catalogue:
//   node main/logging/events-document.ts > docs/log-events.md

import { pathToFileURL } from 'node:url';
import { LOG_EVENTS } from './catalogue.ts';
import type { EventShape } from './catalogue.ts';

const KINDS = [
  ['code', 'a word from a closed set of ours'],
  ['id', 'an id that the program made'],
  ['count', 'a whole number'],
  ['ms', 'milliseconds'],
  [
    'detail',
    'text for the technician: at most 300 characters; long numbers, dates, names and letters outside ASCII are masked',
  ],
] as const;

export function eventsDocument(): string {
  const events = Object.entries(LOG_EVENTS as Readonly<Record<string, EventShape>>);
  const row = ([name, { level, sentence, fields }]: (typeof events)[number]): string => {
    const list = Object.entries(fields).map(([field, kind]) => `\`${field}\` ${kind}`);
    return `| \`${name}\` | ${level} | ${sentence} | ${list.join(', ') || '–'} |`;
  };
  return [
    '# Log events',
    '',
    'Made from `main/logging/catalogue.ts` by `node main/logging/events-document.ts > docs/log-events.md`.',
    '',
    'The log is one JSON object a line: `time` (milliseconds since 1970 UTC), `level`, `event` and the event’s fields. It goes to the',
    'standard output and to `logs/mot-cua.log` in the data directory (ten files of five megabytes). No field can carry personal data:',
    '',
    ...KINDS.map(([kind, meaning]) => `- **${kind}**: ${meaning}`),
    '',
    'A value that is not of its field’s kind is written as `(refused)`.',
    '',
    '| event | level | what happened | fields |',
    '|---|---|---|---|',
    ...events.map(row),
    '',
  ].join('\n');
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  process.stdout.write(eventsDocument());
