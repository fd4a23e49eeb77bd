// The document camera for a scan that waits in main: main is told which cameras this window sees, what is wrong with the one, and
// given one frame of it as a file. What the citizen reads of that is main's to say.

import { useEffect, useRef, useState } from 'react';
import type { Hello } from '../../preload/contract/counter.ts';
import { ask, bridge } from './bridge.ts';
import { isKeeper, measureFrame, type FrameMeasure } from './camera-frame.ts';
import { useCameraNames, useCameraStream, type CameraFailure, type CameraStream } from './cameras.ts';

/** Four frames that are alike make about a second. */
const LOOK_MS = 250;
const SMALL_PX = 640;
const FRAMES = 4;
const JPEG_QUALITY = 0.92;
/** Two looks at a paper that nobody touched differ less; another page of the same form differs more. */
const SAME_BELOW = 0.02;

/** Small, of the paper that was taken last: it is not taken again by itself. Gone with the citizen. */
let lastTaken: FrameMeasure | null = null;
const forget = (): void => void (lastTaken = null);

/** Where this window is the one to use the camera: tells main which there are. `journeyId`: whose papers are taken. */
export function useCameraReports(camera: Hello['camera'], journeyId: string | null): void {
  const names = useCameraNames(camera?.sees ?? false);
  useEffect(() => {
    if (names) void ask(() => bridge().camera.seen({ names: [...names] }));
  }, [names]);
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- forgotten when the journey is another's
  useEffect(() => forget, [journeyId]);
}

export type LiveCamera = Pick<CameraStream, 'video'> & {
  /** `same`: the paper that was taken last lies there still; `taken`: a frame is on its way to main. */
  readonly state: 'opening' | 'live' | 'same' | 'taken';
  take(): void;
};

/** The camera's live picture in `video`, and a frame of it given to main: by itself once the paper lies still, or by `take`. */
export function useLiveCamera(name: string | null): LiveCamera {
  const { video, live } = useCameraStream(name, tellFailure);
  const [state, setState] = useState<'live' | 'same' | 'taken'>('live');
  // At once, not with the next drawing: a look may come in between.
  const taking = useRef(false);

  function take(): void {
    const element = video.current;
    if (!element || !live || taking.current) return;
    taking.current = true;
    setState('taken');
    const small = smallFrame(element);
    lastTaken = small && measureFrame(small, null);
    void fileOf(element)
      .then((bytes) => ask(() => bridge().camera.give({ bytes })))
      .then((answer) => answer.ok && answer.value.taken)
      // A canvas that cannot be written, as when memory is short.
      .catch(() => false)
      // Main goes on to the next screen; where it did not take the picture, another try is to be had.
      .then((done) => {
        if (done) return;
        taking.current = false;
        setState('live');
      });
  }
  const newest = useRef(take);
  newest.current = take;

  useEffect(() => {
    if (!live) return;
    let measures: FrameMeasure[] = [];
    const timer = window.setInterval(() => {
      const frame = taking.current ? null : video.current && smallFrame(video.current);
      if (!frame) return;
      measures = [...measures.slice(1 - FRAMES), measureFrame(frame, measures.at(-1) ?? null)];
      if (!isKeeper(measures)) setState('live');
      else if (lastTaken && measureFrame(frame, lastTaken).motion < SAME_BELOW) setState('same');
      else newest.current();
    }, LOOK_MS);
    return () => window.clearInterval(timer);
  }, [live, video]);

  return { video, state: live ? state : 'opening', take };
}

function tellFailure(reason: CameraFailure): void {
  void ask(() => bridge().camera.failed({ reason }));
}

function smallFrame(element: HTMLVideoElement): ImageData | null {
  const { videoWidth, videoHeight } = element;
  if (videoWidth === 0 || videoHeight === 0) return null;
  const height = Math.max(1, Math.round((SMALL_PX * videoHeight) / videoWidth));
  return drawn(element, SMALL_PX, height).getContext('2d')?.getImageData(0, 0, SMALL_PX, height) ?? null;
}

async function fileOf(element: HTMLVideoElement): Promise<Uint8Array<ArrayBuffer>> {
  const blob = await drawn(element, element.videoWidth, element.videoHeight).convertToBlob({ type: 'image/jpeg', quality: JPEG_QUALITY });
  return new Uint8Array(await blob.arrayBuffer());
}

function drawn(element: HTMLVideoElement, width: number, height: number): OffscreenCanvas {
  const canvas = new OffscreenCanvas(width, height);
  canvas.getContext('2d', { willReadFrequently: true })?.drawImage(element, 0, 0, width, height);
  return canvas;
}
