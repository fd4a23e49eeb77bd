// Scanning a paper for a journey: pages from the scanner, improved and judged while the next is scanned, sealed into the vault,
// then told to the journey. A page that the journey knows is on disk.

import type { Problem } from '../../domain/journey/problem.ts';
import type { ImprovedPage } from '../../domain/pages/page.ts';
import type { SavedPaper } from '../../domain/pages/saved-paper.ts';
import type { KeptPage } from '../../domain/pages/kept-page.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { Journeys } from '../journey/journeys.ts';
import { pagesOf } from '../journey/machine.ts';
import type { Clock, DeviceFailure, DocumentScanner, Imaging, ScannedPage, Studio } from '../ports.ts';
import { createJudge } from './judging.ts';
import type { Judge, JudgeOptions } from './judging.ts';
import type { NewPage, PageFiles } from './page-files.ts';

export type Scanning = {
  /** Scans for one paper; what happens is told to the journey. */
  begin(journeyId: string, paperId: string): void;
  stop(): void;
  /** Turns a page by hand, clockwise: sealed anew, then it takes the old one's place. */
  turn(journeyId: string, pageId: string, quarterTurns: 1 | 2 | 3): void;
  /** The pages of one paper for another one, too: each sealed once more, so that what becomes of one is nothing to the other. */
  copy(journeyId: string, from: string, paperId: string): void;
  /** The pages of a paper that its owner let be kept. */
  copySaved(journeyId: string, saved: SavedPaper, paperId: string): void;
  close(): Promise<void>;
};

export type ScanningOptions = {
  readonly scanner: () => DocumentScanner | null;
  readonly pages: PageFiles;
  readonly studio: Studio;
  readonly imaging: Pick<Imaging, 'warm' | 'improve' | 'rotate' | 'sizeOf'>;
  readonly limits: JudgeOptions['limits'];
  readonly journeys: Pick<Journeys, 'deliver' | 'contextOf'>;
  readonly clock: Clock;
  readonly log: Log;
};

const SCAN_TIMEOUT_MS = 180_000;

