// The secrets in a settings value: where they are, sealing those that are plain, checking those that are sealed.

import { unwrap } from '../domain/result.ts';
import type { SettingsProblem } from './problems.ts';
import type { Secret, Settings } from './schema.ts';
import { openSecret } from './sealer.ts';
import type { Sealer } from './sealer.ts';

/** Where the schema has a secret. A test holds this against the schema. */
export const SECRET_PATHS = ['portal.session', 'gateway.apiKey', 'gateway.checksumKey'] as const;
export type SecretPath = (typeof SECRET_PATHS)[number];

/**
 * A secret in clear; '' for a sealed one without a sealer. Throws where it does not open: settings with such a secret are
 * not loaded.
 */
export function openSecretAt(settings: Settings, path: SecretPath, sealer: Sealer | null): string {
  const place = secretsIn(settings).find((one) => one.path === path);
  const present = place?.holder[place.name];
  if (present === undefined) throw new Error(`no secret ${path}`);
  if (sealer === null) return typeof present === 'string' ? present : '';
  return unwrap(openSecret(sealer, path, present));
}

/** A copy of `value` whose plain secrets are sealed, and how many those were. */
export function sealSecrets<T>(value: T, sealer: Sealer): { readonly value: T; readonly sealed: number } {
  const copy = structuredClone(value);
  let sealed = 0;
  for (const { path, holder, name } of secretsIn(copy)) {
    const present = holder[name];
    if (typeof present !== 'string') continue;
    holder[name] = { sealed: sealer.seal(path, present) };
    sealed += 1;
  }
  return { value: copy, sealed };
}

/** How many of the secrets are sealed and how many are as they were typed. */
export function countSecrets(settings: Settings): { readonly sealed: number; readonly plain: number } {
  const present = secretsIn(settings).map(({ holder, name }) => holder[name]);
  const plain = present.filter((secret) => typeof secret === 'string').length;
  return { sealed: present.length - plain, plain };
}

/** Sealed secrets that this counter's key does not open. */
export function secretProblems(settings: Settings, sealer: Sealer): readonly SettingsProblem[] {
  return secretsIn(settings).flatMap(({ path, holder, name }) => {
    const present = holder[name];
    if (typeof present !== 'object' || sealer.open(path, present.sealed).ok) return [];
    return [{ path, reason: 'sealed at another counter, type it in again / được niêm phong ở máy khác, hãy nhập lại' }];
  });
}

function secretsIn(value: unknown): { path: string; holder: Record<string, Secret | undefined>; name: string }[] {
  return SECRET_PATHS.flatMap((path) => {
    const names = path.split('.');
    const name = names.pop()!;
    let holder = value as Record<string, unknown> | undefined;
    for (const step of names) holder = holder?.[step] as Record<string, unknown> | undefined;
    return holder?.[name] === undefined ? [] : [{ path, holder: holder as Record<string, Secret | undefined>, name }];
  });
}
