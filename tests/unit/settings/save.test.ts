import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import { checkSettings } from '../../../main/settings/check.ts';
import { describeSettings } from '../../../main/settings/describe.ts';
import { createSettingsKeeper } from '../../../main/settings/keeper.ts';
import { verifyPin } from '../../../main/settings/pin-hash.ts';
import { applyChanges } from '../../../main/settings/save.ts';
import { RIGHT, SEALER, settingsPlace } from './helpers.ts';

const current = () => unwrap(checkSettings(RIGHT));
const applied = (...changes: Parameters<typeof applyChanges>[1]) => unwrap(applyChanges(current(), changes));
const problems = (...changes: Parameters<typeof applyChanges>[1]) => {
  const result = applyChanges(current(), changes);
  return result.ok ? null : result.error;
};

describe('a change of the settings', () => {
  it('is made on a copy', () => {
    const before = current();
    const after = unwrap(applyChanges(before, [{ path: 'counter.language', value: 'en' }]));
    expect([before.counter.language, after.counter.language]).toEqual(['vi', 'en']);
  });

  it('takes a number that travelled as the text of a choice', () => {
    expect(applied({ path: 'devices.receiptPrinter.baudRate', value: '9600' }).devices.receiptPrinter?.baudRate).toBe(9600);
  });

  it('switches a device on and off', () => {
    expect(applied({ path: 'devices.receiptPrinter', value: null }).devices.receiptPrinter).toBeNull();
    expect(applied({ path: 'devices.receiptPrinter', value: false }).devices.receiptPrinter).toBeNull();
    expect(applied({ path: 'devices.receiptPrinter', value: true }).devices.receiptPrinter?.host).toBe('127.0.0.1');
    expect(applied({ path: 'devices.codeScanner.path', value: 'COM3' }).devices.codeScanner).toEqual({
      transport: 'serial',
      path: 'COM3',
      baudRate: 9600,
    });
    expect(
      applied({ path: 'devices.codeScanner', value: true }, { path: 'devices.codeScanner.path', value: 'COM3' }).devices
        .codeScanner?.path,
    ).toBe('COM3');
    expect(problems({ path: 'devices.codeScanner', value: true })).toEqual([
      { path: 'devices.codeScanner.path', reason: 'is missing / còn thiếu' },
    ]);
  });

  it('hashes a PIN', async () => {
    const { technicianPin } = applied({ path: 'accounts.technicianPin', value: '246810' }).accounts;
    expect(technicianPin).not.toContain('246810');
    expect(await verifyPin('246810', technicianPin!)).toBe(true);
    expect(problems({ path: 'accounts.technicianPin', value: '12' })?.[0]?.reason).toMatch(/4 to 12 digits/);
  });

  it('adds, renames and removes officers', () => {
    const add = (index: number, id: string) => [
      { path: `accounts.officers.${index}.id`, value: id },
      { path: `accounts.officers.${index}.name`, value: `Cán bộ ${id}` },
      { path: `accounts.officers.${index}.pin`, value: '1234' },
    ];
    const three = unwrap(applyChanges(current(), [...add(0, 'a'), ...add(1, 'b'), ...add(2, 'c')]));
    expect(three.accounts.officers.map(({ id }) => id)).toEqual(['a', 'b', 'c']);
    const changed = unwrap(
      applyChanges(three, [
        { path: 'accounts.officers.0', value: null },
        { path: 'accounts.officers.2.name', value: 'Trần Thị Cúc' },
      ]),
    );
    expect(changed.accounts.officers.map(({ name }) => name)).toEqual(['Cán bộ b', 'Trần Thị Cúc']);
    expect(problems(...add(1, 'x'))?.[0]?.reason).toMatch(/no such place/);
  });

  it('that is wrong names its place and changes nothing', () => {
    expect(
      problems({ path: 'devices.receiptPrinter.port', value: 0 }, { path: 'counter.language', value: 'fr' })?.map(
        ({ path }) => path,
      ),
    ).toEqual(['counter.language', 'devices.receiptPrinter.port']);
    expect(problems({ path: 'devices.receiptPrinter.prot', value: 1 })?.[0]?.reason).toContain(
      'devices.receiptPrinter.port?',
    );
    for (const path of [
      'version',
      'counter',
      'accounts.officers',
      'toString',
      '__proto__.polluted',
      'constructor.prototype.x',
      'accounts.officers.length',
    ]) {
      expect(problems({ path, value: 'x' }), path).not.toBeNull();
    }
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
  });
});

