// What is asked of the issuer, and what he makes: shared by personalisation, forgeries and hostile files.
import { readFileSync } from 'node:fs';
import type { ActiveAuthenticationKey } from './active-authentication.ts';
import type { ChipAuthenticationKey } from './chip-authentication.ts';
import { curve } from './curves.ts';
import type { Portrait } from './logical-data-structure.ts';
import type { Persona } from './personas.ts';
import type { Profile } from './profiles.ts';
import type { PublicKeyInfrastructure } from './public-key-infrastructure.ts';
import { fixedScalar } from './random.ts';

export interface CardOrder {
  readonly profile: Profile;
  readonly persona: Persona;
  readonly infrastructure: PublicKeyInfrastructure;
}

/** The files of a card by name, before they get identifiers and access rights. */
export type CardFiles = Map<FileName, Uint8Array>;

export const fileNames = [
  'card-access', 'card-security', 'com', 'sod', 'dg1', 'dg2', 'dg3', 'dg13', 'dg14', 'dg15',
] as const;

export type FileName = (typeof fileNames)[number];

/** What the issuer makes; a forger may rewrite it and cannot sign it again. */
export interface Issue {
  readonly files: CardFiles;
  readonly chipAuthentication: ChipAuthenticationKey | undefined;
  readonly activeAuthentication: ActiveAuthenticationKey | undefined;
}

/** The key of a genuine card; a clone has another one under `variant`. */
export function chipAuthenticationKey(order: CardOrder, variant = ''): ChipAuthenticationKey | undefined {
  const choice = order.profile.chipAuthentication;
  if (!choice) return undefined;
  const words = `chip authentication ${order.profile.name} ${order.persona.id} ${variant}`;
  return { ...choice, privateKey: fixedScalar(words, curve(choice.curve).order) };
}

export function activeAuthenticationKey(order: CardOrder, variant = ''): ActiveAuthenticationKey | undefined {
  const choice = order.profile.activeAuthentication;
  if (!choice) return undefined;
  if (choice.kind === 'rsa') {
    const name = `active-authentication${variant && `-${variant}`}`;
    return { kind: 'rsa', hash: choice.hash, privateKey: order.infrastructure.rsaKey(name, choice.bits) };
  }
  const words = `active authentication ${order.profile.name} ${order.persona.id} ${variant}`;
  return { ...choice, privateKey: fixedScalar(words, curve(choice.curve).order) };
}

const portraitSize = { width: 413, height: 531 };

export function portraitOf(holder: Persona, format: 'jpeg' | 'jpeg-2000'): Portrait {
  const name = `${holder.portrait}.${format === 'jpeg' ? 'jpg' : 'jp2'}`;
  const image = new Uint8Array(readFileSync(new URL(`./portraits/${name}`, import.meta.url)));
  return { format, image, ...portraitSize };
}
