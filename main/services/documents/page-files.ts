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
  /** Seals the picture, then tells the journey; a page that the journey does not take leaves nothing behind. */
  keep(journeyId: string, page: NewPage, eventOf: (file: PageFile) => NewEvent): Promise<Result<void, Failure<Problem>>>;
  read(journeyId: string, pageId: string): Promise<Result<Uint8Array, StoreFailure | Failure<'missing' | 'altered'>>>;
  drop(journeyId: string, pageId: string): void;
  /** A small JPEG of the page, or null. */
  preview(journeyId: string, pageId: string): Promise<Uint8Array | null>;
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

  return {
    async keep(journeyId, { bytes, mime, size, preview }, eventOf) {
      const id = Buffer.from(random(12)).toString('hex');
      const kept = await vault.put(journeyId, id, bytes);
      if (!kept.ok) return fail(kept.error.code === 'full' ? 'storageFull' : 'storageFailed', kept.error.detail);
      if (preview) remember(id, preview);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const told = await journeys.deliver(journeyId, eventOf({ id, mime, bytes: bytes.length, sha256, ...(size && { size }) }), []);
      const isThere = journeys.contextOf(journeyId)?.documents.some((page) => page.id === id);
      if (!isThere) drop(journeyId, id);
      if (told.ok) return ok();
      return fail(told.error.code === 'full' ? 'storageFull' : 'storageFailed', told.error.detail);
    },
    read: (journeyId, pageId) => vault.get(journeyId, pageId),
    drop,
    async preview(journeyId, pageId) {
      const known = previews.get(pageId);
      if (known) return known;
      const mime = journeys.contextOf(journeyId)?.documents.find(({ id }) => id === pageId)?.mime;
      if (mime === undefined || mime === 'application/pdf') return null;
      const kept = await vault.get(journeyId, pageId);
      if (!kept.ok) return null;
      const drawn = await studio.preview(kept.value, mime);
      if (!drawn.ok) return null;
      remember(pageId, drawn.value);
      return drawn.value;
    },
    close: () => previews.clear(),
  };
}