describe('the description of the settings', () => {
  it('has a sentence for every setting and never a secret', () => {
    const settings = applied({ path: 'accounts.technicianPin', value: '246810' });
    const views = describeSettings(settings);
    for (const view of views) expect(view.sentence, view.path).not.toBe('');
    expect(new Set(views.map(({ path }) => path)).size).toBe(views.length);
    const text = JSON.stringify(views);
    for (const secret of ['portal-session-secret', 'api-key-secret', 'checksum-secret', 'scrypt$'])
      expect(text).not.toContain(secret);
    expect(views.find(({ path }) => path === 'portal.session')).toMatchObject({
      kind: 'secret',
      value: null,
      isSet: true,
    });
    expect(views.find(({ path }) => path === 'accounts.technicianPin')).toMatchObject({ kind: 'secret', isSet: true });
    expect(views.find(({ path }) => path === 'counter.mode')).toMatchObject({
      section: 'counter',
      kind: 'choice',
      choices: ['selfService', 'counter'],
      value: 'selfService',
    });
    expect(views.find(({ path }) => path === 'devices.receiptPrinter.flowControl')).toMatchObject({
      kind: 'choice',
      choices: ['hardware', 'software', 'none'],
      value: 'hardware',
    });
    expect(views.find(({ path }) => path === 'devices.codeScanner')).toMatchObject({ kind: 'boolean', value: false });
    expect(views.find(({ path }) => path === 'devices.codeScanner.baudRate')).toMatchObject({
      kind: 'number',
      value: null,
      isSet: false,
    });
  });

  it('gives paths and values that can be saved again as they are', () => {
    const settings = current();
    const changes = describeSettings(settings)
      .filter(({ kind, value, isSet }) => kind !== 'secret' && isSet && value !== null)
      .map(({ path, value }) => ({ path, value }));
    expect(changes.every(({ path }) => /^[A-Za-z0-9.]{1,100}$/.test(path))).toBe(true);
    expect(unwrap(applyChanges(settings, changes))).toEqual(settings);
  });
});

describe('the settings while the program runs', () => {
  it('are saved sealed, told to the log, and loaded again', async () => {
    const { file, dataDir, text } = settingsPlace(RIGHT);
    const events: string[] = [];
    const keep = async () =>
      unwrap(await createSettingsKeeper({ file, dataDir, sealer: SEALER, log: (event) => void events.push(event) }));
    const keeper = await keep();
    expect(await keeper.save([{ path: 'portal.session', value: 'a-new-secret' }])).toEqual({
      saved: true,
      restartNeeded: true,
    });
    expect(text()).not.toContain('a-new-secret');
    expect(keeper.secret('portal.session')).toBe('a-new-secret');
    expect(await keeper.saveOfficer({ id: 'an', name: 'An', pin: '1234' })).toBe(true);
    expect(await keeper.saveOfficer({ id: 'an', name: 'Trần Thị An', pin: '5678' })).toBe(true);
    expect((await keep()).settings()).toEqual(keeper.settings());
    expect(keeper.settings().accounts.officers.map(({ name }) => name)).toEqual(['Trần Thị An']);
    expect(await keeper.save([{ path: 'counter.mode', value: 'x' }])).toMatchObject({
      saved: false,
      problems: [{ path: 'counter.mode' }],
    });
    expect(events).toEqual([
      'settings.sealed',
      'settings.saved',
      'settings.saved',
      'settings.saved',
      'settings.refused',
    ]);
  });

  it('put a broken file aside when they are saved over it', async () => {
    const { file, dataDir } = settingsPlace(RIGHT);
    const keep = async () => unwrap(await createSettingsKeeper({ file, dataDir, sealer: SEALER, log: () => {} }));
    await keep();
    writeFileSync(file, '{ "by hand": ');
    const keeper = await keep();
    expect(keeper.problem()?.code).toBe('notJson');
    expect(await keeper.save([{ path: 'counter.language', value: 'en' }])).toMatchObject({ saved: true });
    expect(keeper.problem()).toBeNull();
    expect(readFileSync(`${file}.broken`, 'utf8')).toBe('{ "by hand": ');
    expect((await keep()).settings().counter.language).toBe('en');
  });
});
