// Commands, responses, lengths and the reading of files, against scripted cards.

import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../../main/devices/card-reader/bytes.ts';
import { decodeResponse, encodeCommand } from '../../../../main/devices/card-reader/iso7816/apdu.ts';
import { plainChannel } from '../../../../main/devices/card-reader/iso7816/channel.ts';
import {
  capabilitiesFromAtr, lengthLimits, responseBytesFromAtrInfo,
} from '../../../../main/devices/card-reader/iso7816/length-limits.ts';
import { readFile } from '../../../../main/devices/card-reader/iso7816/read-file.ts';
import { retriesLeft } from '../../../../main/devices/card-reader/iso7816/status-word.ts';
import { replayTransceiver } from '../../../../main/devices/card-reader/replay.ts';
import { encodeTlv } from '../../../../main/devices/card-reader/tlv/tlv.ts';
import type { Transceiver } from '../../../../main/devices/card-reader/transceiver.ts';

describe('command APDUs', () => {
  const header = { cla: 0, ins: 0xb0, p1: 1, p2: 2 };
  it.each([
    ['case 1', {}, '00b00102'], ['case 2 short', { le: 256 }, '00b0010200'], ['case 3 short', { data: fromHex('aabb') }, '00b0010202aabb'],
    ['case 4 short', { data: fromHex('aabb'), le: 8 }, '00b0010202aabb08'], ['case 2 extended', { le: 257 }, '00b00102000101'],
    ['case 2 longest', { le: 65_536 }, '00b00102000000'], ['case 4 extended', { data: fromHex('aa'), le: 1000 }, '00b00102000001aa03e8'],
    ['case 3 extended', { data: new Uint8Array(256) }, `00b00102000100${'00'.repeat(256)}`],
  ])('%s', (_, more, hex) => {
    expect(toHex(encodeCommand({ ...header, ...more }))).toBe(hex);
  });

  it('takes a response apart, and none without a status word', () => {
    expect(decodeResponse(fromHex('01029000'))).toEqual({ data: fromHex('0102'), statusWord: 0x9000 });
    expect(decodeResponse(fromHex('90'))).toBeUndefined();
  });

  it('counts the retries of 63Cx only', () => {
    expect([0x63c2, 0x63c0, 0x6300, 0x63d1].map(retriesLeft)).toEqual([2, 0, undefined, undefined]);
  });
});

describe('the channel', () => {
  const read = { cla: 0, ins: 0xb0, p1: 0, p2: 0, le: 256 };
  const over = (exchanges: [string, string][]) =>
    plainChannel(replayTransceiver(exchanges.map(([command, response]) => ({ command, response }))), lengthLimits());

  it('collects a response that comes in pieces', async () => {
    const channel = over([['00b0000000', '01026102'], ['00c0000002', '03046101'], ['00c0000001', '059000']]);
    expect(await channel.send(read)).toEqual({ ok: true, value: { data: fromHex('0102030405'), statusWord: 0x9000 } });
  });

  it('asks again with the length that the card wants', async () => {
    const channel = over([['00b0000000', '6C03'], ['00b0000003', '0102039000']]);
    expect(await channel.send(read)).toMatchObject({ ok: true, value: { data: fromHex('010203') } });
  });

  it('does not repeat a protected command, whose counter has moved on', async () => {
    const channel = over([['0cb0000000', '6C03']]);
    expect(await channel.send({ ...read, cla: 0x0c })).toMatchObject({ ok: true, value: { statusWord: 0x6c03 } });
  });

  it('cuts a long command into a chain where the card has no extended length', async () => {
    const data = new Uint8Array(300).fill(0x11);
    const channel = over([[`108600 00ff${'11'.repeat(255)}`.replace(' ', ''), '9000'], [`008600002d${'11'.repeat(45)}00`, 'aa9000']]);
    expect(await channel.send({ cla: 0, ins: 0x86, p1: 0, p2: 0, data, le: 256 })).toMatchObject({ ok: true, value: { data: fromHex('aa') } });
  });

  it('gives up a response without an end', async () => {
    let commands = 0;
    const endless: Transceiver = {
      transmit: async () => {
        commands += 1;
        return { ok: true, value: fromHex('00 6110') };
      },
    };
    expect(await plainChannel(endless, lengthLimits()).send(read)).toMatchObject({ ok: false, error: { code: 'responseMalformed' } });
    expect(commands).toBeLessThan(310);
  });
});

describe('lengths', () => {
  it('come from the historical bytes of a contactless card', () => {
    expect(capabilitiesFromAtr(fromHex('3B8580018073C821E0FE'))).toEqual({ extendedLength: true, lengthsInAtrInfo: true });
    expect(capabilitiesFromAtr(fromHex('3B8580018073C8218000'))).toEqual({ extendedLength: false, lengthsInAtrInfo: false });
  });

  it('are unknown for other answers to reset', () => {
    for (const atr of ['', '3B', '3B00', '3B8880010031C1640000900000', '3F67250000FFFF', '3BFF']) {
      expect(capabilitiesFromAtr(fromHex(atr)).extendedLength).toBeUndefined();
    }
  });

  it('come from EF.ATR/INFO, also when it is written unsigned', () => {
    expect(responseBytesFromAtrInfo(fromHex('4703C821E07F6608020208000202 0800'.replace(' ', '')))).toBe(2046);
    expect(responseBytesFromAtrInfo(fromHex('7F660802 02FFFF0202FFFF'.replace(' ', '')))).toBe(65_533);
    expect(responseBytesFromAtrInfo(fromHex('7F6603020108'))).toBeUndefined();
    expect(responseBytesFromAtrInfo(fromHex('FFFFFF'))).toBeUndefined();
  });

  it('become shorter step by step, and then no more', () => {
    const limits = lengthLimits();
    limits.allowExtended(2000);
    const steps = [limits.responseBytes()];
    while (limits.shorten()) steps.push(limits.responseBytes());
    expect(steps).toEqual([2000, 256, 224, 160]);
  });
});

