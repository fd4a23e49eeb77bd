// A folder that a copier writes its scans into, often a share: what lies there, and the three things done with a file, each one
// rename or removal, so that a power cut finds it before or after. The only file of the watched folder that touches the disk.

import { constants } from 'node:fs';
import { access, lstat, mkdir, open, opendir, rename, unlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { DeviceFailure, Random } from '../../services/ports.ts';

/** Taken for the present scan; what is found there at a start was cut off and is given to nobody. */
const TAKEN = 'mot-cua-taken';
/** Given to nobody; a technician looks at it and deletes it. */
const SET_ASIDE = 'mot-cua-set-aside';
const MAX_ENTRIES = 5_000;
const MAX_FILES = 500;
const NAME_KEPT = 80;

/** What tells that a file has not changed. `id`: the same file under another name. */
export type Look = { readonly name: string; readonly bytes: number; readonly changedAt: number; readonly id: string };
export type Taken = { readonly path: string };

export type ScanFolder = {
  /** The plain files, oldest first; links, devices and folders are none. */
  list(): Promise<Result<readonly Look[], DeviceFailure>>;
  /** Ours from here on. Null: somebody still writes it, or it is gone. */
  take(name: string): Promise<Taken | null>;
  look(taken: Taken): Promise<Look | null>;
  read(taken: Taken, maxBytes: number): Promise<Result<Uint8Array, DeviceFailure>>;
  remove(taken: Taken): Promise<void>;
  /** False: somebody still writes it. */
  setAside(from: Taken | Look): Promise<boolean>;
  /** Files left in `TAKEN` by a program that was cut off. */
  leftTaken(): Promise<readonly Taken[]>;
  countSetAside(): Promise<number>;
};

/** Makes its two folders. */
export async function openScanFolder(folder: string, random: Random): Promise<Result<ScanFolder, DeviceFailure>> {
  try {
    for (const name of [TAKEN, SET_ASIDE]) await mkdir(join(folder, name), { mode: 0o700 }).catch(unlessThere);
    for (const path of [folder, join(folder, TAKEN), join(folder, SET_ASIDE)]) await access(path, constants.R_OK | constants.W_OK);
  } catch (error) {
    return err(failureOf(error));
  }
  const own = (name: string): string => `${Buffer.from(random(6)).toString('hex')}-${name.slice(-NAME_KEPT)}`;

  return ok({
    async list() {
      try {
        const files: Look[] = [];
        for (const name of await namesIn(folder)) {
          const look = await lookAt(join(folder, name), name);
          if (look) files.push(look);
          if (files.length >= MAX_FILES) break;
        }
        return ok(files.sort((one, other) => one.changedAt - other.changedAt || one.name.localeCompare(other.name, 'en', { numeric: true })));
      } catch (error) {
        return err(failureOf(error));
      }
    },
    async take(name) {
      const path = join(folder, TAKEN, own(name));
      return (await moved(join(folder, name), path)) ? { path } : null;
    },
    look: ({ path }) => lookAt(path, path),
    async read({ path }, maxBytes) {
      try {
        // A link put in its place is not followed (Windows has no such flag, and only administrators make links there).
        const file = await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
        try {
          const { size } = await file.stat();
          if (size > maxBytes) return err({ code: 'unsupportedData', reason: 'tooLarge', detail: `${size} bytes` });
          const bytes = Buffer.alloc(size);
          let read = 0;
          for (let more = 1; more > 0 && read < size; read += more) more = (await file.read(bytes, read, size - read, read)).bytesRead;
          return ok(new Uint8Array(bytes.buffer, bytes.byteOffset, read));
        } finally {
          await file.close();
        }
      } catch (error) {
        return err(failureOf(error));
      }
    },
    remove: ({ path }) => unlink(path).catch(() => {}),
    setAside: (from) => ('path' in from ? moved(from.path, join(folder, SET_ASIDE, basename(from.path))) : moved(join(folder, from.name), join(folder, SET_ASIDE, own(from.name)))),
    async leftTaken() {
      return (await namesIn(join(folder, TAKEN)).catch(() => [])).map((name) => ({ path: join(folder, TAKEN, name) }));
    },
    countSetAside: async () => (await namesIn(join(folder, SET_ASIDE)).catch(() => [])).length,
  });
}

async function namesIn(folder: string): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of await opendir(folder)) {
    if (name !== TAKEN && name !== SET_ASIDE) names.push(name);
    if (names.length >= MAX_ENTRIES) break;
  }
  return names;
}

async function lookAt(path: string, name: string): Promise<Look | null> {
  const found = await lstat(path, { bigint: true }).catch(() => null);
  return found?.isFile() ? { name, bytes: Number(found.size), changedAt: Number(found.mtimeMs), id: `${found.dev}:${found.ino}` } : null;
}

/** Windows refuses to move what another program has open. */
async function moved(from: string, to: string): Promise<boolean> {
  return rename(from, to).then(
    () => true,
    () => false,
  );
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error;
}

function failureOf(error: unknown): DeviceFailure {
  const detail = (error as NodeJS.ErrnoException).code ?? 'thrown';
  return { code: 'deviceNotReady', reason: detail === 'EACCES' || detail === 'EPERM' || detail === 'EROFS' ? 'accessDenied' : 'unreachable', detail };
}
