// The cameras that this window sees, and the live picture of one of them. What does not come up in time is as good as busy.

import { useEffect, useRef, useState, type RefObject } from 'react';

/** As fine as the camera can: A4 across 3,840 pixels has 330 dots per inch. */
const WANTED = { width: { ideal: 3840 }, height: { ideal: 2880 } };
/** A camera starts within some seconds; a driver that hangs never does. */
const OPEN_MS = 15_000;
/** As many and as long as main takes. */
const [MOST, LONGEST] = [16, 199];

export type CameraFailure = 'denied' | 'missing' | 'busy';

/** Their names, anew whenever one is plugged in or out; null before they are known, and while not wanted. */
export function useCameraNames(wanted: boolean): readonly string[] | null {
  const [names, setNames] = useState<readonly string[] | null>(null);
  useEffect(() => {
    if (!wanted) return;
    let over = false;
    const look = (): void => void cameras().then((found) => !over && setNames([...new Set(found.map(nameOf))].slice(0, MOST)));
    look();
    navigator.mediaDevices.addEventListener('devicechange', look);
    return () => {
      over = true;
      navigator.mediaDevices.removeEventListener('devicechange', look);
    };
  }, [wanted]);
  return names;
}

export type CameraStream = { readonly video: RefObject<HTMLVideoElement | null>; /** The picture is there. */ readonly live: boolean };

/** Shows the camera whose name has `name` in it in `video`, and lets go of it with the component. `onFailed` must not change. */
export function useCameraStream(name: string | null, onFailed: (reason: CameraFailure) => void): CameraStream {
  const video = useRef<HTMLVideoElement>(null);
  const [live, setLive] = useState(false);
  useEffect(() => {
    let over = false;
    let stream: MediaStream | null = null;
    const fail = (reason: CameraFailure): void => {
      if (over) return;
      end();
      onFailed(reason);
    };
    const late = window.setTimeout(() => fail('busy'), OPEN_MS);
    const end = (): void => {
      over = true;
      window.clearTimeout(late);
      for (const track of stream?.getTracks() ?? []) track.stop();
      setLive(false);
    };
    const show = async (): Promise<void> => {
      const opened = await open(name);
      if (typeof opened === 'string') return fail(opened);
      stream = opened;
      const element = video.current;
      // It came too late, or there is nothing to show it in any more.
      if (over || !element) return end();
      for (const track of opened.getTracks()) track.addEventListener('ended', () => fail('missing'));
      element.srcObject = opened;
      await element.play();
      window.clearTimeout(late);
      if (!over) setLive(true);
    };
    show().catch(() => fail('busy'));
    return end;
  }, [name, onFailed]);
  return { video, live };
}

async function cameras(): Promise<readonly MediaDeviceInfo[]> {
  const devices = await navigator.mediaDevices.enumerateDevices().catch(() => []);
  return devices.filter(({ kind, label }) => kind === 'videoinput' && label !== '');
}

const nameOf = ({ label }: MediaDeviceInfo): string => label.trim().slice(0, LONGEST);

async function open(name: string | null): Promise<MediaStream | CameraFailure> {
  const camera = (await cameras()).find((one) => name !== null && nameOf(one).includes(name));
  if (!camera) return 'missing';
  try {
    return await navigator.mediaDevices.getUserMedia({ audio: false, video: { deviceId: { exact: camera.deviceId }, ...WANTED } });
  } catch (error) {
    const { name: kind } = error as Error;
    return kind === 'NotAllowedError' ? 'denied' : kind === 'NotFoundError' || kind === 'OverconstrainedError' ? 'missing' : 'busy';
  }
}
