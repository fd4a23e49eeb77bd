// What reading a chip costs this side of the wire. An exchange with the bench's chip is recorded once, with seeded chance on
// both sides, and then replayed from a table: a chip without latency, or one that is paced like a card and does not depend
// on how fast the bench computes.

import { readChip } from '../../main/devices/card-reader/read.ts';
import type { Transceiver } from '../../main/devices/card-reader/transceiver.ts';
import { buildTrustStore } from '../../main/devices/card-reader/trust-store.ts';
import { makeCard } from '../bench/chip/card.ts';
import type { Card } from '../bench/chip/card.ts';
import { pacedMilliseconds, profile } from '../bench/chip/profiles.ts';
import type { Pacing, Profile } from '../bench/chip/profiles.ts';
import { publicKeyInfrastructure } from '../bench/chip/public-key-infrastructure.ts';
import { seededRandom } from '../bench/chip/random.ts';
import type { Measure, Row } from './row.ts';

const rounds = 25;
const pacedRounds = 7;
const now = (): number => Date.parse('2026-11-24T03:00:00Z');
const infrastructure = publicKeyInfrastructure();

type Exchange = { readonly command: Uint8Array; readonly reply: Uint8Array };
type Reading = {
  readonly exchanges: readonly Exchange[];
  /** From the start, in ms. */
  readonly text: number;
  readonly portrait: number;
  /** How many commands had been answered when the text was there. */
  readonly textAfter: number;
};

/** One whole reading of the card over a transceiver that is asked for exchange after exchange. */
async function read(card: Card, transmit: (command: Uint8Array, index: number) => Uint8Array | Promise<Uint8Array>): Promise<Reading> {
  const chance = seededRandom('the reader');
  const exchanges: Exchange[] = [];
  const transceiver: Transceiver = {
    async transmit(command) {
      const answer = transmit(command, exchanges.length);
      const reply = answer instanceof Uint8Array ? answer : await answer;
      exchanges.push({ command, reply });
      return { ok: true, value: reply };
    },
  };
  const authority = infrastructure.countrySigner(card.profile.trustSuite, 'main').der;
  const trustStore = buildTrustStore([{ name: 'csca.cer', bytes: authority }]);
  let text = 0;
  let textAfter = 0;
  const begun = performance.now();
  const result = await readChip(transceiver, card.chip.atr, { access: { can: card.can }, expectedNumber: card.persona.number, portrait: true },
    { trustStore, random: (length) => chance.bytes(length), now }, {
      onText() {
        text = performance.now() - begun;
        textAfter = exchanges.length;
      },
    });
  const portrait = performance.now() - begun;
  if (!result.ok || result.value.verdict.overall !== 'genuine' || !result.value.portrait) throw new Error(`${card.profile.name} was not read`);
  return { exchanges, text, portrait, textAfter };
}

const fresh = (name: string): Card => makeCard({ profile: name, seed: 'measured' }, infrastructure);

async function record(name: string): Promise<{ readonly card: Card; readonly exchanges: readonly Exchange[] }> {
  const card = fresh(name);
  const { exchanges } = await read(card, (command) => answered(card, command));
  return { card, exchanges };
}

function answered(card: Card, command: Uint8Array): Uint8Array {
  const reply = card.chip.process(command);
  if (reply === 'mute') throw new Error('the chip is mute');
  return reply;
}

function fromTable(exchanges: readonly Exchange[]) {
  return (command: Uint8Array, index: number): Uint8Array => {
    const known = exchanges[index];
    if (!known || Buffer.compare(known.command, command) !== 0) throw new Error(`command ${index} is not the recorded one`);
    return known.reply;
  };
}

/** READ BINARY under secure messaging. */
const readsFile = ({ command }: Exchange): boolean => command[0] === 0x0c && command[1] === 0xb0;

/** Host time between a reply and the next command, where that reads a file: the one is unwrapped, the other wrapped. */
async function hostTimes(card: Card, exchanges: readonly Exchange[]): Promise<{ readonly files: readonly number[]; readonly whole: number }> {
  const table = fromTable(exchanges);
  let last = performance.now();
  const times: number[] = [];
  const { portrait: whole } = await read(card, (command, index) => {
    times.push(performance.now() - last);
    const reply = table(command, index);
    last = performance.now();
    return reply;
  });
  return { files: times.filter((_, index) => readsFile(exchanges[index]!)), whole };
}

/** The bytes of the recorded commands through the chip alone. */
function chipAlone(name: string, exchanges: readonly Exchange[]): number {
  const card = fresh(name);
  const begun = performance.now();
  for (const { command, reply } of exchanges) {
    if (Buffer.compare(answered(card, command), reply) !== 0) throw new Error('the chip answers otherwise');
  }
  return performance.now() - begun;
}

/** EF.DG1, 2, 13, 14, 15 and EF.SOD. */
const FILES = [0x0101, 0x0102, 0x010d, 0x010e, 0x010f, 0x011d];
const sizeOf = ({ image }: Card, identifier: number): number =>
  image.application?.find(({ fileId }) => fileId === identifier)?.content.length ?? Number.NaN;

