// Memory that is used again for the next picture. Fresh memory is given by the system page by page, each cleared, which for
// the hundred megabytes of a scan takes as long as all that is done with them.

let arena: Arena | null = null;

/** All that `bytes` and its like give within `work` is void once it has ended. One work at a time. */
export async function inScratch<T>(work: () => Promise<T>): Promise<T> {
  kept.reset();
  arena = kept;
  try {
    return await work();
  } finally {
    arena = null;
  }
}

/** What they hold is anything, where it was not asked to be cleared. */
export function bytes(length: number): Uint8Array<ArrayBuffer> {
  return arena ? new Uint8Array(...arena.take(length), length) : new Uint8Array(length);
}

export const clearedBytes = (length: number): Uint8Array<ArrayBuffer> => bytes(length).fill(0);

/** Words of 16 bits, and of 32. */
export const shorts = (length: number): Uint16Array<ArrayBuffer> => (arena ? new Uint16Array(...arena.take(length * 2), length) : new Uint16Array(length));
export const words = (length: number): Uint32Array<ArrayBuffer> => (arena ? new Uint32Array(...arena.take(length * 4), length) : new Uint32Array(length));

/** What was given since `work` began is void once it has ended, too. */
export async function inPart<T>(work: () => Promise<T>): Promise<T> {
  const mark = arena?.mark();
  try {
    return await work();
  } finally {
    if (mark) arena?.release(mark);
  }
}

type Mark = { readonly block: number; readonly used: number };

class Arena {
  #blocks: ArrayBuffer[] = [];
  #block = 0;
  #used = 0;

  take(length: number): [ArrayBuffer, number] {
    for (; this.#block < this.#blocks.length; this.#block += 1, this.#used = 0) {
      const block = this.#blocks[this.#block]!;
      if (this.#used + length > block.byteLength) continue;
      const at = this.#used;
      this.#used = (at + length + ALIGNED - 1) & ~(ALIGNED - 1);
      return [block, at];
    }
    this.#blocks.push(new ArrayBuffer(Math.max(BLOCK, length)));
    return this.take(length);
  }

  mark(): Mark {
    return { block: this.#block, used: this.#used };
  }

  release({ block, used }: Mark): void {
    this.#block = block;
    this.#used = used;
  }

  reset(): void {
    this.release({ block: 0, used: 0 });
  }
}

const BLOCK = 48 * 1024 * 1024;
const ALIGNED = 8;
const kept = new Arena();
