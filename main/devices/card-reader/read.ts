// Reads an identity card's chip from its first command to the verdict, in the steps of read-steps.ts: first the text, so
// that the form fills, then what proves it, the portrait last. A reading that is cut off leaves what it has got in a
// Resume; the next one goes on from there once the same data group 1 shows that it is the same chip.

import { ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { isWellFormed } from './access-key.ts';
import { checkAgreement } from './agreement.ts';
import { confirmChip, proveAuthenticity } from './authenticity.ts';
import { equalBytes } from './bytes.ts';
import { cardFailure } from './failure.ts';
import type { CardFailure } from './failure.ts';
import { identityFields } from './identity-fields.ts';
import type { IdentityFields } from './identity-fields.ts';
import type { IdentityReading, IdentityText, ReadDependencies, ReadEvents, ReadRequest } from './identity-reading.ts';
import { plainChannel } from './iso7816/channel.ts';
import type { Channel } from './iso7816/channel.ts';
import { lengthLimits } from './iso7816/length-limits.ts';
import { judge } from './judge.ts';
import { parseDg1, parseDg11, parseDg12 } from './lds/data-groups.ts';
import { parseDg13 } from './lds/dg13.ts';
import type { Dg13 } from './lds/dg13.ts';
import { parseDg2 } from './lds/dg2.ts';
import type { Portrait } from './lds/dg2.ts';
import type { Mrz } from './lds/mrz.ts';
import { enterApplication, openChip } from './open.ts';
import type { OpenChip, OpenFailure } from './open.ts';
import { end, Ended, endFor, fetchFile, inStep, readAgain, report } from './reading.ts';
import type { Reading } from './reading.ts';
import { countTraffic } from './transceiver.ts';
import type { Traffic, Transceiver } from './transceiver.ts';

/**
 * @param atr the answer to reset, whose historical bytes tell about extended length
 * @returns ok with a verdict, which may be `refused`; an error if there is nothing to judge
 */
export async function readChip(
  transceiver: Transceiver, atr: Uint8Array, request: ReadRequest, dependencies: ReadDependencies,
  events: ReadEvents = {}, signal?: AbortSignal,
): Promise<Result<IdentityReading, CardFailure>> {
  if (!isWellFormed(request.access)) return { ok: false, error: cardFailure('accessKeyMalformed') };
  const counted = countTraffic(transceiver, dependencies.now);
  return conclude(begin(request, dependencies, events, signal), counted.traffic, (reading) => open(reading, counted, atr));
}

/**
 * Runs a reading again from what a trace has of it, beginning behind access control. The chip is not there to prove
 * itself, and what the trace has blackened proves nothing.
 */
export async function replayReading(
  channel: Channel, protocol: OpenChip['protocol'], request: ReadRequest, dependencies: ReadDependencies, events: ReadEvents = {},
): Promise<Result<IdentityReading, CardFailure>> {
  const none: Traffic = { apdus: 0, bytesSent: 0, bytesReceived: 0, milliseconds: 0 };
  return conclude(begin(request, dependencies, events, undefined), none, async (reading) => {
    const chip: OpenChip = { channel, plain: undefined, protocol, chipProof: undefined, offers: [] };
    await enter(reading, chip);
    return chip;
  });
}

function begin(
  request: ReadRequest, dependencies: ReadDependencies, events: ReadEvents, signal: AbortSignal | undefined,
): Reading {
  return {
    request, dependencies, events, signal,
    resume: request.resume ?? { files: new Map(), limits: lengthLimits(), lengthsKnown: false },
    states: new Map(),
    timings: {},
    step: 'access',
    channel: undefined,
    proofs: {
      sod: undefined, sodProblem: undefined, signature: undefined,
      active: { state: 'notChecked', reason: 'notReached' }, chip: { state: 'notChecked', reason: 'notReached' },
      offersDiffer: false,
    },
    chipUnproved: false,
  };
}

async function conclude(
  reading: Reading, traffic: Traffic, openWith: (reading: Reading) => Promise<OpenChip>,
): Promise<Result<IdentityReading, CardFailure>> {
  try {
    const result = await run(reading, openWith);
    return ok({ ...result, timings: reading.timings, traffic: { ...traffic } });
  } catch (error) {
    if (error instanceof Ended) return { ok: false, error: error.failure };
    throw error;
  }
}

async function run(
  reading: Reading, openWith: (reading: Reading) => Promise<OpenChip>,
): Promise<Omit<IdentityReading, 'timings' | 'traffic'>> {
  const chip = await openWith(reading);
  const text = await inStep(reading, 'text', () => readText(reading));
  reading.events.onText?.(text);

  let portrait: Portrait | undefined;
  try {
    await inStep(reading, 'authenticity', () => proveAuthenticity(reading, chip));
    portrait = await inStep(reading, 'portrait', () => readPortrait(reading));
    await confirmChip(reading);
  } catch (error) {
    // A chip that cannot speak under the keys of chip authentication does not have the private key: a copy.
    if (!(error instanceof Ended) || !reading.chipUnproved || error.failure.reason !== 'secureMessagingFailed') throw error;
    reading.proofs.chip = { state: 'failed', reason: 'chipAnswerWrong' };
  }

  const { access, expectedNumber } = reading.request;
  const fields = fieldsOf(reading, text.mrz);
  const printed = fields.number?.source === 'dg13' ? fields.number.value : dg13Of(reading)?.number;
  return {
    fields, mrz: text.mrz,
    ...(portrait === undefined ? {} : { portrait }),
    verdict: judge(reading, {
      protocol: chip.protocol,
      issuingState: text.mrz.issuingState,
      agreement: checkAgreement(text.mrz, { access, expected: expectedNumber, printed }),
    }),
    unreadable: Array.from(reading.states).flatMap(([name, state]) => (state === 'missing' ? [] : [name])),
  };
}

async function open(reading: Reading, transceiver: Transceiver, atr: Uint8Array): Promise<OpenChip> {
  const { request, dependencies, signal, resume } = reading;
  const chip = await inStep(reading, 'access', async () => {
    const opened = await openChip(plainChannel(transceiver, resume.limits), request.access, {
      atr, signal,
      random: dependencies.random,
      spendLastAttempt: request.spendLastAttempt === true,
      lengthsKnown: resume.lengthsKnown,
    });
    if (opened.ok) {
      resume.lengthsKnown = true;
      return opened.value;
    }
    return endWith(reading, opened.error);
  });
  await enter(reading, chip);
  return chip;
}

async function enter(reading: Reading, chip: OpenChip): Promise<void> {
  const channel = reading.events.observe?.(chip.channel) ?? chip.channel;
  reading.channel = channel;
  await inStep(reading, 'files', async () => {
    const entered = await enterApplication(chip, channel, reading.signal);
    if (!entered.ok) endWith(reading, entered.error);
  });
}

function endWith(reading: Reading, failure: OpenFailure): never {
  const { code, detail, retriesLeft } = failure;
  if (code === 'mrzNeeded' || code === 'invalidMedia') return end(reading, code, detail === undefined ? {} : { detail });
  if (code === 'accessBlocked' && retriesLeft !== undefined && retriesLeft > 0) {
    return end(reading, 'attemptsUsedUp', { retriesLeft });
  }
  return endFor(reading, failure);
}

async function readText(reading: Reading): Promise<IdentityText> {
  const known = reading.resume.files.get('dg1');
  const dg1 = await readAgain(reading, 'dg1');
  if (dg1 === undefined) return end(reading, 'chipDefective', { detail: 'data group 1 cannot be read' });
  // Another card was laid down: nothing of the one before may be used with it.
  if (known !== undefined && !equalBytes(known, dg1)) reading.resume.files.clear();
  reading.resume.files.set('dg1', dg1);
  const mrz = parseDg1(dg1);
  if (!mrz.ok) {
    reading.resume.files.clear();
    return end(reading, 'chipDefective', { detail: mrz.error.detail ?? 'DG1' });
  }
  report(reading, 0.5);
  if (mrz.value.issuingState === 'VNM') await fetchFile(reading, 'dg13', { from: 0.5, to: 1 });
  return { mrz: mrz.value, fields: fieldsOf(reading, mrz.value) };
}

function dg13Of(reading: Reading): Dg13 | undefined {
  const file = reading.resume.files.get('dg13');
  const parsed = file && parseDg13(file, reading.request.sensitiveFields);
  if (parsed?.ok === false) reading.states.set('dg13', 'notUnderstood');
  return parsed?.ok === true ? parsed.value : undefined;
}

function fieldsOf(reading: Reading, dg1: Mrz): IdentityFields {
  const { files } = reading.resume;
  const [dg11File, dg12File] = [files.get('dg11'), files.get('dg12')];
  const dg11 = dg11File && parseDg11(dg11File);
  const dg12 = dg12File && parseDg12(dg12File);
  return identityFields({
    dg1,
    dg11: dg11?.ok === true ? dg11.value : undefined,
    dg12: dg12?.ok === true ? dg12.value : undefined,
    dg13: dg13Of(reading),
  }, new Date(reading.dependencies.now()).toISOString().slice(0, 10));
}

async function readPortrait(reading: Reading): Promise<Portrait | undefined> {
  if (!reading.request.portrait || reading.proofs.active.state === 'failed' || reading.proofs.chip.state === 'failed') {
    return undefined;
  }
  const file = await fetchFile(reading, 'dg2', { from: 0, to: 1 });
  const portrait = file && parseDg2(file);
  if (portrait?.ok === false) reading.states.set('dg2', 'notUnderstood');
  return portrait?.ok === true ? portrait.value : undefined;
}
