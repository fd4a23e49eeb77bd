// The settings file that a probe was given. Only its shape is checked here; secrets must be in clear, since a probe has
// no key of the counter's.

import { readFile, stat } from 'node:fs/promises';
import { fail, ok } from '../domain/result.ts';
import type { Failure, Result } from '../domain/result.ts';
import { settingsSchema } from '../settings/schema.ts';
import type { Secret, Settings } from '../settings/schema.ts';

const MAX_BYTES = 1_000_000;

export type SettingsFailure = Failure<'unreadable' | 'wrong' | 'sealed'>;

export async function readSettingsFile(path: string): Promise<Result<Settings, SettingsFailure>> {
  let json: unknown;
  try {
    if ((await stat(path)).size > MAX_BYTES) return fail('unreadable', `${path} is larger than ${MAX_BYTES} bytes`);
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (error) {
    return fail('unreadable', error instanceof Error ? error.message.slice(0, 300) : path);
  }
  const parsed = settingsSchema.safeParse(json);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return fail('wrong', `${issue?.path.join('.') || 'settings'}: ${issue?.message ?? 'wrong'}`);
}

export function clearSecret(secret: Secret, path: string): Result<string, SettingsFailure> {
  return typeof secret === 'string' ? ok(secret) : fail('sealed', `${path} is sealed; give a settings file with it in clear`);
}
