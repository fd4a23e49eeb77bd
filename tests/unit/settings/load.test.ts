import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import { lastGoodFile } from '../../../main/settings/file.ts';
import { loadSettings } from '../../../main/settings/load.ts';
import { openSecret } from '../../../main/settings/sealer.ts';
import { SECRET_PATHS } from '../../../main/settings/secrets.ts';
import { SETTINGS_SHAPE } from '../../../main/settings/shape.ts';
import type { Node } from '../../../main/settings/shape.ts';
import { OTHER_SEALER, RIGHT, rightBut, SEALER, settingsPlace } from './helpers.ts';

async function problemsOf(content: unknown) {
  const { file, dataDir } = settingsPlace(content);
  const loaded = await loadSettings(file, SEALER, { dataDir });
  if (loaded.ok) throw new Error('the settings were taken');
  return loaded.error.problems;
}

describe('settings that are right', () => {
  it('are loaded with what they leave out', async () => {
    const { file, dataDir } = settingsPlace(RIGHT);
    const { settings, from, problem } = unwrap(await loadSettings(file, SEALER, { dataDir }));
    expect([from, problem]).toEqual(['file', null]);
    expect(settings.devices).toEqual({
      codeScanner: null,
      documentScanner: null,
      pagePrinter: null,
      cardReader: null,
      receiptPrinter: { transport: 'tcp', host: '127.0.0.1', port: 9100, baudRate: 115_200, flowControl: 'hardware', model: 'generic-80mm' },
    });
    expect(settings.journey.inactivitySeconds).toBe(90);
  });

  it('name a document camera as Windows does, or none until one is chosen', async () => {
    for (const device of [undefined, 'Máy chụp giấy HD (046d:082d) & ®']) {
      const { file, dataDir } = settingsPlace(rightBut('devices.documentScanner', { transport: 'camera', ...(device && { device }) }));
      expect(unwrap(await loadSettings(file, SEALER, { dataDir })).settings.devices.documentScanner?.device).toBe(device);
    }
  });

  it('have their secrets sealed in the file at once, each for its own place', async () => {
    const { file, dataDir, text, json } = settingsPlace(RIGHT);
    const first = unwrap(await loadSettings(file, SEALER, { dataDir }));
    expect(first.sealedNow).toBe(3);
    for (const secret of ['portal-session-secret', 'api-key-secret', 'checksum-secret']) {
      expect(text()).not.toContain(secret);
      expect(readFileSync(lastGoodFile(dataDir), 'utf8')).not.toContain(secret);
    }
    expect(json()).toMatchObject({ unit: RIGHT.unit, counter: RIGHT.counter });
    const again = unwrap(await loadSettings(file, SEALER, { dataDir }));
    expect(again.sealedNow).toBe(0);
    expect(unwrap(openSecret(SEALER, 'gateway.apiKey', again.settings.gateway.apiKey!))).toBe('api-key-secret');
    expect(openSecret(SEALER, 'gateway.checksumKey', again.settings.gateway.apiKey!).ok).toBe(false);
  });

  it('are taken with a byte order mark, as editors on Windows write it', async () => {
    const { file, dataDir } = settingsPlace(`\uFEFF${JSON.stringify(RIGHT)}`);
    expect((await loadSettings(file, SEALER, { dataDir })).ok).toBe(true);
  });

  it('are only read where the counter’s key is not there', async () => {
    const { file, dataDir, text } = settingsPlace(RIGHT);
    const before = text();
    expect(unwrap(await loadSettings(file, null, { dataDir }))).toMatchObject({ sealedNow: 0, plainSecrets: 3 });
    expect(text()).toBe(before);
    expect(existsSync(lastGoodFile(dataDir))).toBe(false);
  });

  it('are used with plain secrets, and that is said, where the file cannot be written', async () => {
    const { dataDir } = settingsPlace();
    // A name so long that nothing fits beside it.
    const file = join(dataDir, `${'s'.repeat(245)}.json`);
    writeFileSync(file, JSON.stringify(RIGHT));
    const loaded = unwrap(await loadSettings(file, SEALER, { dataDir }));
    expect(loaded).toMatchObject({ from: 'file', sealedNow: 0, plainSecrets: 3, notSealed: 'ENAMETOOLONG' });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(RIGHT);
    expect(readFileSync(lastGoodFile(dataDir), 'utf8')).not.toContain('portal-session-secret');
  });
});

