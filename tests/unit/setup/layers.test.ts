// Every dependency rule fires: a small tree of files breaks each of them once, and a lawful import beside it passes.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const root = process.cwd();

/** A file, what it imports, and the rules that this breaks. */
const cases: [file: string, imports: string, broken: string[]][] = [
  ['main/domain/rule.ts', `import '../services/use.ts'`, ['domain']],
  ['main/domain/typed.ts', `import type { A } from '../services/a.ts'`, ['domain']],
  ['main/domain/clock.ts', `import 'node:fs'`, ['domain-is-pure']],
  ['main/domain/lawful.ts', `import './a.ts'`, []],
  ['main/base/helper.ts', `import '../storage/a.ts'`, ['base']],
  ['main/base/ports.ts', `import '../services/a.ts'`, ['base-types']],
  ['main/services/use.ts', `import '../devices/a.ts'`, ['services']],
  ['main/services/logged.ts', `import '../logging/a.ts'`, ['services-types']],
  ['main/services/socket.ts', `import 'node:net'`, ['services-do-no-io']],
  ['main/services/lawful.ts', `import '../domain/a.ts'; import type { A } from '../logging/a.ts'`, []],
  ['main/devices/storing.ts', `import '../storage/a.ts'`, ['devices']],
  ['main/devices/serving.ts', `import '../services/a.ts'`, ['devices-types']],
  ['main/devices/lawful.ts', `import type { A } from '../services/a.ts'`, []],
  ['main/devices/scanner/device.ts', `import 'serialport'`, ['native-packages']],
  ['main/devices/scanner/transport-serial.ts', `import 'serialport'`, []],
  ['main/devices/reader/transport-hid.ts', `import 'node-hid'`, []],
  ['main/devices/reader/read.ts', `import 'pcsc-mini'`, ['native-packages']],
  ['main/storage/filing.ts', `import '../portal/a.ts'`, ['storage']],
  ['main/storage/worker.ts', `import 'better-sqlite3'`, []],
  ['main/settings/place.ts', `import 'better-sqlite3'`, ['native-packages']],
  ['main/portal/paying.ts', `import '../gateways/a.ts'`, ['portal']],
  ['main/gateways/filing.ts', `import '../portal/a.ts'`, ['gateways']],
  ['main/papers/filing.ts', `import '../storage/a.ts'`, ['papers']],
  ['main/logging/stored.ts', `import '../storage/a.ts'`, ['logging']],
  ['main/settings/driven.ts', `import '../devices/a.ts'`, ['settings']],
  ['main/ipc/driving.ts', `import '../devices/a.ts'`, ['ipc']],
  ['main/ipc/logging.ts', `import '../logging/a.ts'`, ['ipc-types']],
  ['main/ipc/lawful.ts', `import 'electron'; import '../services/a.ts'; import '../../preload/contract/a.ts'`, []],
  ['main/app/driving.ts', `import '../devices/a.ts'`, ['app']],
  ['main/app/serving.ts', `import '../services/a.ts'`, ['app-types']],
  ['main/main.ts', `import 'electron'; import './ipc/a.ts'; import './probe/a.ts'`, ['main', 'roots-are-not-imported']],
  ['main/probe/window.ts', `import '../app/a.ts'`, ['probe']],
  ['main/probe/lawful.ts', `import '../storage/a.ts'; import './a.ts'`, []],
  ['main/services/electric.ts', `import { app } from 'electron'; app.quit()`, ['electron']],
  ['main/services/electric-types.ts', `import type { App } from 'electron'; export type B = App`, ['electron']],
  ['preload/contract/rules.ts', `import '../../main/domain/a.ts'`, ['contract-types']],
  ['preload/contract/serving.ts', `import type { A } from '../../main/services/a.ts'`, ['contract']],
  ['preload/contract/lawful.ts', `import type { A } from '../../main/domain/a.ts'`, []],
  ['preload/other.ts', `import 'electron'; import '../main/domain/a.ts'`, ['preload']],
  ['renderer/page.ts', `import '../main/domain/a.ts'`, ['renderer']],
  ['renderer/schema.ts', `import '../preload/contract/a.ts'`, ['renderer-types']],
  ['renderer/file.ts', `import 'node:fs'`, ['renderer-runs-in-a-page']],
  ['renderer/electric.ts', `import 'electron'`, ['electron']],
  ['renderer/lawful.ts', `import type { A } from '../preload/contract/a.ts'; import '../preload/contract/stations.ts'`, []],
  ['renderer/tested.ts', `import '../tests/fixtures/a.ts'`, ['renderer', 'tests-are-not-imported']],
  ['tests/bench/sharing.ts', `import '../../main/domain/a.ts'`, ['bench-types']],
  ['tests/bench/drawing.ts', `import '../../renderer/a.ts'`, ['bench']],
  ['tests/bench/lawful.ts', `import type { A } from '../../main/domain/a.ts'`, []],
  // A cycle is reported once, at one of its files.
  ['main/domain/there.ts', `import './and-back.ts'`, []],
  ['main/domain/and-back.ts', `import './there.ts'`, ['no-cycles']],
  ['main/domain/lost.ts', `import './nowhere.ts'`, ['resolvable']],
];

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'mot-cua-layers-')));
let violations: { rule: { name: string }; from: string }[] = [];
let rules: string[] = [];

beforeAll(async () => {
  const write = (file: string, text: string): void => {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${text}\nexport {};\n`);
  };
  for (const layer of ['domain', 'base', 'services', 'devices', 'storage', 'portal', 'gateways', 'papers', 'logging', 'ipc', 'app', 'probe']) {
    write(`main/${layer}/a.ts`, 'export type A = string;');
  }
  for (const file of ['preload/contract/a.ts', 'preload/contract/stations.ts', 'renderer/a.ts', 'tests/fixtures/a.ts']) {
    write(file, 'export type A = string;');
  }
  for (const [file, imports] of cases) write(file, imports);
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction');

  const config = join(root, '.dependency-cruiser.cjs');
  rules = ((await import(config)) as { default: { forbidden: { name: string }[] } }).default.forbidden.map(({ name }) => name);
  const layers = join(root, 'tests/setup/layers.mjs');
  const args = [layers, '--config', config, '--output-type', 'json', 'main', 'preload', 'renderer', 'tests'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
  violations = (JSON.parse(stdout) as { summary: { violations: typeof violations } }).summary.violations;
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('dependency rules', () => {
  it.each(cases)('%s: %s', (file, _imports, broken) => {
    const found = violations.filter(({ from }) => from === file).map(({ rule }) => rule.name);
    expect([...new Set(found)].sort()).toEqual([...broken].sort());
  });

  it('each rule is broken by a case', () => {
    const proven = new Set(cases.flatMap(([, , broken]) => broken));
    // The adapters share one definition; their types rule is proven on the devices.
    const alike = ['storage-types', 'portal-types', 'gateways-types', 'papers-types', 'logging-types', 'settings-types'];
    expect(rules.filter((rule) => !proven.has(rule) && !alike.includes(rule))).toEqual([]);
  });
});
