import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ruleMembers } from '../../../main/probe/rules.ts';
import identity from '../../fixtures/vectors/identity.json' with { type: 'json' };
import vietqr from '../../fixtures/vectors/vietqr.json' with { type: 'json' };

describe('identity-qr', () => {
  it('shows what the card says', async () => {
    expect(await ruleMembers['identity-qr']([identity.qr2021[0]!])).toMatchObject({
      status: 0,
      output: { number: '068099001234', fullName: 'Nguyễn Văn An', birthDate: '1999-05-20', can: '001234', warnings: [] },
    });
  });

  it('warns where the number does not fit the rest', async () => {
    const text = identity.qr2021[0]!.replace('|Nam|', '|Nữ|');
    expect(await ruleMembers['identity-qr']([text])).toMatchObject({ status: 0, output: { warnings: ['sexDiffers'] } });
  });

  it('says no with its reason, and how it is used', async () => {
    expect(await ruleMembers['identity-qr'](['x'])).toMatchObject({ status: 1, output: { code: 'notAnIdentityQr' } });
    expect(await ruleMembers['identity-qr']([])).toMatchObject({ status: 2 });
  });
});

describe('vietqr', () => {
  it('shows the fields and the bank', async () => {
    expect(await ruleMembers.vietqr([vietqr.accept[2]!.qr])).toMatchObject({
      status: 0,
      output: { account: '0011012345678', amount: 180_000, bank: 'Sacombank' },
    });
  });

  it('says why it is refused', async () => {
    expect(await ruleMembers.vietqr([vietqr.refuse[1]!.qr])).toMatchObject({ status: 1, output: { code: 'badLength' } });
    expect(await ruleMembers.vietqr(['a', 'b'])).toMatchObject({ status: 2 });
  });
});

describe('fee', () => {
  const fee = (line: string) => ruleMembers.fee(line.split(' '));

  it('shows lines, total and what was waived', async () => {
    expect(await fee('2.000635 --date 2026-11-24 --field copies=3 --field vneidLevel2=yes')).toMatchObject({
      status: 0,
      output: { version: '2', total: 0, beforeWaivers: 24_000 },
    });
    expect(await fee('1.004222 --date 2026-11-24 --channel online')).toMatchObject({ output: { total: 10_000 } });
    expect(await fee('1.004873 --date 2026-11-24')).toMatchObject({ output: { total: 3000, verified: false } });
  });

  it.each([
    ['9.999999 --date 2026-11-24', 1, 'unknownProcedure'],
    ['2.000635 --date 2020-01-01', 1, 'notInForce'],
    ['2.000635 --date 2026-11-24 --field copies=99', 1, 'tooLarge'],
    ['2.000635 --date 2026-11-24 --field nothing=1', 1, 'unknownField'],
    ['2.000635 --date 2026-11-24 --case nothing', 1, 'unknownCase'],
    ['2.000635', 2, undefined],
    ['2.000635 --date 2026-02-30', 2, undefined],
    ['2.000635 --date 2026-11-24 --field copies', 2, undefined],
    ['2.000635 --date 2026-11-24 --channel post', 2, undefined],
    ['2.000635 --day 2026-11-24', 2, undefined],
    ['--date 2026-11-24', 2, undefined],
  ])('%s → %i %s', async (line, status, code) => {
    expect(await fee(line)).toMatchObject(code === undefined ? { status } : { status, output: { code } });
  });
});

describe('deadline', () => {
  const deadline = (...args: string[]) => ruleMembers.deadline(args);
  let directory = '';
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'probe-'));
  });
  afterAll(() => rm(directory, { recursive: true }));

  it('counts by the starter calendar', async () => {
    expect(await deadline('1.004873', '--received', '2026-02-13T15:10')).toMatchObject({
      status: 0,
      output: { dueAt: '2026-02-25T17:00:00', shown: { vi: '17:00 thứ Tư, 25/02/2026' } },
    });
  });

  it('counts by a calendar that is given', async () => {
    const file = join(directory, 'calendar.json');
    const officeHours = [{ from: '08:00', to: '16:30' }];
    await writeFile(file, JSON.stringify({ officeHours, years: { '2026': { off: ['2026-11-24'], worked: [], source: 'test' } } }));
    expect(await deadline('2.000635', '--received', '2026-11-23T15:01', '--calendar', file)).toMatchObject({
      status: 0,
      output: { dueAt: '2026-11-25T16:30:00' },
    });
  });

  it('says what is wrong with a calendar', async () => {
    const file = join(directory, 'bad.json');
    await writeFile(file, '{');
    expect(await deadline('2.000635', '--received', '2026-11-23T15:01', '--calendar', file)).toMatchObject({
      status: 1,
      output: { code: 'badCalendar' },
    });
    expect(await deadline('2.000635', '--received', '2026-11-23T15:01', '--calendar', join(directory, 'none'))).toMatchObject({
      status: 1,
      output: { code: 'unreadable', detail: 'ENOENT' },
    });
  });

  it('says what it does not know, and how it is used', async () => {
    expect(await deadline('1.004194', '--received', '2026-11-23T15:01')).toMatchObject({ output: { code: 'timeUnknown' } });
    expect(await deadline('2.000635', '--received', '2028-01-03T09:00')).toMatchObject({ output: { code: 'calendarEnds' } });
    expect(await deadline('2.000635')).toMatchObject({ status: 2 });
    expect(await deadline('2.000635', '--received', 'today')).toMatchObject({ status: 2 });
  });
});

describe('procedure', () => {
  it('shows the version in force, or the one named', async () => {
    expect(await ruleMembers.procedure(['2.000635', '--date', '2026-08-01'])).toMatchObject({ status: 0, output: { version: '1' } });
    expect(await ruleMembers.procedure(['2.000635', '--version', '2'])).toMatchObject({ output: { validFrom: '2026-08-15' } });
    expect(await ruleMembers.procedure(['1.001193'])).toMatchObject({ output: { name: { vi: 'Đăng ký khai sinh' } } });
  });

  it('says no, and how it is used', async () => {
    expect(await ruleMembers.procedure(['2.000635', '--version', '9'])).toMatchObject({ status: 1 });
    expect(await ruleMembers.procedure([])).toMatchObject({ status: 2 });
    expect(await ruleMembers.procedure(['2.000635', '--date', 'x'])).toMatchObject({ status: 2 });
  });
});