export function createScanning({ scanner, pages, studio, imaging, limits, journeys, clock, log }: ScanningOptions): Scanning {
  let running: { readonly stop: AbortController; readonly ended: Promise<void> } | null = null;
  /** Turning and copying, by the page or the paper that it is done to. */
  const working = new Map<string, Promise<void>>();

  async function scan(journeyId: string, paperId: string, signal: AbortSignal) {
    const device = scanner();
    if (!device) return void (await journeys.deliver(journeyId, { type: 'scanFailed', problem: 'scannerOffline' }, []));
    imaging.warm();
    // A page is kept as soon as it has come, while the next is scanned: a jam, a pulled plug or a power cut in page 7 leaves
    // six. What comes after the citizen has turned away, or after a page that could not be kept, is not taken.
    const stop = new AbortController();
    const give = () => stop.abort();
    signal.addEventListener('abort', give, { once: true });
    const judge = createJudge({ imaging, limits, clock, log }, journeys.contextOf(journeyId)?.replacing === undefined);
    const empty: ImprovedPage[] = [];
    let kept = 0;
    let problem: Problem | null = null;
    let taking = Promise.resolve(true);

    async function take(page: ScannedPage, judged: ReturnType<Judge>): Promise<Problem | null> {
      const found = await judged;
      if (signal.aborted) return null;
      if (found === 'unreadable') return 'scanUnreadable';
      if (found === 'asScanned') return keepAsScanned(page);
      for (const one of found) {
        const failed = one.empty ? void empty.push(one) : await keep(one);
        if (failed) return failed;
      }
      return null;
    }
    async function keepAsScanned({ bytes, mime }: ScannedPage): Promise<Problem | null> {
      // A page that cannot be drawn cannot be read by the officer either.
      const drawn = await studio.preview(bytes, mime);
      if (!drawn.ok) {
        log('studio.failed', { task: 'preview', reason: drawn.error.code, detail: drawn.error.detail });
        if (drawn.error.code === 'undecodable' || drawn.error.code === 'tooLarge') return 'scanUnreadable';
      }
      const size = likelySize(imaging.sizeOf(bytes, mime));
      return keep({ bytes, mime, ...(size && { size }), ...(drawn.ok && { preview: drawn.value }) });
    }
    async function keep(page: NewPage | ImprovedPage): Promise<Problem | null> {
      const flaws = 'quality' in page ? page.quality.map(({ code }) => code) : [];
      const done = await pages.keep(journeyId, 'quality' in page ? asNew(page) : page, (file) => ({
        type: 'documentScanned',
        paperId,
        document: { ...file, paperId, ...(flaws.length > 0 && { flaws }) },
      }));
      if (!done.ok) return done.error.code;
      kept += 1;
      return null;
    }

    const scanned = await device.scan(stop.signal, (page) => {
      const judged = judge(page, signal);
      judged.catch(() => {});
      taking = taking.then(async () => {
        if (signal.aborted || problem) return false;
        problem = await take(page, judged);
        if (problem) stop.abort();
        return problem === null && !signal.aborted;
      });
      // Whoever waits for the last page hears of it.
      taking.catch(give);
      return taking;
    });
    await taking.finally(() => signal.removeEventListener('abort', give));
    if (signal.aborted) return;
    // Empty backs of sheets are left out and said. Where all is empty, a sheet lay the wrong way: then one is shown.
    if (kept === 0 && !problem && empty[0]) problem = await keep(empty.shift()!);
    const emptyPages = empty.length > 0 ? { emptyPages: empty.length } : {};
    if (!problem && !scanned.ok) problem = scanProblem(scanned.error);
    await journeys.deliver(journeyId, problem ? { type: 'scanFailed', problem, ...emptyPages } : { type: 'scanEnded', ...emptyPages }, []);
  }

  async function turn(journeyId: string, pageId: string, quarterTurns: 1 | 2 | 3): Promise<void> {
    const page = journeys.contextOf(journeyId)?.documents.find(({ id }) => id === pageId);
    if (!page) return;
    const failed = (problem: Problem) => journeys.deliver(journeyId, { type: 'pageNotTurned', problem }, []);
    if (page.mime === 'application/pdf') return void (await failed('pageNotTurned'));
    const bytes = await pages.read(journeyId, pageId);
    if (!bytes.ok) return void (await failed('storageFailed'));
    const turned = await imaging.rotate(bytes.value, page.mime, quarterTurns);
    if (!turned.ok) {
      log('studio.failed', { task: 'rotate', reason: turned.error.code, detail: turned.error.detail });
      return void (await failed('pageNotTurned'));
    }
    const done = await pages.keep(journeyId, asNew(turned.value), (file) => ({ type: 'pageTurned', documentId: pageId, turned: file }));
    if (!done.ok) await failed(done.error.code);
  }

  async function copy(journeyId: string, folder: string, from: readonly KeptPage[], paperId: string): Promise<void> {
    const failed = (problem: Problem) => journeys.deliver(journeyId, { type: 'pagesNotCopied', problem }, []);
    const copies: NewPage[] = [];
    for (const page of from) {
      const bytes = await pages.read(folder, page.id);
      if (!bytes.ok) return void (await failed('storageFailed'));
      copies.push({ ...page, bytes: bytes.value });
    }
    const done = await pages.keepAll(journeyId, copies, (files) => ({ type: 'pagesCopied', paperId, pages: files.map((file, at) => ({ ...from[at], ...file, paperId })) }));
    if (!done.ok) await failed(done.error.code);
  }

  /** A second touch while it is under way would do it twice. */
  function once(what: string, where: string, work: () => Promise<void>): void {
    if (working.has(what)) return;
    const done = work()
      .catch((error: unknown) => log('app.failed', { where, detail: String((error as Error)?.stack ?? error) }))
      .finally(() => working.delete(what));
    working.set(what, done);
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
    turn: (journeyId, pageId, quarterTurns) => once(pageId, 'turning', () => turn(journeyId, pageId, quarterTurns)),
    copy(journeyId, from, paperId) {
      const context = journeys.contextOf(journeyId);
      if (context) once(paperId, 'copying', () => copy(journeyId, journeyId, pagesOf(context, from), paperId));
    },
    copySaved(journeyId, { owner, pages: saved }, paperId) {
      once(paperId, 'copying', () => copy(journeyId, owner, saved.map((page) => ({ ...page, saved: true })), paperId));
    },
    async close() {
      running?.stop.abort();
      await Promise.all([running?.ended, ...working.values()]);
    },
  };
}

/** A picture as the imaging window gives it, to be kept. */
function asNew({ bytes, mime, widthPx, heightPx, dotsPerInch, preview }: Pick<ImprovedPage, 'bytes' | 'mime' | 'widthPx' | 'heightPx' | 'dotsPerInch' | 'preview'>): NewPage {
  return { bytes, mime, size: { widthPx, heightPx, dotsPerInch }, preview };
}

/** Of a page that nobody looked at: its longer side is taken for A4's. */
function likelySize(size: ReturnType<Imaging['sizeOf']>): NewPage['size'] {
  if (!size) return undefined;
  const dotsPerInch = Math.max(1, Math.round((Math.max(size.width, size.height) * 25.4) / 297));
  return { widthPx: size.width, heightPx: size.height, dotsPerInch };
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
    case 'tiff':
    case 'pdfNotPictures':
      return 'copierFormat';
    case 'cameraMissing':
      return 'cameraOffline';
    case 'cameraBusy':
      return 'cameraBusy';
    case 'cameraDenied':
    case 'cameraNotChosen':
      return 'cameraRefused';
    case 'nothingLaid':
      return 'cameraEmpty';
    default:
      return failure.code === 'deviceNotReady' || failure.code === 'timeOut' ? 'scannerOffline' : 'scanFailed';
  }
}
