// `npm run probe -- card-reader`: reads a card without a window. Personal data is shown only when it is asked for.

import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AccessKey } from '../devices/card-reader/access-key.ts';
import { createCardReader } from '../devices/card-reader/device.ts';
import type { CardReader } from '../devices/card-reader/device.ts';
import type { CardFailure } from '../devices/card-reader/failure.ts';
import type { IdentityReading } from '../devices/card-reader/identity-reading.ts';
import { parseZone } from '../devices/card-reader/lds/mrz.ts';
import { replayReading } from '../devices/card-reader/read.ts';
import { parseTrace, recordTrace, replayChannel, tracedProtocol } from '../devices/card-reader/trace.ts';
import { EMPTY_TRUST_STORE, loadTrustStore } from '../devices/card-reader/trust-store.ts';
import type { TrustStore } from '../devices/card-reader/trust-store.ts';
import type { Result } from '../domain/result.ts';
import { answerOf, fine, numberOption, parseArguments, refused, tools, withDevice, wrongUsage } from './member.ts';
import type { ProbeAnswer, ProbeMember } from './member.ts';

const USAGE = 'card-reader [--can 001234 | --mrz "THREE LINES"] [--reader NAME] [--trust-store DIR] [--trace FILE] '
  + '[--seconds 30] [--text-only] [--show-data] | card-reader --replay FILE';

const FLAGS = ['--text-only', '--show-data'];
const OPTIONS = ['can', 'mrz', 'reader', 'trust-store', 'trace', 'replay', 'seconds'];

export const cardReader: ProbeMember = async (args) => {
  const parsed = parseArguments(args.filter((argument) => !FLAGS.includes(argument)), OPTIONS);
  if (parsed === undefined || parsed.words.length > 0) return wrongUsage(USAGE);
  const { options } = parsed;
  const seconds = numberOption(options.get('seconds'), 30, 1, 600);
  const access = accessFrom(options.get('can'), options.get('mrz'));
  if (seconds === undefined || access === 'malformed') return wrongUsage(USAGE);

  const showData = args.includes('--show-data');
  const trustStore = await trustStoreFrom(options.get('trust-store'));
  if (!trustStore.ok) return refused(trustStore.error);
  const replay = options.get('replay');
  if (replay !== undefined) return replayFile(replay, trustStore.value, showData);

  const recorder = options.get('trace') === undefined ? undefined : recordTrace(() => performance.now());
  const reader = options.get('reader');
  const device = createCardReader({
    ...tools,
    settings: reader === undefined ? {} : { reader },
    trustStore: () => trustStore.value,
    ...(recorder === undefined ? {} : { observer: recorder }),
  });
  const answer = await withDevice(device, seconds + 5, (opened, signal) => (access === undefined
    ? opened.test(signal).then(answerOf)
    : readCard(opened, access, { seconds, signal, portrait: !args.includes('--text-only'), showData, trustStore: trustStore.value })));
  const traceFile = options.get('trace');
  if (recorder !== undefined && traceFile !== undefined) {
    await writeFile(traceFile, `${JSON.stringify(recorder.trace(), null, 1)}\n`, { mode: 0o600 });
  }
  return answer;
};

async function readCard(
  device: CardReader, access: AccessKey,
  options: { seconds: number; signal: AbortSignal; portrait: boolean; showData: boolean; trustStore: TrustStore },
): Promise<ProbeAnswer> {
  const result = await device.readIdentity({
    access, portrait: options.portrait, optionalGroups: ['dg11', 'dg12'],
    timeoutMs: options.seconds * 1000, signal: options.signal,
  });
  return answerFor(result, options.trustStore, options.showData);
}

/** A card that is refused is a "no", however well it could be read. */
function answerFor(result: Result<IdentityReading, CardFailure>, trustStore: TrustStore, showData: boolean): ProbeAnswer {
  if (!result.ok) {
    const { reason, code, detail, step, retriesLeft } = result.error;
    return { status: 1, output: withoutUndefined({ refused: reason, code, step, retriesLeft, detail }) };
  }
  const { verdict, fields, mrz, portrait, unreadable, timings, traffic } = result.value;
  const output = {
    verdict,
    fields: showData ? fields : Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, { source: field.source }])),
    zone: showData ? mrz : { format: mrz.format, issuingState: mrz.issuingState, wrongCheckDigits: mrz.wrongCheckDigits },
    portrait: portrait === undefined ? null : { mime: portrait.mime, bytes: portrait.bytes.length },
    unreadable, timings, traffic,
    trustStore: { authorities: trustStore.authorities.length, rejected: trustStore.rejected },
  };
  if (verdict.overall !== 'refused') return fine(output);
  return { status: 1, output: { refused: 'cardRefused', ...output } };
}

async function replayFile(path: string, trustStore: TrustStore, showData: boolean): Promise<ProbeAnswer> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    return refused({ code: 'unreadable', detail: error instanceof Error ? error.message : 'thrown' });
  }
  const trace = parseTrace(text);
  if (!trace.ok) return refused(trace.error);
  const { random, clock } = tools;
  const result = await replayReading(
    replayChannel(trace.value), tracedProtocol(trace.value), { access: { can: '000000' }, portrait: true, optionalGroups: ['dg11', 'dg12'] },
    { trustStore, random, now: clock.now },
  );
  // What is blackened is altered, so the verdict says nothing about the card.
  const answer = answerFor(result, trustStore, showData);
  return result.ok ? fine({ replayed: true, ...(answer.output as object) }) : answer;
}

function accessFrom(can: string | undefined, mrz: string | undefined): AccessKey | undefined | 'malformed' {
  if (can !== undefined && mrz !== undefined) return 'malformed';
  if (can !== undefined) return /^\d{6}$/.test(can) ? { can } : 'malformed';
  if (mrz === undefined) return undefined;
  const zone = parseZone(mrz.replace(/\\n|\s/g, ''));
  if (!zone.ok) return 'malformed';
  const { documentNumber, dateOfBirth, dateOfExpiry } = zone.value;
  return { mrz: { documentNumber, dateOfBirth, dateOfExpiry } };
}

async function trustStoreFrom(directory: string | undefined): Promise<Result<TrustStore, { code: 'trustStore'; detail: string }>> {
  if (directory === undefined) return { ok: true, value: EMPTY_TRUST_STORE };
  try {
    const store = await loadTrustStore(async () => {
      const entries = await readdir(directory, { withFileTypes: true });
      return Promise.all(entries.filter((entry) => entry.isFile()).map(async ({ name }) => ({
        name, bytes: new Uint8Array(await readFile(join(directory, name))),
      })));
    });
    return { ok: true, value: store };
  } catch (error) {
    return { ok: false, error: { code: 'trustStore', detail: error instanceof Error ? error.message : 'thrown' } };
  }
}

function withoutUndefined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
