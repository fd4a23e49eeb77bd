// The catalogue of procedures: every version that is known, which one is in force on a day, and search in plain words.

import type { IsoDate } from '../identity/identity.ts';
import { foldVietnamese } from '../text/fold.ts';
import type { Procedure } from './procedure.ts';

export type Catalogue = {
  /** The version in force on a day. */
  readonly on: (code: string, date: IsoDate) => Procedure | undefined;
  /** The version that a dossier pinned, in force or not. */
  readonly version: (code: string, version: string) => Procedure | undefined;
  /** Everything in force on a day, by name. */
  readonly all: (date: IsoDate) => Procedure[];
  /** By words of name, plain name or code, without diacritics, the best first; of what is in force on `date`, or of
   * the newest versions. */
  readonly search: (text: string, date?: IsoDate) => Procedure[];
};

/** What is wrong with a set of procedures as a whole; undefined if nothing is. */
export function catalogueProblem(procedures: readonly Procedure[]): string | undefined {
  for (const versions of byCode(procedures).values()) {
    for (const [at, procedure] of versions.entries()) {
      const next = versions[at + 1];
      if (versions.some((other, index) => index > at && other.version === procedure.version)) {
        return `${procedure.code}: version ${procedure.version} occurs twice`;
      }
      if (next !== undefined && (procedure.validTo === undefined || procedure.validTo >= next.validFrom)) {
        return `${procedure.code}: versions ${procedure.version} and ${next.version} are in force on the same day`;
      }
    }
  }
  return undefined;
}

/** A catalogue that can be exchanged under everybody who holds it. */
export type LiveCatalogue = {
  readonly catalogue: Catalogue;
  /** `known`: versions that are not offered any more and that something may have been filed under. */
  readonly replace: (offered: readonly Procedure[], known: readonly Procedure[]) => void;
};

export function createLiveCatalogue(procedures: readonly Procedure[]): LiveCatalogue {
  let present = createCatalogue(procedures);
  return {
    catalogue: {
      on: (...about) => present.on(...about),
      version: (...about) => present.version(...about),
      all: (...about) => present.all(...about),
      search: (...about) => present.search(...about),
    },
    replace: (offered, known) => void (present = createCatalogue(offered, known)),
  };
}

/** Procedures as checked by `parseProcedure` and `catalogueProblem`; throws where the latter was not asked. */
export function createCatalogue(procedures: readonly Procedure[], known: readonly Procedure[] = []): Catalogue {
  const problem = catalogueProblem(procedures);
  if (problem !== undefined) throw new Error(`catalogue: ${problem}`);
  const versions = byCode(procedures);
  const byVersion = new Map([...known, ...procedures].map((procedure) => [`${procedure.code} ${procedure.version}`, procedure]));
  const collator = new Intl.Collator('vi');

  const on: Catalogue['on'] = (code, date) => versions.get(code)?.find((procedure) => inForce(procedure, date));
  const all: Catalogue['all'] = (date) =>
    procedures
      .filter((procedure) => inForce(procedure, date))
      .sort((a, b) => collator.compare(a.name.vi, b.name.vi) || a.code.localeCompare(b.code));
  const newest = (): Procedure[] => [...versions.values()].map((list) => list[list.length - 1]!);

  return {
    on,
    all,
    version: (code, version) => byVersion.get(`${code} ${version}`),
    search: (text, date) => {
      const words = foldVietnamese(text.slice(0, 200)).split(' ').filter(Boolean);
      const candidates = date === undefined ? newest() : all(date);
      if (words.length === 0) return candidates;
      return candidates
        .map((procedure) => ({ procedure, score: scoreOf(procedure, words) }))
        .filter(({ score }) => score > 0)
        .sort((a, b) => b.score - a.score || collator.compare(a.procedure.name.vi, b.procedure.name.vi))
        .map(({ procedure }) => procedure);
    },
  };
}

function inForce(procedure: Procedure, date: IsoDate): boolean {
  return procedure.validFrom <= date && (procedure.validTo === undefined || date <= procedure.validTo);
}

function byCode(procedures: readonly Procedure[]): Map<string, Procedure[]> {
  const versions = new Map<string, Procedure[]>();
  for (const procedure of procedures) {
    versions.set(procedure.code, [...(versions.get(procedure.code) ?? []), procedure]);
  }
  for (const list of versions.values()) list.sort((a, b) => (a.validFrom < b.validFrom ? -1 : 1));
  return versions;
}

/** 0 unless every word starts a word somewhere; words of the name weigh more. */
function scoreOf(procedure: Procedure, words: readonly string[]): number {
  const names = foldVietnamese(`${procedure.name.vi} ${procedure.name.en} ${procedure.code}`).split(' ');
  const plain = foldVietnamese(
    `${procedure.plainName.vi} ${procedure.plainName.en} ${procedure.field.name.vi} ${procedure.field.name.en}`,
  ).split(' ');
  let score = 0;
  for (const word of words) {
    if (names.some((name) => name.startsWith(word))) score += 2;
    else if (plain.some((name) => name.startsWith(word))) score += 1;
    else return 0;
  }
  return score;
}
