// The probe's check of an update: what is in it, or the line and the reason.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { shippedProcedures } from '../../../main/domain/procedures/shipped.ts';
import { probe } from '../../../main/probe/probe.ts';
import { agency } from '../../fixtures/agency.ts';
import { temporaryDirectory } from '../storage/helpers.ts';

const [first] = shippedProcedures();

describe('probe catalogue check', () => {
  it('says what is in it, or what is wrong with it and on which line; 2 for wrong usage', async () => {
    const dir = temporaryDirectory();
    const { sign, publicKey } = agency(dir);
    const file = join(dir, 'update.catalogue');
    const ask = async (procedures: readonly unknown[], key = publicKey) => {
      writeFileSync(file, sign(JSON.stringify({ serial: 4, issuedOn: '2026-11-20', procedures }, null, 2)));
      const { status, text } = await probe(['catalogue', 'check', file, '--key', key, '--json']);
      return { status, ...(JSON.parse(text) as Record<string, unknown>) };
    };
    expect(await ask([first])).toMatchObject({ status: 0, serial: 4, procedures: [{ code: first!.code, version: first!.version }] });
    expect(await ask([{ ...first, verified: 'maybe' }])).toMatchObject({ status: 1, refused: 'badCatalogue', line: expect.any(Number), detail: expect.stringContaining('verified') });
    expect(await ask([{ ...first, selfService: !first!.selfService }])).toMatchObject({ status: 1, refused: 'changedVersion' });
    expect(await ask([first], agency(dir, 'stranger').publicKey)).toMatchObject({ status: 1, refused: 'badSignature' });
    expect((await probe(['catalogue', 'check', file])).status).toBe(2);
    expect((await probe(['catalogue', 'check', join(dir, 'nowhere'), '--key', publicKey])).status).toBe(1);
  });
});
