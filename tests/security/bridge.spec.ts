// Every channel from every role's window, from a stranger's window and from a window that was led elsewhere, past the
// preload script: only what the table allows gets as far as its schema.

import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { CHANNELS } from '../../preload/contract/channels.ts';
import type { ChannelName } from '../../preload/contract/channels.ts';
import type { Role, SignedIn } from '../../preload/contract/roles.ts';
import { expect, ROOT, test } from '../e2e/program.ts';
import type { Program } from '../e2e/program.ts';
import { openTechnician, signInOfficer, signInTechnician } from '../e2e/people.ts';

const HOOK = ['-r', join(ROOT, 'tests/security/raw-bridge.cjs')];
const NAMES = Object.keys(CHANNELS) as ChannelName[];
/** Fits no schema: a call that gets past the checks does nothing. */
const NONSENSE = { nonsense: true };

type Raw = { call(name: string, request: unknown): Promise<{ ok: boolean; error?: { code: string } }> };

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
  });
});

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
