// Every channel from every role's window, from a stranger's window and from a window that was led elsewhere, past the
// preload script: only what the table allows gets as far as its schema. What fits the schema and is still nonsense does nothing.

import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { CHANNELS } from '../../preload/contract/channels.ts';
import type { ChannelName } from '../../preload/contract/channels.ts';
import { CLOSING_REASONS } from '../../preload/contract/portal.ts';
import { DOSSIER_FORMS } from '../../main/domain/slips/slip.ts';
import type { Role, SignedIn } from '../../preload/contract/roles.ts';
import { expect, ROOT, test } from '../e2e/program.ts';
import type { Program } from '../e2e/program.ts';
import { openTechnician, signInOfficer, signInTechnician } from '../e2e/people.ts';

const HOOK = ['-r', join(ROOT, 'tests/security/raw-bridge.cjs')];
const NAMES = Object.keys(CHANNELS) as ChannelName[];
/** Fits no schema: a call that gets past the checks does nothing. */
const NONSENSE = { nonsense: true };

type Reply = { readonly ok: boolean; readonly value?: unknown; readonly error?: { readonly code: string } };
type Raw = { call(name: string, request: unknown): Promise<Reply> };

async function codeOf(page: Page, name: string): Promise<string> {
  return page.evaluate(
    async ([channel, request]) => {
      const reply = await (window as unknown as { raw: Raw }).raw.call(channel as string, request);
      return reply.ok ? 'ok' : reply.error!.code;
    },
    [name, NONSENSE] as const,
  );
}

function expected(name: ChannelName, role: Role, signedIn: boolean): string {
  const channel = CHANNELS[name];
  if (channel.kind !== 'call' || !(channel.roles as readonly Role[]).includes(role)) return 'notAllowed';
  const needed: SignedIn | Partial<Record<Role, SignedIn>> | undefined = 'signedIn' in channel ? channel.signedIn : undefined;
  const needs = typeof needed === 'object' ? needed[role] : needed;
  return needs && !signedIn ? 'notSignedIn' : 'badRequest';
}

async function expectTable(page: Page, role: Role, signedIn: boolean) {
  const found: Record<string, string> = {};
  for (const name of NAMES) found[name] = await codeOf(page, name);
  expect(found).toEqual(Object.fromEntries(NAMES.map((name) => [name, expected(name, role, signedIn)])));
}

test('the citizen’s window', async ({ place }) => {
  const program = await place.start({ electronArgs: HOOK });
  const page = await program.window('citizen');
  await expectTable(page, 'citizen', false);
  expect(program.log.filter(({ event }) => event === 'bridge.refused').length).toBe(NAMES.length);
});

test('the technician’s window, before and after the PIN', async ({ place }) => {
  const program = await place.start({ electronArgs: HOOK });
  await program.window('citizen');
  const page = await openTechnician(program);
  await expectTable(page, 'technician', false);
  await signInTechnician(page, place.bench.pins.technician);
  await expectTable(page, 'technician', true);
});

test.describe('at a counter', () => {
  test.use({ mode: 'counter' });

  test('the staff’s window, before and after the PIN, and the citizen’s screen beside it', async ({ place }) => {
    const program = await place.start({ electronArgs: HOOK });
    const staff = await program.window('staff');
    const citizen = await program.window('citizenFacing');
    await expectTable(staff, 'staff', false);
    await expectTable(citizen, 'citizenFacing', false);
    await signInOfficer(staff, place.bench.pins.officer);
    await expectTable(staff, 'staff', true);
    await expectTable(citizen, 'citizenFacing', true);
    await expectNothingDone(staff, program);
  });
});

