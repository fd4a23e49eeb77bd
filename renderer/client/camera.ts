// The document camera as this window sees it: which cameras there are, its live picture, and one frame of it as a file. What is
// wrong with it is told to main, which decides what the citizen reads.

import { useEffect, useRef, useState, type RefObject } from 'react';
import { ask, bridge } from './bridge.ts';
import { isKeeper, measureFrame, type FrameMeasure } from './camera-frame.ts';

/** Four frames that are alike make about a second. */
const LOOK_MS = 250;
const SMALL_PX = 640;
const FRAMES = 4;
/** As fine as the camera can: A4 across 3,840 pixels has 330 dots per inch. */
const WANTED = { width: { ideal: 3840 }, height: { ideal: 2880 } };
const JPEG_QUALITY = 0.92;

type Failure = 'denied' | 'missing' | 'busy';

/** Tells main which cameras this window sees, now and whenever one is plugged in or out. */
export function useCameraReports(name: string | undefined): void {
  useEffect(() => {
    if (name === undefined) return;
    const report = (): void => void cameras().then((found) => ask(() => bridge().camera.seen({ names: found.slice(0, 16).map(({ label }) => label.slice(0, 200)) })));
    report();
    navigator.mediaDevices.addEventListener('devicechange', report);
    return () => navigator.mediaDevices.removeEventListener('devicechange', report);
  }, [name]);
}

export type LiveCamera = {
  readonly video: RefObject<HTMLVideoElement | null>;
  /** The picture is there. */
  readonly live: boolean;
  /** A frame is on its way to main. */
  readonly taken: boolean;
  take(): void;
};

/** The camera's live picture in `video`, and a frame of it given to main: by itself once the paper lies still, or by `take`. */
export function useLiveCamera(name: string): LiveCamera {
  const video = useRef<HTMLVideoElement>(null);
  const [live, setLive] = useState(false);
  const [taken, setTaken] = useState(false);

  function take(): void {
    const element = video.current;
    if (!element || !live || taken) return;
    setTaken(true);
    lastTaken = smallFrame(element);
    void fileOf(element)
      .then((bytes) => (bytes ? ask(() => bridge().camera.give({ bytes })) : null))
      // Main goes on to the next screen; where it did not take the picture, another try is to be had.
      .then((answer) => answer?.ok && answer.value.taken ? undefined : setTaken(false));
  }
  const newest = useRef(take);
  newest.current = take;

  useEffect(() => {
    let over = false;
    let stream: MediaStream | null = null;
    const failed = (reason: Failure): void => {
      if (!over) void ask(() => bridge().camera.failed({ reason }));
    };
    void open(name).then((opened) => {
      if (typeof opened === 'string') return failed(opened);
      stream = opened;
      if (over) return stop(opened);
      opened.getVideoTracks()[0]?.addEventListener('ended', () => failed('missing'));
      const element = video.current;
      if (!element) return;
      element.srcObject = opened;
      element.play().then(
        () => !over && setLive(true),
        () => failed('busy'),
      );
    });
    return () => {
      over = true;
      if (stream) stop(stream);
    };
  }, [name]);

  useEffect(() => {
    if (!live || taken) return;
    let measures: FrameMeasure[] = [];
    const timer = window.setInterval(() => {
      const element = video.current;
      const frame = element && smallFrame(element);
      if (!frame) return;
      measures = [...measures.slice(1 - FRAMES), measureFrame(frame, measures.at(-1) ?? null)];
      if (isKeeper(measures) && !isTheLastOne(frame)) newest.current();
    }, LOOK_MS);
    return () => window.clearInterval(timer);
  }, [live, taken]);

  return { video, live, taken, take };
}

/** What was taken last, small: the same paper is not taken again by itself when another page is wanted. */
let lastTaken: ImageData | null = null;

function isTheLastOne(frame: ImageData): boolean {
  if (!lastTaken) return false;
  return measureFrame(frame, measureFrame(lastTaken, null)).motion < 0.02;
}

async function cameras(): Promise<readonly MediaDeviceInfo[]> {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return devices.filter(({ kind, label }) => kind === 'videoinput' && label !== '');
}

async function open(name: string): Promise<MediaStream | Failure> {
  const camera = (await cameras()).find(({ label }) => label.includes(name));
  if (!camera) return 'missing';
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: false, video: { deviceId: { exact: camera.deviceId }, ...WANTED } });
  } catch (error) {
    const { name: kind } = error as Error;
    return kind === 'NotAllowedError' ? 'denied' : kind === 'NotFoundError' || kind === 'OverconstrainedError' ? 'missing' : 'busy';
  }
}

function stop(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}

function smallFrame(element: HTMLVideoElement): ImageData | null {
  const { videoWidth, videoHeight } = element;
  if (videoWidth === 0 || videoHeight === 0) return null;
  const height = Math.max(1, Math.round((SMALL_PX * videoHeight) / videoWidth));
  const context = drawn(element, SMALL_PX, height).getContext('2d');
  return context?.getImageData(0, 0, SMALL_PX, height) ?? null;
}

async function fileOf(element: HTMLVideoElement): Promise<Uint8Array<ArrayBuffer> | null> {
  const canvas = drawn(element, element.videoWidth, element.videoHeight);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', JPEG_QUALITY));
  return blob && new Uint8Array(await blob.arrayBuffer());
}

function drawn(element: HTMLVideoElement, width: number, height: number): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width, height];
  canvas.getContext('2d', { willReadFrequently: true })?.drawImage(element, 0, 0, width, height);
  return canvas;
}
