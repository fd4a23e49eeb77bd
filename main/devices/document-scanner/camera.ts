// A document camera. Only a window reaches it, through Chromium; here it is a scanner like any other: a scan waits until the window
// that shows the live picture gives one, which is looked at by its bytes like any scanner's. Of the window nothing is believed.

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { orAborted, pause } from '../../base/clock.ts';
import type { Log } from '../../logging/catalogue.ts';
import type { CameraFailure, Clock, DeviceFailure, DocumentCamera, OnPage, ScannedPage } from '../../services/ports.ts';
import { DELAYS } from '../delays.ts';
import { createLock, createStateCell } from '../device.ts';
import { createScannerCommands } from './commands.ts';
import { readPages } from './page.ts';

type Trouble = CameraFailure | 'notChosen';
const REASONS = { denied: 'cameraDenied', missing: 'cameraMissing', busy: 'cameraBusy', notChosen: 'cameraNotChosen' } as const satisfies Readonly<Record<Trouble, string>>;

type Given = Result<ScannedPage, DeviceFailure>;

/** `name`: part of the camera's name, as Chromium tells it; null until a technician has chosen one, for the first may look at faces. */
export function createDocumentCamera({ name, clock, log }: { readonly name: string | null; readonly clock: Clock; readonly log: Log }): DocumentCamera {
  const state = createStateCell('documentScanner', clock, log);
  const lock = createLock();
  /** What windows see; null before one has looked. */
  let cameras: readonly string[] | null = null;
  let trouble: CameraFailure | null = null;
  let waiting: ((given: Given) => void) | null = null;

  const whyNot = (): Trouble | null => {
    if (name === null) return 'notChosen';
    if (cameras === null) return null;
    return cameras.some((one) => one.includes(name)) ? trouble : 'missing';
  };
  const failureOf = (why: Trouble): DeviceFailure => ({ code: 'deviceNotReady', reason: REASONS[why] });

  function show(): void {
    const why = whyNot();
    if (why) state.set({ status: 'offline', media: { camera: why } });
    else if (cameras !== null) state.set({ status: waiting ? 'deviceBusy' : 'online' });
  }

  function end(given: Given): void {
    const tell = waiting;
    waiting = null;
    tell?.(given);
    show();
  }

  async function scanPages(onPage: OnPage, signal: AbortSignal): Promise<Result<void, DeviceFailure>> {
    const asked = new Promise<Given>((resolve) => (waiting = resolve));
    // What was wrong the last time may be right now: the window tries anew. A camera that is not there it cannot try.
    trouble = null;
    const why = whyNot();
    show();
    if (why) end(err(failureOf(why)));
    const over = new AbortController();
    const late = pause(clock, DELAYS.documentScanner.cameraMs, over.signal).then((): Given => err({ code: 'commandErrorCode', reason: 'nothingLaid' }));
    const given = await orAborted(Promise.race([asked, late]), signal);
    over.abort();
    end(err({ code: 'canceled' }));
    if (given === 'aborted') return err({ code: 'canceled' });
    if (!given.ok) return given;
    await onPage(given.value);
    return ok();
  }

  return {
    id: 'documentScanner',
    address: name === null ? 'camera' : `camera ${name}`,
    state: state.get,
    onStateChanged: state.onChanged,
    ...createScannerCommands({
      clock,
      log,
      lock,
      scanPages,
      describe: async () => {
        const why = whyNot();
        if (cameras === null) return err({ code: 'deviceNotReady', reason: 'noWindow', detail: 'no window has looked for cameras yet' });
        const seen = `seen: ${cameras.join('; ') || 'none'}`;
        return why ? err({ ...failureOf(why), detail: seen }) : ok({ summary: `${name}, ${seen}` });
      },
    }),
    start: show,
    close: async () => end(err({ code: 'canceled' })),
    window: {
      seen(names) {
        cameras = names;
        show();
        const why = whyNot();
        if (why && waiting) end(err(failureOf(why)));
      },
      give(bytes) {
        if (!waiting) return false;
        const read = readPages(bytes);
        // A camera gives one picture; what is none is a fault of the window, and the citizen tries again.
        const [page] = read.ok ? read.value : [];
        end(read.ok && page && read.value.length === 1 ? ok(page) : err(read.ok ? { code: 'invalidData', reason: 'badPage' } : read.error));
        return page !== undefined;
      },
      failed(why) {
        trouble = why;
        end(err(failureOf(why)));
      },
    },
  };
}
