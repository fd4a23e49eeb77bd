// A QR whose every module is a whole number of dots, so that no edge falls between two.

import { qrPath } from '../../ui/qr-code.tsx';
import styles from './slip.module.css';

/** How wide the code should be, in dots: about 35 mm. */
const WANTED = 280;

export function SlipQr({ data, caption, dots }: { data: string; caption: string; dots: number }) {
  const { path, size } = qrPath(data);
  const module = Math.max(3, Math.floor(Math.min(WANTED, dots - 40) / size));
  const side = module * size;
  return (
    <figure className={styles.qr}>
      <svg width={side} height={side} viewBox={`0 0 ${size} ${size}`} shapeRendering="crispEdges" role="img" aria-label={caption}>
        <path d={path} fill="#000000" />
      </svg>
      <figcaption>{caption}</figcaption>
    </figure>
  );
}