describe('settings that are wrong', () => {
  it('name each place and its reason, never the value', async () => {
    const cases: [path: string, value: unknown, reason: RegExp][] = [
      ['counter.mode', 'kiosk', /one of.*selfService, counter/],
      ['counter.kioskId', 'kiosk 1', /form/],
      ['counter.kioskId', '', /empty|form/],
      ['devices.receiptPrinter.port', 70_000, /too large, at most 65535/],
      ['devices.receiptPrinter.port', 91.5, /a whole number/],
      ['devices.receiptPrinter.port', '9100', /a number/],
      ['devices.receiptPrinter.model', 'big', /one of.*generic-80mm/],
      ['devices.receiptPrinter.host', undefined, /missing/],
      ['portal.url', 'ftp://portal', /http/],
      ['portal.session', undefined, /missing/],
      ['portal.session', 12, /a text/],
      ['portal.session', '', /empty/],
      ['unit', undefined, /missing/],
      ['unit', [], /a group/],
      ['version', 2, /one of.*1/],
      ['journey.inactivitySeconds', 1, /too small, at least 10/],
      ['unit.dossierCode', '{unit}-{YYMMDD}', /template.*running/],
      ['accounts.technicianPin', '1234', /form/],
    ];
    for (const [path, value, reason] of cases) {
      const problems = await problemsOf(rightBut(path, value));
      const found = problems.find((problem) => problem.path === path);
      expect(found?.reason, path).toMatch(reason);
      expect(found?.reason.includes(' / '), `${path} is said in Vietnamese too`).toBe(true);
    }
    for (const [transport, needed] of [['escl', 'url'], ['sane', 'device']])
      expect(await problemsOf(rightBut('devices.documentScanner', { transport }))).toEqual([{ path: `devices.documentScanner.${needed}`, reason: 'is missing / còn thiếu' }]);
    for (const [transport, device] of [['sane', '@file'], ['naps2', 'Máy quét'], ['camera', '--fake'], ['camera', 'HD\n']])
      expect(await problemsOf(rightBut('devices.documentScanner', { transport, device }))).toEqual([{ path: 'devices.documentScanner.device', reason: expect.stringContaining('sai định dạng') }]);
    for (const [transport, needed] of [['ipp', 'url'], ['cups', 'queue'], ['windows', 'queue']])
      expect(await problemsOf(rightBut('devices.pagePrinter', { transport }))).toEqual([{ path: `devices.pagePrinter.${needed}`, reason: expect.stringContaining('còn thiếu') }]);
    for (const [kind, needed] of [['payos', ['url', 'clientId', 'apiKey', 'checksumKey']], ['national', ['url', 'clientId', 'checksumKey', 'payee']], ['bankTransfer', ['payee']]] as const)
      expect(await problemsOf(rightBut('gateway', { kind }))).toEqual(needed.map((name) => ({ path: `gateway.${name}`, reason: 'is missing / còn thiếu' })));
    const payee = { bin: '970418', account: '31410001234567', name: 'UBND XA HIEP THANH' };
    expect(await problemsOf(rightBut('gateway', { kind: 'bankTransfer', payee }))).toEqual([{ path: 'gateway.kind', reason: expect.stringMatching(/needs an officer.*cán bộ/) }]);
    const said = JSON.stringify(await problemsOf(rightBut('gateway.checksumKey', { sealed: 5, kept: 'a-secret' })));
    expect(said).not.toContain('a-secret');
  });

  it('name all places at once', async () => {
    const wrong = rightBut('portal.url', 'x') as { counter: { mode: string } };
    wrong.counter.mode = 'x';
    expect((await problemsOf(wrong)).map(({ path }) => path)).toEqual(['counter.mode', 'portal.url']);
  });

  it('do not know a setting, and say which one could be meant', async () => {
    expect(await problemsOf(rightBut('devices.receiptPrinter.hots', 'x'))).toEqual([
      { path: 'devices.receiptPrinter.hots', reason: 'unknown setting / không có thiết đặt này – host?' },
    ]);
    expect((await problemsOf(rightBut('journy', {})))[0]).toMatchObject({
      path: 'journy',
      reason: expect.stringContaining('journey?'),
    });
    expect((await problemsOf(rightBut('unit.xyzzy', 1)))[0]?.reason).toBe('unknown setting / không có thiết đặt này');
    expect((await problemsOf(`{"__proto__": {"polluted": true}, ${JSON.stringify(RIGHT).slice(1)}`))[0]?.path).toBe(
      '__proto__',
    );
  });

  it('say where the file stops being JSON', async () => {
    const [problem] = await problemsOf('{\n  "version": 1,\n  "counter": { "mode": selfService }\n}');
    expect(problem).toMatchObject({
      path: '(whole file)',
      reason: expect.stringContaining('line 3, column 24: a value is expected'),
    });
  });

  it('are refused when the file is missing, too large, no text, or an officer is there twice', async () => {
    const { file, dataDir } = settingsPlace();
    expect(await loadSettings(file, SEALER, { dataDir })).toMatchObject({ ok: false, error: { code: 'missing' } });
    writeFileSync(file, ' '.repeat(256 * 1024 + 1));
    expect(await loadSettings(file, SEALER, { dataDir })).toMatchObject({ ok: false, error: { code: 'tooLarge' } });
    writeFileSync(file, Uint8Array.of(0x7b, 0xff, 0x7d));
    expect(await loadSettings(file, SEALER, { dataDir })).toMatchObject({ ok: false, error: { code: 'unreadable' } });
    const officer = { id: 'an', name: 'An', pin: 'scrypt$2$1$1$AAAA$AAAA' };
    expect((await problemsOf(rightBut('accounts.officers', [officer, officer])))[0]?.path).toBe(
      'accounts.officers.1.id',
    );
  });

  it('that were sealed at another counter are named', async () => {
    const { file, dataDir } = settingsPlace(RIGHT);
    await loadSettings(file, OTHER_SEALER, { dataDir });
    const loaded = await loadSettings(file, SEALER, { dataDir });
    expect(loaded.ok ? [] : loaded.error.problems.map(({ path }) => path)).toEqual([...SECRET_PATHS]);
  });
});

describe('the last good settings', () => {
  it('stand in for a file that is broken, which is reported and left as it is', async () => {
    const { file, dataDir, text } = settingsPlace(RIGHT);
    const good = unwrap(await loadSettings(file, SEALER, { dataDir }));
    for (const broken of ['{', JSON.stringify(rightBut('counter.mode', 'x')), '']) {
      writeFileSync(file, broken);
      const loaded = unwrap(await loadSettings(file, SEALER, { dataDir }));
      expect(loaded.from).toBe('lastGood');
      expect(loaded.settings).toEqual(good.settings);
      expect(loaded.problem?.problems.length).toBeGreaterThan(0);
      expect(text()).toBe(broken);
    }
  });
});

it('every secret of the schema is sealed', () => {
  const secretsBelow = (node: Node, path: string[]): string[] =>
    node.kind === 'secret'
      ? [path.join('.')]
      : node.kind === 'group'
        ? Object.entries(node.children).flatMap(([name, child]) => secretsBelow(child, [...path, name]))
        : node.kind === 'list'
          ? secretsBelow(node.element, [...path, '*'])
          : [];
  expect(secretsBelow(SETTINGS_SHAPE, [])).toEqual([...SECRET_PATHS]);
});
