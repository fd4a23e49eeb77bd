// The sealed files of a journey's pages. A file that no journey names any more goes at once, or at the next start.

import { createHash } from 'node:crypto';
import type { Problem } from '../../domain/journey/problem.ts';
import type { KeptPage } from '../../domain/pages/kept-page.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Failure, Result } from '../../domain/result.ts';
import type { Journeys } from '../journey/journeys.ts';
import type { NewEvent } from '../journey/journeys.ts';
import type { Random, Studio } from '../ports.ts';
import type { StoreFailure, Vault } from '../store.ts';

/** What is known of a page's file. */
export type PageFile = Pick<KeptPage, 'id' | 'mime' | 'bytes' | 'sha256' | 'size'>;

export type NewPage = { readonly bytes: Uint8Array; readonly mime: KeptPage['mime']; readonly size?: KeptPage['size']; readonly preview?: Uint8Array };

export type PageFiles = {
  /** Seals the pictures, then tells the journey of all at once; a page that the journey does not take leaves nothing behind. */
  keepAll(journeyId: string, pages: readonly NewPage[], eventOf: (files: readonly PageFile[]) => NewEvent): Promise<Result<void, Failure<Problem>>>;
  keep(journeyId: string, page: NewPage, eventOf: (file: PageFile) => NewEvent): Promise<Result<void, Failure<Problem>>>;
  /** `folder`: the journey that has the page, or the owner of a saved paper. */
  read(folder: string, pageId: string): Promise<Result<Uint8Array, StoreFailure | Failure<'missing' | 'altered'>>>;
  drop(journeyId: string, pageId: string): void;
  /** A small JPEG of the page, or null. */
  preview(folder: string, page: Pick<KeptPage, 'id' | 'mime'>): Promise<Uint8Array | null>;
  close(): void;
};

export type PageFilesOptions = {
  readonly vault: Vault;
  readonly studio: Studio;
  readonly journeys: Pick<Journeys, 'deliver' | 'contextOf'>;
  readonly random: Random;
};

const PREVIEWS_KEPT = 24;

export function createPageFiles({ vault, studio, journeys, random }: PageFilesOptions): PageFiles {
  const previews = new Map<string, Uint8Array>();

  function remember(id: string, jpeg: Uint8Array) {
    previews.set(id, jpeg);
    if (previews.size > PREVIEWS_KEPT) previews.delete(previews.keys().next().value!);
  }

  function drop(journeyId: string, pageId: string) {
    previews.delete(pageId);
    void vault.remove(journeyId, pageId);
  }

  const failed = ({ code, detail }: Failure): Result<void, Failure<Problem>> => fail(code === 'full' ? 'storageFull' : 'storageFailed', detail);

  async function keepAll(journeyId: string, pages: readonly NewPage[], eventOf: (files: readonly PageFile[]) => NewEvent): Promise<Result<void, Failure<Problem>>> {
    const files: PageFile[] = [];
    const dropAll = () => files.forEach(({ id }) => drop(journeyId, id));
    for (const { bytes, mime, size, preview } of pages) {
      const id = Buffer.from(random(12)).toString('hex');
      const kept = await vault.put(journeyId, id, bytes);
      if (!kept.ok) {
        dropAll();
        return failed(kept.error);
      }
      if (preview) remember(id, preview);
      files.push({ id, mime, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), ...(size && { size }) });
    }
    const told = await journeys.deliver(journeyId, eventOf(files), []);
    const known = journeys.contextOf(journeyId)?.documents ?? [];
    for (const { id } of files) if (!known.some((page) => page.id === id)) drop(journeyId, id);
    return told.ok ? ok() : failed(told.error);
  }

  return {
    keepAll,
    keep: (journeyId, page, eventOf) => keepAll(journeyId, [page], ([file]) => eventOf(file!)),
    read: (folder, pageId) => vault.get(folder, pageId),
    drop,
    async preview(folder, { id, mime }) {
      const known = previews.get(id);
      if (known) return known;
      if (mime === 'application/pdf') return null;
      const kept = await vault.get(folder, id);
      if (!kept.ok) return null;
      const drawn = await studio.preview(kept.value, mime);
      if (!drawn.ok) return null;
      remember(id, drawn.value);
      return drawn.value;
    },
    close: () => previews.clear(),
  };
}
