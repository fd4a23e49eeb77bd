// An update of the catalogue as an agency publishes it: one line with the signature, then a JSON text with the procedures.
// For each procedure that it names it says every version that is offered from now on, so that an old version gets its last
// day and the next one its first in the same file. Read whole or not at all. docs/catalogue-updates.md is the agency's guide.

import { z } from 'zod';
import { isIsoDate } from '../calendar/iso-date.ts';
import type { IsoDate } from '../identity/identity.ts';
import { fail, ok } from '../result.ts';
import type { Failure, Result } from '../result.ts';
import { lineOfPath } from '../text/json-line.ts';
import { catalogueProblem } from './catalogue.ts';
import type { Procedure } from './procedure.ts';
import { parseProcedure } from './schema.ts';

export const MAX_CATALOGUE_BYTES = 4 * 1024 * 1024;
const MOST_PROCEDURES = 1_000;
const HEAD = /^mot-cua-catalogue-1 ([A-Za-z0-9+/]{86}==)\r?\n/;
/** The head is short; what is longer before the first line's end is something else. */
const LONGEST_HEAD = 200;

export type CatalogueFailure = Failure<'tooLarge' | 'notACatalogue' | 'badSignature' | 'noKey' | 'badCatalogue' | 'changedVersion' | 'olderThanPresent'> & {
  /** In the file, from 1, where it is about a place in it. */
  readonly line?: number;
};

/** A signed file in its parts: the signature (64 bytes) is over the text's bytes. */
export type SignedCatalogue = { readonly signature: Uint8Array; readonly text: Uint8Array };

export type CatalogueFile = {
  /** Rises with each file that the agency publishes. */
  readonly serial: number;
  readonly issuedOn: IsoDate;
  readonly note?: string;
  readonly procedures: readonly Procedure[];
};

const envelope = z.strictObject({
  serial: z.int().min(1).max(1_000_000_000),
  issuedOn: z.string().refine(isIsoDate, 'not a date YYYY-MM-DD'),
  note: z.string().max(500).optional(),
  procedures: z.array(z.unknown()).min(1).max(MOST_PROCEDURES),
});

const failAt = (code: CatalogueFailure['code'], line: number, detail: string): { readonly ok: false; readonly error: CatalogueFailure } => ({ ok: false, error: { code, line, detail } });

/** Takes the file apart; what is in it is not believed yet. */
export function splitCatalogue(bytes: Uint8Array): Result<SignedCatalogue, CatalogueFailure> {
  if (bytes.length > MAX_CATALOGUE_BYTES) return fail('tooLarge', `more than ${MAX_CATALOGUE_BYTES} bytes`);
  const start = String.fromCharCode(...bytes.subarray(0, LONGEST_HEAD));
  const head = HEAD.exec(start);
  if (!head) return fail('notACatalogue', 'the first line is not “mot-cua-catalogue-1 SIGNATURE”');
  const signature = Uint8Array.from(atob(head[1]!), (character) => character.charCodeAt(0));
  return ok({ signature, text: bytes.subarray(head[0].length) });
}

/** The text after the first line, checked whole: the lines of a failure count from the file's first. */
export function readCatalogue(text: Uint8Array): Result<CatalogueFile, CatalogueFailure> {
  if (text.length > MAX_CATALOGUE_BYTES) return fail('tooLarge', `more than ${MAX_CATALOGUE_BYTES} bytes`);
  let json: string;
  let data: unknown;
  try {
    json = new TextDecoder('utf-8', { fatal: true }).decode(text);
    data = JSON.parse(json);
  } catch {
    return fail('badCatalogue', 'not JSON in UTF-8');
  }
  const lineOf = (path: readonly string[]): number => 1 + lineOfPath(json, path);
  const parsed = envelope.safeParse(data);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    return failAt('badCatalogue', lineOf(issue.path.map(String)), `${issue.path.join('.')}: ${issue.message}`);
  }
  const { serial, issuedOn, note } = parsed.data;
  const procedures: Procedure[] = [];
  for (const [at, one] of parsed.data.procedures.entries()) {
    const procedure = parseProcedure(one);
    if (!procedure.ok) {
      const detail = procedure.error.detail ?? '';
      const path = /^[A-Za-z0-9.]+/.exec(detail)?.[0].split('.') ?? [];
      return failAt('badCatalogue', lineOf(['procedures', String(at), ...path]), `${nameOf(one)}${detail}`);
    }
    procedures.push(procedure.value);
  }
  const overlap = overlapAt(procedures);
  if (overlap) return failAt('badCatalogue', lineOf(['procedures', String(overlap.at)]), overlap.detail);
  return ok({ serial, issuedOn, ...(note !== undefined && { note }), procedures });
}

/**
 * Whether the file fits what dossiers were filed under: a version that is known may get another last day and nothing else. The
 * detail names the version and the first part that differs.
 */
export function changedVersion(file: CatalogueFile, known: readonly Procedure[]): string | undefined {
  const old = new Map(known.map((procedure) => [`${procedure.code} ${procedure.version}`, procedure]));
  for (const procedure of file.procedures) {
    const before = old.get(`${procedure.code} ${procedure.version}`);
    if (!before) continue;
    const names = new Set([...Object.keys(before), ...Object.keys(procedure)]) as Set<keyof Procedure>;
    names.delete('validTo');
    for (const name of names) {
      if (canonical(before[name]) !== canonical(procedure[name])) return `${procedure.code}: version ${procedure.version} is known with another ${name}; give the change a version of its own`;
    }
  }
  return undefined;
}

/** What is offered once the updates hold over what the program is delivered with, the later over the earlier. */
export function offeredAfter(shipped: readonly Procedure[], updates: readonly Pick<CatalogueFile, 'procedures'>[]): Procedure[] {
  return updates.reduce<readonly Procedure[]>((offered, { procedures }) => {
    const named = new Set(procedures.map(({ code }) => code));
    return [...offered.filter(({ code }) => !named.has(code)), ...procedures];
  }, shipped).slice();
}

function overlapAt(procedures: readonly Procedure[]): { readonly at: number; readonly detail: string } | undefined {
  const detail = catalogueProblem(procedures);
  if (detail === undefined) return undefined;
  const code = detail.slice(0, detail.indexOf(':'));
  return { at: procedures.findLastIndex((procedure) => procedure.code === code), detail };
}

/** Of what is no procedure yet, for whoever looks for it in a long file. */
function nameOf(data: unknown): string {
  const code = typeof data === 'object' && data !== null && 'code' in data ? data.code : undefined;
  return typeof code === 'string' ? `${code.slice(0, 20)} ` : '';
}

/** The same value written the same way, whatever the order of its names. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  ) ?? 'undefined';
}
