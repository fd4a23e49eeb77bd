// Scanning a paper for a journey: pages from the scanner, sealed into the vault, then told to the journey. A page that
// the journey knows is on disk.

import { createHash } from 'node:crypto';
import type { DossierDocument } from '../../domain/dossier/dossier.ts';
import type { Problem } from '../../domain/journey/problem.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Journeys } from '../journey/journeys.ts';
import type { Clock, DeviceFailure, DocumentScanner, Random, ScannedPage, Studio } from '../ports.ts';
import type { Vault } from '../store.ts';

export type Scanning = {
  /** Scans for one paper; what happens is told to the journey. */
  begin(journeyId: string, paperId: string): void;
  stop(): void;
  /** A page that the journey no longer has: its file goes. */
  drop(journeyId: string, documentId: string): void;
  /** A small JPEG of a scanned document, or null. */
  preview(journeyId: string, documentId: string): Promise<Uint8Array | null>;
  close(): Promise<void>;
};

export type ScanningOptions = {
  readonly scanner: () => DocumentScanner | null;
  readonly vault: Vault;
  readonly studio: Studio;
  readonly journeys: Pick<Journeys, 'deliver' | 'contextOf'>;
  readonly random: Random;
  readonly clock: Clock;
  readonly log: Log;
};

const SCAN_TIMEOUT_MS = 180_000;
const PREVIEWS_KEPT = 24;

export function createScanning({ scanner, vault, studio, journeys, random, clock, log }: ScanningOptions): Scanning {
  let running: { readonly stop: AbortController; readonly ended: Promise<void> } | null = null;
  const previews = new Map<string, Uint8Array>();

  async function scan(journeyId: string, paperId: string, signal: AbortSignal) {
    const device = scanner();
    if (!device) return void (await journeys.deliver(journeyId, { type: 'scanFailed', problem: 'scannerOffline' }, []));
    // A page is kept as soon as it has come, while the next is scanned: a jam, a pulled plug or a power cut in page 7 leaves
    // six. What comes after the citizen has turned away, or after a page that could not be kept, is not taken.
    const stop = new AbortController();
    const give = () => stop.abort();
    signal.addEventListener('abort', give, { once: true });
    let problem: Problem | null = null;
    let taking = Promise.resolve(true);
    const scanned = await device.scan(stop.signal, (page) => {
      taking = taking.then(async () => {
        if (signal.aborted || problem) return false;
        problem = await take(journeyId, paperId, page);
        if (problem) stop.abort();
        return problem === null;
      });
      // Whoever waits for the last page hears of it.
      taking.catch(give);
      return taking;
    });
    await taking.finally(() => signal.removeEventListener('abort', give));
    if (signal.aborted) return;
    if (problem) return void (await journeys.deliver(journeyId, { type: 'scanFailed', problem }, []));
    await journeys.deliver(journeyId, scanned.ok ? { type: 'scanEnded' } : { type: 'scanFailed', problem: scanProblem(scanned.error) }, []);
  }

  async function take(journeyId: string, paperId: string, page: ScannedPage): Promise<Problem | null> {
    const id = Buffer.from(random(12)).toString('hex');
    // A page that cannot be drawn cannot be read by the officer either.
    const drawn = await studio.preview(page.bytes, page.mime);
    if (!drawn.ok) {
      log('studio.failed', { task: 'preview', reason: drawn.error.code, detail: drawn.error.detail });
      if (drawn.error.code === 'undecodable' || drawn.error.code === 'tooLarge') return 'scanUnreadable';
    }
    const kept = await vault.put(journeyId, id, page.bytes);
    if (!kept.ok) return kept.error.code === 'full' ? 'storageFull' : 'storageFailed';
    if (drawn.ok) remember(id, drawn.value);
    const number = (journeys.contextOf(journeyId)?.documents.length ?? 0) + 1;
    const document: DossierDocument = {
      id,
      paperId,
      fileName: `${paperId}-${number}.${page.mime === 'image/jpeg' ? 'jpg' : 'png'}`,
      mime: page.mime,
      pages: 1,
      bytes: page.bytes.length,
      sha256: createHash('sha256').update(page.bytes).digest('hex'),
    };
    const told = await journeys.deliver(journeyId, { type: 'documentScanned', paperId, document }, []);
    return told.ok ? null : 'storageFailed';
  }

  function remember(id: string, jpeg: Uint8Array) {
    previews.set(id, jpeg);
    if (previews.size > PREVIEWS_KEPT) previews.delete(previews.keys().next().value!);
  }

  return {
    begin(journeyId, paperId) {
      running?.stop.abort();
      const stop = new AbortController();
      const cancelTimer = clock.after(SCAN_TIMEOUT_MS, () => {
        stop.abort();
        void journeys.deliver(journeyId, { type: 'scanFailed', problem: 'scannerOffline' }, []);
      });
      const ended = scan(journeyId, paperId, stop.signal)
        .catch(async (error: unknown) => {
          log('app.failed', { where: 'scanning', detail: String((error as Error)?.stack ?? error) });
          await journeys.deliver(journeyId, { type: 'scanFailed', problem: 'scanFailed' }, []);
        })
        .finally(cancelTimer);
      running = { stop, ended };
    },
    stop() {
      running?.stop.abort();
      running = null;
    },
    drop(journeyId, documentId) {
      previews.delete(documentId);
      void vault.remove(journeyId, documentId);
    },
    async preview(journeyId, documentId) {
      const known = previews.get(documentId);
      if (known) return known;
      const kept = await vault.get(journeyId, documentId);
      if (!kept.ok) return null;
      const drawn = await studio.preview(kept.value, 'image/jpeg');
      if (!drawn.ok) return null;
      remember(documentId, drawn.value);
      return drawn.value;
    },
    async close() {
      running?.stop.abort();
      await running?.ended;
      previews.clear();
    },
  };
}

function scanProblem(failure: DeviceFailure): Problem {
  switch (failure.reason) {
    case 'jammed':
      return 'scannerJammed';
    case 'empty':
      return 'scannerEmpty';
    case 'coverOpen':
      return 'scannerCoverOpen';
    case 'busy':
      return 'scannerBusy';
    default:
      return failure.code === 'deviceNotReady' || failure.code === 'timeOut' ? 'scannerOffline' : 'scanFailed';
  }
}
