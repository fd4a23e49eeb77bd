// The document camera's live picture with a frame to lay the paper into. It is taken by itself once the paper lies still, or by a
// press; what is taken goes the way of every scan.

import type { PaperView } from '../../../preload/contract/journey.ts';
import { useLiveCamera } from '../../client/camera.ts';
import { useText } from '../../i18n/text.tsx';
import { useDesk } from '../desk.tsx';
import { Frame } from '../frame/frame.tsx';
import styles from './papers.module.css';

export function CameraView({ paper, camera }: { paper: PaperView; camera: string }) {
  const { send } = useDesk();
  const text = useText();
  const { video, live, taken, take } = useLiveCamera(camera);
  const words = taken ? 'taken' : live ? 'live' : 'opening';
  return (
    <Frame
      title={text('camera.title')}
      lead={text('camera.lead', { paper: paper.name })}
      back={{ label: text('scanning.stop'), icon: 'cross', onPress: () => void send({ type: 'back' }) }}
      main={{ label: text('camera.take'), icon: 'check', disabled: !live || taken, onPress: take }}
      hint={text(`camera.${words}`)}
    >
      <div className={styles.camera} data-taken={taken ? '' : undefined}>
        <video ref={video} muted playsInline aria-label={text('camera.picture')} />
        <span className={styles.layHere} />
      </div>
    </Frame>
  );
}
