// Updates of the catalogue: a signed file, from a technician or the portal, is checked whole and holds at once, or is refused
// with its line and reason. The newest can be taken back. Both are one transaction with its audit line; what every version
// said stays known for ever, since dossiers and running journeys keep the version that they began under.

import { ed25519 } from '@noble/curves/ed25519.js';
import { changedVersion, offeredAfter, readCatalogue, splitCatalogue } from '../../domain/procedures/catalogue-file.ts';
import type { CatalogueFailure, CatalogueFile } from '../../domain/procedures/catalogue-file.ts';
import type { LiveCatalogue } from '../../domain/procedures/catalogue.ts';
import type { Procedure } from '../../domain/procedures/procedure.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Failure, Result } from '../../domain/result.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Portal, RemoteFailure } from '../ports.ts';
import type { CatalogueUpdateRow, Store, StoreFailure } from '../store.ts';

export type UpdateFailure = CatalogueFailure | Failure<'notKept' | 'alreadyHolds' | 'nothingToTakeBack'> | RemoteFailure;
export type HeldUpdate = Omit<CatalogueUpdateRow, 'text'> & Pick<CatalogueFile, 'issuedOn' | 'note'> & { readonly codes: readonly string[] };

export type CatalogueUpdates = {
  /** Brings the catalogue to what the database says holds; at the start, before any journey goes on. */
  load(): Promise<Result<void, StoreFailure>>;
  keyIsSet(): boolean;
  /** All that ever held, the newest first. */
  list(): readonly HeldUpdate[];
  apply(bytes: Uint8Array, source: 'file' | 'portal', by: string): Promise<Result<{ readonly serial: number }, UpdateFailure>>;
  /** Asks the portal for what it publishes and applies it. */
  fetch(by: string): Promise<Result<{ readonly serial: number }, UpdateFailure>>;
  /** Takes the newest that holds back. */
  takeBack(by: string): Promise<Result<{ readonly serial: number }, UpdateFailure>>;
};

export type CatalogueUpdatesOptions = {
  readonly store: Pick<Store, 'read' | 'write'>;
  readonly portal: Pick<Portal, 'catalogue'>;
  readonly live: LiveCatalogue;
  readonly shipped: readonly Procedure[];
  /** The agency's public key: 32 bytes, or null where none is set. */
  readonly publicKey: () => Uint8Array | null;
  readonly log: Log;
};

/** Whether a file is signed by the holder of the key and would fit `known`. */
export function checkUpdate(bytes: Uint8Array, publicKey: Uint8Array | null, known: readonly Procedure[]): Result<CatalogueFile & { readonly text: string }, CatalogueFailure> {
  const parts = splitCatalogue(bytes);
  if (!parts.ok) return parts;
  if (!publicKey) return fail('noKey', 'the agency’s public key is not set');
  if (!isSigned(parts.value.signature, parts.value.text, publicKey)) return fail('badSignature', 'not signed with the agency’s key, or changed since');
  const file = readCatalogue(parts.value.text);
  if (!file.ok) return file;
  const changed = changedVersion(file.value, known);
  if (changed !== undefined) return fail('changedVersion', changed);
  return ok({ ...file.value, text: new TextDecoder().decode(parts.value.text) });
}

function isSigned(signature: Uint8Array, text: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, text, publicKey);
  } catch {
    return false; // a key or a signature that is no point of the curve
  }
}

export function createCatalogueUpdates({ store, portal, live, shipped, publicKey, log }: CatalogueUpdatesOptions): CatalogueUpdates {
  let held: readonly { readonly row: CatalogueUpdateRow; readonly file: CatalogueFile }[] = [];

  /** Every version that anything may have been filed under. */
  const known = (): Procedure[] => [...shipped, ...held.flatMap(({ file }) => file.procedures)];

  function show(): void {
    const holding = held.filter(({ row }) => row.takenBackAt === undefined).map(({ file }) => file);
    live.replace(offeredAfter(shipped, holding), known());
  }

  async function load(): Promise<Result<void, StoreFailure>> {
    const rows = await store.read('catalogue.updates');
    if (!rows.ok) return rows;
    held = rows.value.flatMap((row) => {
      const file = readCatalogue(new TextEncoder().encode(row.text));
      if (file.ok) return [{ row, file: file.value }];
      log('catalogue.unreadable', { serial: row.serial, detail: file.error.detail });
      return [];
    });
    show();
    return ok();
  }

  let queue: Promise<unknown> = Promise.resolve();
  /** One after another: each is checked against what the one before left. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = queue.then(work);
    queue = done.catch(() => {});
    return done;
  }

  async function applyNow(bytes: Uint8Array, source: 'file' | 'portal', by: string): Promise<Result<{ readonly serial: number }, UpdateFailure>> {
    const checked = checkUpdate(bytes, publicKey(), known());
    if (!checked.ok) {
      log('catalogue.refused', { source, reason: checked.error.code, line: checked.error.line, detail: checked.error.detail });
      return checked;
    }
    const { serial, text } = checked.value;
    const newest = held.at(-1)?.row;
    if (newest && serial < newest.serial) return fail('olderThanPresent', `${serial} comes before ${newest.serial}`);
    if (newest?.serial === serial && newest.text !== text) return fail('olderThanPresent', `another file has the number ${serial}`);
    if (newest?.serial === serial && newest.takenBackAt === undefined) return fail('alreadyHolds', String(serial));
    const written = await store.write([
      { write: 'catalogue.hold', serial, text, source, by },
      { write: 'audit', line: { actor: by, action: 'catalogue.applied', subject: String(serial), details: { source, procedures: checked.value.procedures.length } } },
    ]);
    if (!written.ok) return fail('notKept', written.error.code);
    log('catalogue.applied', { serial, source, procedures: checked.value.procedures.length });
    await load();
    return ok({ serial });
  }

  return {
    load,
    keyIsSet: () => publicKey() !== null,
    list: () =>
      held
        .map(({ row: { text: _, ...row }, file }) => ({ ...row, issuedOn: file.issuedOn, ...(file.note !== undefined && { note: file.note }), codes: [...new Set(file.procedures.map(({ code }) => code))] }))
        .reverse(),
    apply: (bytes, source, by) => inTurn(() => applyNow(bytes, source, by)),
    async fetch(by) {
      const published = await portal.catalogue();
      return published.ok ? inTurn(() => applyNow(published.value, 'portal', by)) : published;
    },
    takeBack: (by) =>
      inTurn(async () => {
        const newest = held.findLast(({ row }) => row.takenBackAt === undefined)?.row;
        if (!newest) return fail('nothingToTakeBack');
        const { serial } = newest;
        const written = await store.write([
          { write: 'catalogue.takeBack', serial, by },
          { write: 'audit', line: { actor: by, action: 'catalogue.takenBack', subject: String(serial), details: {} } },
        ]);
        if (!written.ok) return fail('notKept', written.error.code);
        log('catalogue.takenBack', { serial });
        await load();
        return ok({ serial });
      }),
  };
}
