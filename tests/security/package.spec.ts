// A package holds the built program and the native packages that it loads, and nothing else: no test, no bench, no
// source, no source map; its fuses are set.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { root } from '../setup/paths.mjs';
import { tool } from '../setup/command.mjs';

interface Asar {
  listPackage(archive: string, options: { isPack: boolean }): string[];
  extractFile(archive: string, file: string): Buffer;
  statFile(archive: string, file: string): { unpacked?: boolean; files?: unknown };
}
interface Fuses {
  getCurrentFuseWire(executable: string): Promise<Record<number, number>>;
  FuseV1Options: Record<string, number>;
}

const require = createRequire(join(root, 'node_modules', 'electron-builder', 'package.json'));
const asar = require('@electron/asar') as Asar;
const fuses = require('@electron/fuses') as Fuses;

let unpacked = '';
let archive = '';
let files: string[] = [];

// One worker for the file: the package is built once.
test.describe.configure({ mode: 'default' });

// eslint-disable-next-line no-empty-pattern -- Playwright wants a destructured first parameter.
test.beforeAll(async ({}, testInfo) => {
  const electronDist = dirname(require('electron') as string);
  const output = testInfo.outputPath('package');
  mkdirSync(output, { recursive: true });
  const version = readFileSync(join(electronDist, 'version'), 'utf8').trim().replace(/^v/, '');
  await promisify(execFile)(
    process.execPath,
    [
      tool('electron-builder'),
      '--dir',
      '--publish=never',
      `-c.electronVersion=${version}`,
      `-c.electronDist=${electronDist}`,
      `-c.directories.output=${output}`,
    ],
    { cwd: root, maxBuffer: 16 * 1024 * 1024 },
  );
  const folder = readdirSync(output).find((name) => name.endsWith('-unpacked'));
  unpacked = join(output, folder ?? '');
  archive = join(unpacked, 'resources', 'app.asar');
  files = asar
    .listPackage(archive, { isPack: false })
    .map((file) => file.replaceAll('\\', '/').replace(/^\//, ''))
    .filter((file) => asar.statFile(archive, file).files === undefined);
});

test('holds the built program', () => {
  for (const file of ['package.json', 'dist/main/main.cjs', 'dist/main/storage-worker.cjs', 'dist/preload/preload.cjs']) {
    expect(files).toContain(file);
  }
  for (const file of ['recognition-worker.cjs', 'tesseract-core.wasm', 'vie.traineddata.gz']) expect(files).toContain(`dist/main/${file}`);
  for (const page of ['citizen', 'staff', 'technician', 'studio']) expect(files).toContain(`dist/renderer/${page}/index.html`);
  expect(files).toContain('dist/renderer/studio/imaging.html');
});

test('holds nothing but the program and the packages that it loads', () => {
  const allowed = /^(package\.json|dist\/(main|preload|renderer)\/.+|node_modules\/.+)$/;
  expect(files.filter((file) => !allowed.test(file))).toEqual([]);

  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>;
  };
  const nameOf = (path: string): string => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? '';
  const production = new Set(Object.entries(lock.packages).flatMap(([path, { dev }]) => (dev ? [] : nameOf(path))));
  const packed = [...new Set(files.filter((file) => file.startsWith('node_modules/')).map(nameOf))];
  expect(packed).toContain('better-sqlite3');
  expect(packed.filter((name) => !production.has(name))).toEqual([]);
  expect(files.filter((file) => /\.(ts|tsx|map|gyp|c|cc|cpp|h)$/.test(file) && !file.endsWith('.d.ts'))).toEqual([]);
});

test('holds nothing of the tests: the source maps name every file that went into each program', () => {
  // The bundler's own few lines have no sources.
  const programs = files.filter((file) => /^dist\/.+\.(cjs|js)$/.test(file) && !/\/rolldown-runtime-[^/]+$/.test(file));
  const sources = programs.flatMap((program) => {
    expect(asar.extractFile(archive, program).equals(readFileSync(join(root, program))), `${program} as built`).toBe(true);
    const map = JSON.parse(readFileSync(join(root, `${program}.map`), 'utf8')) as { sources: string[] };
    return map.sources.map((source) => relative(root, join(root, dirname(program), source)).replaceAll('\\', '/'));
  });
  for (const source of ['main/main.ts', 'main/storage/worker.ts', 'preload/preload.ts']) expect(sources).toContain(source);
  expect(sources.filter((source) => /^(tests|\.\.)\//.test(source))).toEqual([]);
});

test('native code lies outside the archive, for this platform alone', () => {
  const native = files.filter((file) => file.endsWith('.node'));
  for (const name of ['better-sqlite3', '@serialport/bindings-cpp', 'node-hid', '@pcsc-mini']) {
    const own = native.filter((file) => file.startsWith(`node_modules/${name}/`));
    expect(own, name).not.toEqual([]);
    for (const file of own) {
      expect(asar.statFile(archive, file).unpacked, file).toBe(true);
      expect(existsSync(join(`${archive}.unpacked`, file)), file).toBe(true);
    }
  }
  const other = process.platform === 'win32' ? /darwin|linux/ : process.platform === 'darwin' ? /win32|linux/ : /win32|darwin/;
  expect(native.filter((file) => other.test(file))).toEqual([]);
});

test('fuses: no Node mode, no inspection, no NODE_OPTIONS, code from the archive alone', async () => {
  const executable = join(unpacked, process.platform === 'win32' ? 'mot-cua.exe' : 'mot-cua');
  const wire = await fuses.getCurrentFuseWire(executable);
  // The wire is a text of digits: 1 is on.
  const state = (name: string): boolean => wire[fuses.FuseV1Options[name] ?? -1] === '1'.charCodeAt(0);
  expect({
    runAsNode: state('RunAsNode'),
    cookieEncryption: state('EnableCookieEncryption'),
    nodeOptions: state('EnableNodeOptionsEnvironmentVariable'),
    inspect: state('EnableNodeCliInspectArguments'),
    integrity: state('EnableEmbeddedAsarIntegrityValidation'),
    onlyAsar: state('OnlyLoadAppFromAsar'),
  }).toEqual({ runAsNode: false, cookieEncryption: true, nodeOptions: false, inspect: false, integrity: true, onlyAsar: true });
});