/** A card with one file, and a limit of its own. */
function fileCard(file: Uint8Array, habits: { most?: number; refuse?: string; noShortIdentifiers?: boolean; atEnd?: string } = {}) {
  const log: string[] = [];
  const transceiver: Transceiver = {
    async transmit(command) {
      log.push(toHex(command.subarray(0, 5)));
      const [, ins = 0, p1 = 0, p2 = 0] = command;
      const answer = (hex: string) => ({ ok: true as const, value: fromHex(hex) });
      if (ins === 0xa4) return answer('9000');
      if (ins === 0xb0 && (p1 & 0x80) !== 0 && habits.noShortIdentifiers === true) return answer('6A86');
      const odd = ins === 0xb1;
      const offset = odd ? Number(`0x${toHex(command.subarray(7, 7 + (command[6] ?? 0)))}`) : (p1 & 0x80) !== 0 ? p2 : p1 * 256 + p2;
      const le = command.at(-1) === 0 ? 256 : command.at(-1) ?? 0;
      if (le > (habits.most ?? 256)) return answer(habits.refuse ?? '6700');
      const data = file.subarray(offset, offset + (odd ? le - 4 : le));
      const status = offset + le > file.length ? habits.atEnd ?? '9000' : '9000';
      if (status.startsWith('6C') || status === '6B00') return answer(status);
      return { ok: true, value: new Uint8Array([...(odd ? encodeTlv(0x53, data) : data), ...fromHex(status)]) };
    },
  };
  return { log, channel: plainChannel(transceiver, lengthLimits()) };
}

const EF = { identifier: 0x0101, shortIdentifier: 1, maxBytes: 100_000 };
const content = (length: number): Uint8Array => encodeTlv(0x61, Uint8Array.from({ length }, (_, index) => index * 7));

describe('reading a file', () => {
  it.each([0, 1, 200, 254, 255, 256, 600, 5000])('of %i bytes gives exactly its content', async (length) => {
    const { channel } = fileCard(content(length));
    expect(await readFile(channel, EF)).toEqual({ ok: true, value: content(length) });
  });

  it('above 32767 bytes goes on with the odd instruction', async () => {
    const { channel, log } = fileCard(content(40_000));
    const file = await readFile(channel, EF);
    expect(file.ok && toHex(file.value) === toHex(content(40_000))).toBe(true);
    expect(log.some((command) => command.startsWith('00b1'))).toBe(true);
  });

  it('takes one command for what fits in one', async () => {
    const { channel, log } = fileCard(content(200));
    await readFile(channel, EF);
    expect(log).toEqual(['00b0810000']);
  });

  it.each([['6700', 224], ['6F00', 160]])('asks for less when the card says %s above %i bytes', async (refuse, most) => {
    const { channel } = fileCard(content(1000), { most, refuse });
    expect(await readFile(channel, EF)).toEqual({ ok: true, value: content(1000) });
    expect(channel.limits.responseBytes()).toBeLessThanOrEqual(most);
  });

  it.each(['6282', '9000', '6B00', '6C61'])('copes with a card that says %s at the end', async (atEnd) => {
    const { channel } = fileCard(content(95), { atEnd });
    expect(await readFile(channel, EF)).toEqual({ ok: true, value: content(95) });
  });

  it('selects the file where the card has no short identifiers', async () => {
    const { channel, log } = fileCard(content(300), { noShortIdentifiers: true });
    expect(await readFile(channel, EF)).toEqual({ ok: true, value: content(300) });
    expect(log[1]).toBe('00a4020c02');
  });

  it.each([['6A82', 'fileNotFound'], ['6982', 'accessDenied']])('says what %s means', async (status, code) => {
    const channel = plainChannel(replayTransceiver([{ command: '00b0810000', response: status }]), lengthLimits());
    expect(await readFile(channel, EF)).toMatchObject({ ok: false, error: { code } });
  });

  it('refuses a file that is larger than such files are', async () => {
    const { channel, log } = fileCard(content(5000));
    expect(await readFile(channel, { ...EF, maxBytes: 4000 })).toMatchObject({ ok: false, error: { code: 'fileTooLarge' } });
    expect(log).toHaveLength(1);
  });

  it('gives up a file that ends early, or comes a byte at a time', async () => {
    const cut = fileCard(content(1000).subarray(0, 700));
    expect(await readFile(cut.channel, EF)).toMatchObject({ ok: false, error: { code: 'fileMalformed' } });
    let commands = 0;
    const slow: Transceiver = {
      transmit: async () => {
        commands += 1;
        return { ok: true, value: commands === 1 ? fromHex('618303FFFF009000') : fromHex('009000') };
      },
    };
    expect(await readFile(plainChannel(slow, lengthLimits()), { ...EF, maxBytes: 300_000 })).toMatchObject({ ok: false });
    expect(commands).toBeLessThan(9000);
  });
});
