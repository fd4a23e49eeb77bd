// The trace that a technician attaches to a report: nothing personal in it, and it can be run again.

import { describe, expect, it } from 'vitest';
import { readChip, replayReading } from '../../../../main/devices/card-reader/read.ts';
import { parseTrace, recordTrace, replayChannel, tracedProtocol } from '../../../../main/devices/card-reader/trace.ts';
import type { Trace } from '../../../../main/devices/card-reader/trace.ts';
import { replayTransceiver } from '../../../../main/devices/card-reader/replay.ts';
import { fromHex } from '../../../../main/devices/card-reader/bytes.ts';
import { persona } from '../../../bench/chip/personas.ts';
import { random } from '../support.ts';
import { benchCard } from './bench-chip.ts';
import type { BenchCard } from './bench-chip.ts';

const now = (): number => Date.parse('2026-11-24T03:00:00Z');

async function traceOf(card: BenchCard, access = card.can): Promise<Trace> {
  const recorder = recordTrace(() => performance.now());
  const result = await readChip(recorder.wire(card.contact()), card.atr, { access, portrait: true },
    { trustStore: card.trustStore, random, now }, { observe: recorder.channel });
  if (!result.ok) throw new Error(result.error.reason);
  return recorder.trace();
}

describe('a trace', () => {
  it.each(['card-2021', 'no-extended-length', 'bac-only'])('of %s has nothing of the person in it', async (name) => {
    const card = benchCard(name);
    const trace = await traceOf(card, name === 'bac-only' ? card.mrz : card.can);
    const bytes = trace.entries.map((entry) => (entry.layer === 'card' ? entry.command + entry.response : entry.header)).join(' ');
    const holder = persona('nguyen-van-an');
    const hex = (text: string): string => Buffer.from(text, 'utf8').toString('hex');
    const personal = [holder.number, holder.number.slice(3), holder.name, 'NGUYEN', 'VAN', holder.residence.slice(0, 8), holder.father ?? '',
      '20/05/1999', '990520', holder.oldNumber ?? ''].filter((text) => text !== '');
    for (const text of personal) expect(bytes, text).not.toContain(hex(text));
    expect(JSON.stringify(trace)).not.toMatch(/068099|001234|Nguy/);
    // Wire entries have no content at all.
    expect(trace.entries.filter((entry) => entry.layer === 'wire').every((entry) => entry.header.length === 8)).toBe(true);
  });

  it.each(['card-2021', 'card-2024', 'no-extended-length', 'bac-only'])('of %s can be run again to its end', async (name) => {
    const card = benchCard(name);
    const written = JSON.stringify(await traceOf(card, name === 'bac-only' ? card.mrz : card.can));
    const trace = parseTrace(written);
    if (!trace.ok) throw new Error(trace.error.detail);
    const texts: string[] = [];
    const result = await replayReading(replayChannel(trace.value), tracedProtocol(trace.value), { access: { can: '000000' }, portrait: true },
      { trustStore: card.trustStore, random, now }, { onText: ({ mrz }) => texts.push(mrz.issuingState) });
    expect(result).toMatchObject({ ok: true, value: { verdict: { chip: { reason: 'replayed' } } } });
    expect(texts).toEqual(['VNM']);
  });

  it.each(['', '[]', '{}', '{"version":2,"entries":[]}', '{"version":1,"entries":5}', '{"version":1'])('is not read from %s', (text) => {
    expect(parseTrace(text)).toMatchObject({ ok: false });
  });

  it('leaves out entries that are none', () => {
    const trace = parseTrace('{"version":1,"entries":[null,5,{"layer":"card","room":-1,"command":"00","response":"","status":"9000"},{"layer":"wire"}]}');
    expect(trace).toEqual({ ok: true, value: { version: 1, entries: [] } });
  });
});

describe('a replayed exchange', () => {
  it('answers what was asked then, and refuses everything else', async () => {
    const replay = replayTransceiver([{ command: '00A4', response: '9000' }]);
    expect(await replay.transmit(fromHex('00A5'))).toMatchObject({ ok: false, error: { code: 'replayMismatch' } });
    expect(await replay.transmit(fromHex('00A4'))).toEqual({ ok: true, value: fromHex('9000') });
    expect(await replay.transmit(fromHex('00A4'))).toMatchObject({ ok: false, error: { code: 'replayMismatch' } });
  });
});
