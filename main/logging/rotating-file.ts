// A log file that never fills the disk: at most ten files of five megabytes, the oldest goes. Written at once, so that a
// crash loses nothing; a disk that cannot be written costs lines, never the program.

import { closeSync, fstatSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export const MAX_FILE_BYTES = 5 * 1024 * 1024;
export const FILES_KEPT = 10;

export type LogFile = {
  /** Never throws. */
  write(line: string): void;
  /** Brings what was written to the disk. */
  flush(): void;
  close(): void;
};

/** `file` is the newest, `file.1` … `file.9` the older ones. */
export function rotatingFile(file: string, { maxBytes = MAX_FILE_BYTES, files = FILES_KEPT } = {}): LogFile {
  let descriptor: number | null = null;
  let bytes = 0;
  let lost = 0;
  let closed = false;

  return {
    write(line) {
      if (closed) return;
      try {
        if (descriptor !== null && bytes >= maxBytes) rotate();
        if (descriptor === null) open();
        const missing = lost === 0 ? '' : `${JSON.stringify({ level: 'error', event: 'log.lost', lines: lost })}\n`;
        const text = Buffer.from(`${missing}${line}\n`, 'utf8');
        bytes += writeSync(descriptor!, text);
        lost = 0;
      } catch {
        lost += 1;
        release();
      }
    },
    flush() {
      try {
        if (descriptor !== null) fsyncSync(descriptor);
      } catch {
        // The next line notices.
      }
    },
    close() {
      this.flush();
      release();
      closed = true;
    },
  };

  function open(): void {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    descriptor = openSync(file, 'a', 0o600);
    bytes = fstatSync(descriptor).size;
    if (bytes >= maxBytes) {
      rotate();
      open();
    }
  }

  /** Closed before it is renamed: Windows does not rename an open file. */
  function rotate(): void {
    release();
    rmSync(`${file}.${files - 1}`, { force: true });
    for (let index = files - 2; index >= 1; index -= 1) renameIfThere(`${file}.${index}`, `${file}.${index + 1}`);
    if (files > 1) renameIfThere(file, `${file}.1`);
    else rmSync(file, { force: true });
  }

  function release(): void {
    if (descriptor === null) return;
    try {
      closeSync(descriptor);
    } catch {
      // Nothing more can be done for it.
    }
    descriptor = null;
  }
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}