/** Most bytes of a file that one protected reply can carry: object 87 around the padded cryptogram, 99 and 8E behind it. */
function bytesAReply({ behaviour, pace }: Profile): number {
  const room = behaviour.extendedLength ? behaviour.largestReply : 256;
  const block = pace[0]?.cipher === '3des' ? 8 : 16;
  const headerOf = (length: number): number => (length < 0x80 ? 2 : length < 0x100 ? 3 : length < 0x1_0000 ? 4 : 5);
  let most = 0;
  for (let cryptogram = block; headerOf(cryptogram + 1) + 1 + cryptogram + 4 + 10 <= room; cryptogram += block) most = cryptogram - 1;
  return most;
}

function commandsForFiles(card: Card, exchanges: readonly Exchange[]): { readonly ours: number; readonly least: number } {
  const room = bytesAReply(card.profile);
  const least = FILES.reduce((sum, identifier) => sum + Math.ceil(sizeOf(card, identifier) / room), 0);
  return { ours: exchanges.filter(readsFile).length, least };
}

/** Answers like a card at the end of a wire. What a busy machine comes too late with is taken off the next wait. */
function paced(exchanges: readonly Exchange[], pacing: Pacing) {
  const table = fromTable(exchanges);
  let lateness = 0;
  return async (command: Uint8Array, index: number): Promise<Uint8Array> => {
    const arrived = performance.now();
    const reply = table(command, index);
    const due = arrived + Math.max(0, pacedMilliseconds(pacing, command.length, reply.length) - lateness);
    const left = due - performance.now();
    if (left > 3) await new Promise((resolve) => setTimeout(resolve, Math.floor(left) - 2));
    while (performance.now() < due) await new Promise((resolve) => setImmediate(resolve));
    lateness = performance.now() - due;
    return reply;
  };
}

const pacingOf = (exchanges: readonly Exchange[], pacing: Pacing): number =>
  exchanges.reduce((sum, { command, reply }) => sum + pacedMilliseconds(pacing, command.length, reply.length), 0);

const measure: Measure = async ({ say }) => {
  const rows: Row[] = [];

  const ours: number[] = [];
  const perFile: number[] = [];
  const whole: number[] = [];
  const alone: number[] = [];
  const { card, exchanges } = await record('card-2021');
  for (let round = -3; round < rounds; round += 1) {
    const times = await hostTimes(card, exchanges);
    const chip = chipAlone('card-2021', exchanges);
    // The first rounds warm the machine up.
    if (round < 0) continue;
    ours.push(times.whole / exchanges.length);
    perFile.push(...times.files);
    whole.push(times.whole);
    alone.push(chip);
  }
  rows.push(
    { name: 'host time a command that reads a file, secure messaging included', ours: perFile, unit: 'ms', aim: '≤ 1' },
    { name: `host time a command of a whole reading (${exchanges.length}), key agreements and signatures included`, ours, unit: 'ms', aim: '≤ 1' },
    { name: 'whole reading without latency, to the same bytes through the chip alone', ours: whole, yardstick: alone, unit: 'ms' },
  );

  for (const name of ['card-2021', 'card-2024', 'aes-256', 'no-extended-length']) {
    const recorded = await record(name);
    const { ours: count, least } = commandsForFiles(recorded.card, recorded.exchanges);
    const portrait = sizeOf(recorded.card, 0x0102);
    rows.push({
      name: `${name}: commands for DG1, DG2 (${(portrait / 1000).toFixed(1)} KB), 13, 14, 15, SOD, to the least possible`,
      ours: [count], yardstick: [least], unit: 'commands', aim: '≤ 1.1',
    });
  }

  const slow = await record('slow');
  const pacing = profile('slow').pacing!;
  const text = { ours: [] as number[], wire: [] as number[] };
  const portrait = { ours: [] as number[], wire: [] as number[] };
  for (let round = -1; round < pacedRounds; round += 1) {
    const reading = await read(slow.card, paced(slow.exchanges, pacing));
    if (round < 0) continue;
    text.ours.push(reading.text);
    text.wire.push(pacingOf(slow.exchanges.slice(0, reading.textAfter), pacing));
    portrait.ours.push(reading.portrait);
    portrait.wire.push(pacingOf(slow.exchanges, pacing));
    say(`${round + 1}/${pacedRounds}: text after ${Math.round(reading.text)} ms, portrait after ${Math.round(reading.portrait)} ms`);
  }
  rows.push(
    { name: 'time to the text at 424 kbit/s and 8 ms a command, to the sum of that pacing', ours: text.ours, yardstick: text.wire, unit: 'ms', aim: '≤ 1.1' },
    { name: 'time to the portrait and the verdict, to the sum of that pacing', ours: portrait.ours, yardstick: portrait.wire, unit: 'ms', aim: '≤ 1.1' },
  );
  return rows;
};

export default measure;
