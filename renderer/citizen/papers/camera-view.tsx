// The document camera's live picture with a frame to lay the paper into. It is taken by itself once the paper lies still, or by a
// press; what is taken goes the way of every scan.

import type { PaperView } from '../../../preload/contract/journey.ts';
import { useLiveCamera } from '../../client/camera.ts';
import { useText } from '../../i18n/text.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import styles from './papers.module.css';

/** `camera`: part of its name; null before one is chosen, which main knows and says. */
export function CameraView({ paper, camera }: { paper: PaperView; camera: string | null }) {
  const { send } = useDesk();
  const text = useText();
  const { video, state, take } = useLiveCamera(camera);
  return (
    <Frame
      title={text('camera.title')}
      lead={text('camera.lead', { paper: paper.name })}
      back={{ label: text('scanning.stop'), icon: 'cross', onPress: () => void send({ type: 'back' }) }}
      main={{ label: text('camera.take'), icon: 'check', disabled: state === 'opening' || state === 'taken', onPress: take }}
    >
      <div className={styles.camera} data-state={state}>
        <video ref={video} muted playsInline aria-label={text('camera.picture')} />
        <span className={styles.layHere} />
      </div>
      <p role="status" className={styles.cameraSays}>
        {text(`camera.${state}`)}
      </p>
    </Frame>
  );
}
