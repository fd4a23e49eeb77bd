// The settings file as text: how it is read, and how it is written whole. The last settings that were good are kept in
// the data directory, for the day on which the file is not.

import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ok } from '../domain/result.ts';
import type { Failure, Result } from '../domain/result.ts';
import { writeWholeFile } from '../base/whole-file.ts';
import { jsonProblem } from './json-place.ts';
import type { SettingsProblem } from './problems.ts';

export const MAX_SETTINGS_BYTES = 256 * 1024;

export type SettingsFailure = Failure<'missing' | 'unreadable' | 'tooLarge' | 'notJson' | 'wrong'> & {
  readonly problems: readonly SettingsProblem[];
};

export function lastGoodFile(dataDir: string): string {
  return join(dataDir, 'settings.last-good.json');
}

/** The file's value, not yet checked. Editors on Windows put a byte order mark before it. */
export function readSettingsFile(file: string): Result<unknown, SettingsFailure> {
  let text: string;
  try {
    if (statSync(file).size > MAX_SETTINGS_BYTES)
      return failed('tooLarge', `more than ${MAX_SETTINGS_BYTES / 1024} KB / tệp quá lớn`);
    text = new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(file));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return failed('missing', 'there is no such file / không có tệp này');
    if (error instanceof TypeError) return failed('unreadable', 'not UTF-8 text / không phải văn bản UTF-8');
    return failed('unreadable', `cannot be read / không đọc được (${code ?? 'unknown'})`);
  }
  const problem = jsonProblem(text);
  if (problem === null) return ok(JSON.parse(text));
  const place = `line ${problem.line}, column ${problem.column}`;
  return failed(
    'notJson',
    `${place}: ${problem.expected} is expected / dòng ${problem.line}, cột ${problem.column}: sai cú pháp JSON`,
  );
}

/** Throws the file system's error; the file is then as it was. */
export function writeSettingsFile(file: string, value: unknown): void {
  writeWholeFile(file, `${JSON.stringify(value, null, 2)}\n`);
}

/** Keeps a good value; a data directory that cannot be written is named by the storage, not here. */
export function keepLastGood(dataDir: string, value: unknown): void {
  const file = lastGoodFile(dataDir);
  try {
    const present = readSettingsFile(file);
    if (present.ok && JSON.stringify(present.value) === JSON.stringify(value)) return;
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeSettingsFile(file, value);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === undefined) throw error;
  }
}

export function failed(code: SettingsFailure['code'], reason: string): { ok: false; error: SettingsFailure } {
  return { ok: false, error: { code, detail: reason, problems: [{ path: '(whole file)', reason }] } };
}
