// Documents as sealed files: AES-256-GCM with a random key a journey, or a person who lets papers be kept; the keys are in the
// encrypted database. A file's layout is
// `MCV1`, a 12-byte nonce, the sealed bytes, a 16-byte tag; journey and document are bound as associated data, so a file
// put in another's place is found out. Deleting the key is how retention ends.

import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fail, ok } from '../domain/result.ts';
import type { Failure, Result } from '../domain/result.ts';
import type { Connection } from './database.ts';
import { syncDirectory, TEMPORARY_SUFFIX, writeWholeFile } from '../base/whole-file.ts';

const MAGIC = Buffer.from('MCV1');
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED_SUFFIX = '.sealed';
export const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;

/** All calls throw the file system's and SQLite's errors. */
export type SealedFiles = {
  put(journeyId: string, documentId: string, bytes: Uint8Array): { readonly sha256: string };
  get(journeyId: string, documentId: string): Result<Uint8Array, Failure<'missing' | 'altered'>>;
  remove(journeyId: string, documentId: string): void;
  destroy(journeyId: string): void;
  /** Removes what a kill left behind: temporary files, files without a row, folders without a key. Only before the first call. */
  sweep(): void;
};

export function sealedFiles(connection: Connection, directory: string): SealedFiles {
  const findKey = connection.prepare('SELECT key FROM vault_keys WHERE journey_id = ?').pluck();
  const insertKey = connection.prepare('INSERT INTO vault_keys (journey_id, key) VALUES (?, ?)');
  const deleteKey = connection.prepare('DELETE FROM vault_keys WHERE journey_id = ?');
  const hasRow = connection
    .prepare(
      `SELECT 1 FROM documents WHERE id = @id AND journey_id = @folder
       UNION ALL SELECT 1 FROM saved_pages JOIN saved_papers ON saved_papers.id = paper WHERE saved_pages.id = @id AND owner = @folder`,
    )
    .pluck();

  const keyOf = (journeyId: string): Buffer | undefined => findKey.get(journeyId) as Buffer | undefined;
  const newKey = (journeyId: string): Buffer => {
    const key = randomBytes(32);
    insertKey.run(journeyId, key);
    return key;
  };
  const fileOf = (journeyId: string, documentId: string): string =>
    join(directory, named(journeyId), `${named(documentId)}${SEALED_SUFFIX}`);

  return {
    put(journeyId, documentId, bytes) {
      if (bytes.length > MAX_DOCUMENT_BYTES) throw new RangeError('a document is too large for the vault');
      const file = fileOf(journeyId, documentId);
      const key = keyOf(journeyId) ?? newKey(journeyId);
      makeDirectory(dirname(file));
      writeWholeFile(file, seal(bytes, key, boundTo(journeyId, documentId)));
      return { sha256: createHash('sha256').update(bytes).digest('hex') };
    },
    get(journeyId, documentId) {
      const key = keyOf(journeyId);
      const sealed = readIfThere(fileOf(journeyId, documentId));
      if (key === undefined || sealed === null) return fail('missing', key === undefined ? 'no key' : 'no file');
      const bytes = open(sealed, key, boundTo(journeyId, documentId));
      return bytes === null ? fail('altered') : ok(bytes);
    },
    remove(journeyId, documentId) {
      rmSync(fileOf(journeyId, documentId), { force: true });
    },
    destroy(journeyId) {
      deleteKey.run(journeyId);
      // The key's old page must not live on in the write-ahead log.
      connection.pragma('wal_checkpoint(TRUNCATE)');
      rmSync(join(directory, named(journeyId)), { recursive: true, force: true });
    },
    sweep() {
      for (const journey of listed(directory)) {
        const folder = join(directory, journey);
        if (keyOf(journey) === undefined) {
          rmSync(folder, { recursive: true, force: true });
          continue;
        }
        for (const name of listed(folder)) {
          const orphan =
            !name.endsWith(SEALED_SUFFIX) || hasRow.get({ id: basename(name, SEALED_SUFFIX), folder: journey }) === undefined;
          if (orphan) rmSync(join(folder, name), { force: true });
        }
      }
    },
  };
}

/** Removes only temporary files: after a restored backup a file without a row may still be wanted. */
export function sweepTemporaryFiles(directory: string): void {
  for (const journey of listed(directory)) {
    for (const name of listed(join(directory, journey))) {
      if (name.endsWith(TEMPORARY_SUFFIX)) rmSync(join(directory, journey, name), { force: true });
    }
  }
}

function seal(bytes: Uint8Array, key: Uint8Array, associated: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(associated);
  const sealed = [cipher.update(bytes), cipher.final()];
  return Buffer.concat([MAGIC, nonce, ...sealed, cipher.getAuthTag()]);
}

function open(sealed: Buffer, key: Uint8Array, associated: Buffer): Uint8Array | null {
  const bodyAt = MAGIC.length + NONCE_BYTES;
  if (sealed.length < bodyAt + TAG_BYTES || !sealed.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(MAGIC.length, bodyAt))
    .setAAD(associated)
    .setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    // A copy with memory of its own, which may be handed to another thread.
    return new Uint8Array(
      Buffer.concat([decipher.update(sealed.subarray(bodyAt, sealed.length - TAG_BYTES)), decipher.final()]),
    );
  } catch {
    return null;
  }
}

function boundTo(journeyId: string, documentId: string): Buffer {
  return Buffer.from(JSON.stringify([journeyId, documentId]), 'utf8');
}

/** Ids become names of files: letters that no file system gives a meaning to. */
function named(id: string): string {
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(id)) throw new RangeError('not an id that a file can be named by');
  return id;
}

function makeDirectory(directory: string): void {
  const first = mkdirSync(directory, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  syncDirectory(dirname(directory));
  if (first !== directory) syncDirectory(dirname(first));
}

function readIfThere(file: string): Buffer | null {
  try {
    if (statSync(file).size > MAX_DOCUMENT_BYTES + 64) return Buffer.alloc(0);
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function listed(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
