// Which camera the papers are taken with: those that are plugged in, by name, each with its live picture.

import { useCallback, useEffect, useState } from 'react';
import type { Hello } from '../../../preload/contract/counter.ts';
import { ask, bridge } from '../../client/bridge.ts';
import { useCameraNames, useCameraStream, type CameraFailure } from '../../client/cameras.ts';
import { useText } from '../../i18n/text.tsx';
import { Button } from '../../ui/button.tsx';
import styles from './devices.module.css';

/** The longer side of A4, in inches. */
const A4_INCHES = 297 / 25.4;
/** Below it small print runs together. */
const FINE_DPI = 200;

export function CameraChoice({ camera }: { camera: NonNullable<Hello['camera']> }) {
  const text = useText();
  const names = useCameraNames(true);
  const [used, setUsed] = useState(camera.device);
  const [picked, pick] = useState<string>();
  const [outcome, setOutcome] = useState<string>();
  const isUsed = (name: string): boolean => used !== undefined && name.includes(used);
  const shown = names?.find((name) => name === picked) ?? names?.find(isUsed) ?? names?.[0];

  async function use(name: string): Promise<void> {
    const answer = await ask(() => bridge().technician.saveSettings({ changes: [{ path: 'devices.documentScanner.device', value: name }] }));
    if (!answer.ok) return setOutcome(text(`bridge.${answer.error.code}`));
    if (!answer.value.saved) return setOutcome(answer.value.problems.map(({ reason }) => reason).join(' '));
    setUsed(name);
    setOutcome(text(answer.value.restartNeeded ? 'settings.savedRestart' : 'settings.saved'));
  }

  return (
    <section className={styles.cameras}>
      <div className={styles.choice}>
        <h2>{text('cameras.title')}</h2>
        <p>{text(names === null ? 'cameras.looking' : shown === undefined ? 'cameras.none' : 'cameras.lead')}</p>
        <fieldset className={styles.names}>
          <legend className={styles.second}>{text('cameras.list')}</legend>
          {names?.map((name) => (
            <label key={name}>
              <input type="radio" name="camera" checked={name === shown} onChange={() => pick(name)} />
              <span>
                {name}
                {isUsed(name) && <span className={styles.second}>{text('cameras.inUse')}</span>}
              </span>
            </label>
          ))}
        </fieldset>
        {shown !== undefined && (
          <Button kind="main" icon="check" disabled={shown === used} onPress={() => void use(shown)}>
            {text('cameras.use')}
          </Button>
        )}
        <p role="status">{outcome}</p>
      </div>
      {shown !== undefined && <LivePicture key={shown} name={shown} />}
    </section>
  );
}

function LivePicture({ name }: { name: string }) {
  const text = useText();
  const [failure, setFailure] = useState<CameraFailure>();
  const { video, live } = useCameraStream(name, useCallback((reason) => setFailure(reason), []));
  const [size, setSize] = useState({ width: 0, height: 0 });
  useEffect(() => {
    if (live && video.current) setSize({ width: video.current.videoWidth, height: video.current.videoHeight });
  }, [live, video]);
  const dpi = Math.round(Math.max(size.width, size.height) / A4_INCHES);
  return (
    <figure className={styles.live}>
      <video ref={video} muted playsInline aria-label={text('cameras.picture', { name })} />
      <figcaption>
        {failure ? text(`device.media.camera.${failure}`) : size.width === 0 ? text('cameras.opening') : text(dpi < FINE_DPI ? 'cameras.coarse' : 'cameras.fine', { ...size, dpi })}
      </figcaption>
    </figure>
  );
}
