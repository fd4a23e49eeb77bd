// Records of a bench process: one JSON document a line, added as things happen, read back after a restart. A last line
// that a kill cut short is dropped.

import { appendFileSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export class Journal<T> {
  #file: string | null;
  #records: T[] = [];

  /** Without a file it lives in memory, for a bench in the process that uses it. */
  constructor(file: string | null) {
    this.#file = file;
    if (file === null) return;
    mkdirSync(dirname(file), { recursive: true });
    if (!existsSync(file)) return;
    const text = readFileSync(file, 'utf8');
    const complete = text.slice(0, text.lastIndexOf('\n') + 1);
    if (complete.length < text.length) writeFileSync(file, complete);
    for (const line of complete.split('\n')) if (line !== '') this.#records.push(JSON.parse(line) as T);
  }

  /** Written before it returns. */
  add(record: T): T {
    if (this.#file !== null) appendFileSync(this.#file, `${JSON.stringify(record)}\n`);
    this.#records.push(record);
    return record;
  }

  all(): readonly T[] {
    return this.#records;
  }

  clear(): void {
    this.#records = [];
    if (this.#file !== null) rmSync(this.#file, { force: true });
  }
}
