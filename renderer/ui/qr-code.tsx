// A QR code as one path of crisp squares, dark on light in every theme so that phones can read it.

import { create } from 'qrcode';
import { useMemo } from 'react';
import styles from './qr-code.module.css';

/** Modules of light around the code (ISO/IEC 18004, 9.1). */
const QUIET_ZONE = 4;

/** The dark modules as an SVG path in a square of `size` modules, quiet zone included. */
export function qrPath(data: string, quietZone = QUIET_ZONE): { readonly path: string; readonly size: number } {
  const { modules } = create(data, { errorCorrectionLevel: 'M' });
  let path = '';
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (!modules.get(row, column)) continue;
      let run = 1;
      while (column + run < modules.size && modules.get(row, column + run)) run++;
      path += `M${column + quietZone} ${row + quietZone}h${run}v1h-${run}z`;
      column += run - 1;
    }
  }
  return { path, size: modules.size + 2 * quietZone };
}

export function QrCode({ data, label }: { data: string; label: string }) {
  const { path, size } = useMemo(() => qrPath(data), [data]);
  return (
    <svg className={styles.qr} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shapeRendering="crispEdges">
      <rect width={size} height={size} fill="#ffffff" />
      <path d={path} fill="#000000" />
    </svg>
  );
}
