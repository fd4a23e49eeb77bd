// The files of a folder of small files, such as certificates. A folder that is not there is empty.

import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

const MAX_FILES = 2_000;
const MAX_FILE_BYTES = 8_000_000;

export async function readFolder(folder: string): Promise<{ readonly name: string; readonly bytes: Uint8Array }[]> {
  const names = await readdir(folder).catch(() => []);
  const files: { name: string; bytes: Uint8Array }[] = [];
  for (const name of names.sort().slice(0, MAX_FILES)) {
    const path = join(folder, name);
    const found = await stat(path).catch(() => null);
    if (found?.isFile() && found.size <= MAX_FILE_BYTES) files.push({ name, bytes: new Uint8Array(await readFile(path)) });
  }
  return files;
}