/** An officer's window that asks for what there is not. */
async function expectNothingDone(page: Page, program: Program) {
  const reason = '=HYPERLINK("http://x") \u202e'.padEnd(200, 'x');
  const strange: [ChannelName, unknown][] = ['constructor', '__proto__', '..', 'x'.repeat(64)].flatMap((dossierId): [ChannelName, unknown][] => [
    ['staff.dossier', { dossierId }],
    ['staff.forms', { dossierId }],
    ['staff.actOnDossier', { dossierId, wish: { action: 'step', to: 'withdrawn', reason } }],
    ['staff.actOnDossier', { dossierId, wish: { action: 'extend', dueAt: Number.MAX_SAFE_INTEGER, reason } }],
    ...DOSSIER_FORMS.flatMap((form): [ChannelName, unknown][] => [
      ['staff.previewForm', { dossierId, form, reason, items: [] }],
      ['staff.printForm', { dossierId, form, reason, items: [] }],
    ]),
    ['staff.printFormAgain', { jobId: dossierId }],
    ['staff.printState', { jobId: dossierId }],
    ['staff.erase', { dossierId, reason }],
    ['staff.withdrawSaved', { dossierId, reason }],
    ['staff.printCopy', { dossierId }],
  ]);
  for (const id of [1, Number.MAX_SAFE_INTEGER]) {
    strange.push(['staff.sendAgain', { id }], ['staff.closeMessage', { id, reason: CLOSING_REASONS[0] }], ['staff.closeDifference', { id, outcome: 'settled', reason }]);
    strange.push(['staff.assignMoney', { id, orderCode: '9999999999999999' }]);
  }
  for (const text of ['"', 'NEAR(a b)', 'text:a*', "' OR 1=1 --", '\0', '\ud800', 'ﷺ'.repeat(200), '\u0300'.repeat(200)]) strange.push(['staff.search', { text }], ['staff.search', { text, before: Number.MAX_SAFE_INTEGER }]);
  const done = await page.evaluate(async (all) => {
    const answers: [string, Reply][] = [];
    for (const [name, request] of all) answers.push([`${name} ${JSON.stringify(request).slice(0, 100)}`, await (window as unknown as { raw: Raw }).raw.call(name, request)]);
    return answers;
  }, strange);
  for (const [what, reply] of done) {
    if (!reply.ok) expect(reply.error?.code, what).toBe('unavailable');
    else expect([null, '[]', '{"found":[]}'].includes(reply.value === null ? null : JSON.stringify(reply.value)) || /"(done|queued|closed)":false/.test(JSON.stringify(reply.value)) || /"assigned":"(notOpen|unknownOrder)"/.test(JSON.stringify(reply.value)), `${what}: ${JSON.stringify(reply.value)}`).toBe(true);
  }
  for (const period of [{ from: '2026-02-31', to: '2026-03-01' }, { from: '2026-03-02', to: '2026-03-01' }]) {
    for (const [name, request] of [['staff.statistics', period], ['staff.saveStatistics', { ...period, format: 'csv' }]] as const) {
      const reply = await page.evaluate(async ([channel, asked]) => (window as unknown as { raw: Raw }).raw.call(channel, asked), [name, request] as const);
      expect(reply.error?.code, `${name} ${period.from}`).toBe('unavailable');
    }
  }
  expect(program.log.filter(({ event }) => event === 'bridge.failed')).toEqual([]);
}

test('names that are not channels', async ({ place }) => {
  const program = await place.start({ electronArgs: HOOK });
  const page = await program.window('citizen');
  for (const name of ['', 'constructor', '__proto__', 'toString', 'journey.changed', 'journey', 'x'.repeat(10_000)]) {
    expect(await codeOf(page, name), name.slice(0, 20)).toBe('notAllowed');
  }
});

test('a stranger’s window at the citizen’s address', async ({ place }) => {
  const program = await place.start({ electronArgs: HOOK });
  await program.window('citizen');
  const page = await strangerAt(program, 'app://citizen/citizen/index.html');
  for (const name of NAMES) expect(await codeOf(page, name), name).toBe('notAllowed');
});

test('the citizen’s window, led to another address', async ({ place }) => {
  const program = await place.start({ electronArgs: HOOK });
  const page = await program.window('citizen');
  await program.app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows().find((candidate) => candidate.webContents.getURL().startsWith('app://citizen/'))!;
    return window.loadURL('app://staff/staff/index.html');
  });
  await page.waitForURL('app://staff/**');
  for (const name of NAMES) expect(await codeOf(page, name), name).toBe('notAllowed');
});

async function strangerAt(program: Program, url: string): Promise<Page> {
  const opened = program.app.waitForEvent('window');
  await program.app.evaluate(async ({ BrowserWindow, session }, address) => {
    const window = new BrowserWindow({ show: false, webPreferences: { session: session.fromPartition('mot-cua', { cache: false }), sandbox: true } });
    await window.loadURL(address);
  }, url);
  return opened;
}
