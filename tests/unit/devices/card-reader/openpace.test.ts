// PACE and the secure messaging after it against OpenPACE (Debian's libeac), an implementation of the chip's side that
// is not ours. Left out where a C compiler or the library is missing.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { AccessKey } from '../../../../main/devices/card-reader/access-key.ts';
import { fromHex, toHex } from '../../../../main/devices/card-reader/bytes.ts';
import { CURVE_PARAMETERS } from '../../../../main/devices/card-reader/crypto/curve-parameters.ts';
import { plainChannel } from '../../../../main/devices/card-reader/iso7816/channel.ts';
import { lengthLimits } from '../../../../main/devices/card-reader/iso7816/length-limits.ts';
import { parseCardAccess } from '../../../../main/devices/card-reader/lds/security-infos.ts';
import { choosePace, pace } from '../../../../main/devices/card-reader/pace/pace.ts';
import { encodeOid } from '../../../../main/devices/card-reader/tlv/asn1.ts';
import { encodeTlv } from '../../../../main/devices/card-reader/tlv/tlv.ts';
import { random } from '../support.ts';
import identity from '../../../fixtures/vectors/identity.json' with { type: 'json' };

const directory = mkdtempSync(join(tmpdir(), 'openpace-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function compile(): string | undefined {
  const program = join(directory, 'chip');
  try {
    execFileSync('cc', ['-o', program, fileURLToPath(new URL('./openpace-chip.c', import.meta.url)), '-leac', '-lcrypto'], { stdio: 'pipe' });
    return program;
  } catch {
    return undefined;
  }
}
const program = compile();

function startChip(cardAccess: Uint8Array, password: string, kind: 'CAN' | 'MRZ') {
  const child = spawn(program ?? '', [toHex(cardAccess), password, kind], { stdio: ['pipe', 'pipe', 'inherit'] });
  const waiting: ((line: string) => void)[] = [];
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.(line));
  child.once('exit', () => waiting.splice(0).forEach((resolve) => resolve('6f01')));
  return {
    stop: () => child.kill(),
    transceiver: {
      transmit: (command: Uint8Array) => new Promise<{ ok: true; value: Uint8Array }>((resolve) => {
        waiting.push((line) => resolve({ ok: true, value: fromHex(line) }));
        child.stdin.write(`${toHex(command)}\n`);
      }),
    },
  };
}

const CIPHERS = { '3DES': 1, 'AES-128': 2, 'AES-192': 3, 'AES-256': 4 } as const;
const MRZ = { documentNumber: '099001234', dateOfBirth: '990520', dateOfExpiry: '390520' };

async function open(suite: keyof typeof CIPHERS, parameterId: number, key: AccessKey, chipPassword: string, kind: 'CAN' | 'MRZ') {
  const info = encodeTlv(0x30, encodeOid(`0.4.0.127.0.7.2.2.4.2.${CIPHERS[suite]}`), Uint8Array.of(2, 1, 2), encodeTlv(0x02, Uint8Array.of(parameterId)));
  const cardAccess = encodeTlv(0x31, info);
  const infos = parseCardAccess(cardAccess);
  const choice = infos.ok ? choosePace(infos.value.pace) : undefined;
  if (choice === undefined) throw new Error('nothing to choose');
  const chip = startChip(cardAccess, chipPassword, kind);
  try {
    const outcome = await pace(plainChannel(chip.transceiver, lengthLimits()), choice, key, { random });
    if (!outcome.ok) return outcome.error.code;
    const selected = await outcome.value.channel.send({ cla: 0, ins: 0xa4, p1: 4, p2: 0x0c, data: fromHex('A0000002471001') });
    const read = await outcome.value.channel.send({ cla: 0, ins: 0xb0, p1: 0x9c, p2: 0, le: 200 });
    return selected.ok && read.ok && toHex(read.value.data) === toHex(cardAccess) ? 'opened' : 'not protected as it should be';
  } finally {
    chip.stop();
  }
}

describe.skipIf(program === undefined)('PACE with OpenPACE as the chip', () => {
  it.each(['3DES', 'AES-128', 'AES-192', 'AES-256'] as const)('%s on brainpoolP256r1 with the CAN', async (suite) => {
    expect(await open(suite, 13, { can: '001234' }, '001234', 'CAN')).toBe('opened');
  });

  it.each(CURVE_PARAMETERS.map(({ name, parameterId }) => [name, parameterId] as const))('AES-128 on %s', async (_, parameterId) => {
    expect(await open('AES-128', parameterId, { can: '654321' }, '654321', 'CAN')).toBe('opened');
  });

  it('with the machine readable zone', async () => {
    expect(await open('AES-256', 16, { mrz: MRZ }, (identity.mrz[0] ?? []).join(''), 'MRZ')).toBe('opened');
  });

  it('refuses the wrong CAN', async () => {
    expect(await open('AES-128', 13, { can: '001235' }, '001234', 'CAN')).toBe('wrongAccessKey');
  });
});
