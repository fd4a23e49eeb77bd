// Updates of the catalogue of procedures, as the technician sees and imports them.

import { z } from 'zod';

export type CatalogueUpdateView = {
  readonly serial: number;
  /** YYYY-MM-DD. */
  readonly issuedOn: string;
  readonly note?: string;
  readonly source: 'file' | 'portal';
  readonly heldAt: number;
  readonly takenBackAt?: number;
  /** Codes of the procedures that it is about. */
  readonly codes: readonly string[];
};

export type CatalogueView = {
  /** A key is set, so that updates can be taken. */
  readonly keyIsSet: boolean;
  /** Offered today. */
  readonly procedures: readonly { readonly code: string; readonly version: string; readonly name: string; readonly verified: boolean }[];
  /** The newest first. */
  readonly updates: readonly CatalogueUpdateView[];
};

export type CatalogueReply =
  | { readonly done: true; readonly serial: number }
  /** `line`: of the file, from 1; `detail` is for the technician. */
  | { readonly done: false; readonly reason: string; readonly line?: number; readonly detail?: string };

const MAX_BYTES = 4 * 1024 * 1024 + 1;
/** Larger ones are cut off by the window, and then refused for their size. */
export const catalogueUpload = z.strictObject({ bytes: z.instanceof(Uint8Array).refine(({ length }) => length <= MAX_BYTES) });
