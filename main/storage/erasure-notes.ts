// Which dossiers were erased, and whose kept papers (by an id that is nobody's name), noted in a file beside the database, since a backup that is restored still holds them: there
// they are erased again before it is used. A line a dossier, with its id and nothing of a person. It is on disk before the
// database erases, so that no power cut leaves an erasure without its note.

import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import type { Erased } from '../domain/dossier/dossier.ts';
import { syncDirectory, writeWholeFile } from '../base/whole-file.ts';
import type { Connection } from './database.ts';

/** `saved`: the owner of papers that were kept for the next time. */
export type ErasureNote = { readonly id: string; readonly what: Erased | 'saved'; readonly at: number; readonly actor: string };

const lineSchema = z.strictObject({
  id: z.string().min(1).max(64),
  what: z.enum(['documents', 'all', 'saved']),
  at: z.int().min(0),
  actor: z.string().max(100),
  /** It did not happen after all. */
  undone: z.literal(true).optional(),
});
/** Who erases by the procedures' rules, and does so again after a restoring. */
const BY_RULE = 'system';

/** Throws the file system's errors; then nothing may be erased. */
export function noteErasures(file: string, notes: readonly ErasureNote[], undone = false): void {
  const isNew = !existsSync(file);
  const descriptor = openSync(file, 'a', 0o600);
  try {
    // The line before may have been torn by a power cut: an empty line more is nothing.
    const text = notes.map((note) => `\n${JSON.stringify({ ...note, ...(undone && { undone }) })}\n`).join('');
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  if (isNew) syncDirectory(dirname(file));
}

/** What is noted, in its order; lines that cannot be read are left out. Empty where there is no file. */
export function readErasures(file: string): readonly ErasureNote[] {
  if (!existsSync(file)) return [];
  const notes = new Map<string, ErasureNote>();
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const parsed = lineSchema.safeParse(parse(line));
    if (!parsed.success) continue;
    const { undone, ...note } = parsed.data;
    // Of two officers at the same time, one is refused, and the other's note stays.
    const key = `${note.id} ${note.what} ${note.at} ${note.actor}`;
    if (undone) notes.delete(key);
    else notes.set(key, note);
  }
  return [...notes.values()];
}

/** Leaves out what no kept backup holds any more and the rules would erase again by themselves. Requests stay. */
export function forgetErasures(file: string, before: number): void {
  const notes = readErasures(file);
  const kept = notes.filter(({ at, actor }) => actor !== BY_RULE || at >= before);
  if (kept.length < notes.length) writeWholeFile(file, linesOf(kept));
}

/** For a database that was there before this file was kept. */
export function beginErasureNotes(file: string, connection: Connection): void {
  if (existsSync(file)) return;
  const rows = connection
    .prepare(`
      SELECT id, dossier_events.erased AS what, at, actor FROM dossier_events JOIN dossiers ON dossiers.seq = dossier_events.dossier
      WHERE kind = 'erased' ORDER BY at`)
    .all() as ErasureNote[];
  writeWholeFile(file, linesOf(rows));
}

const linesOf = (notes: readonly ErasureNote[]): string => notes.map((note) => `${JSON.stringify(note)}\n`).join('');

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
