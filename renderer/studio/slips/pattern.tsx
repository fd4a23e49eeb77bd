// What shows whether a printer prints its whole width, evenly and in true size: a rule of a known length, bars that a dead dot
// breaks, and a wedge from white to black.

import styles from './slip.module.css';

/** `unit`: CSS pixels a millimetre; `width`: of the place, in CSS pixels. */
export function Pattern({ width, unit, lengthMm }: { width: number; unit: number; lengthMm: number }) {
  const length = Math.round(lengthMm * unit);
  const ticks = Array.from({ length: lengthMm / 10 + 1 }, (_, index) => Math.round(index * 10 * unit));
  const bars = Array.from({ length: Math.ceil(width / 8) }, (_, index) => index * 8);
  const steps = 12;
  return (
    <figure className={styles.pattern}>
      <svg width={length + 4} height={24} viewBox={`0 0 ${length + 4} 24`} shapeRendering="crispEdges" aria-hidden="true">
        <rect x={0} y={10} width={length + 4} height={4} />
        {ticks.map((x) => (
          <rect key={x} x={x} y={0} width={4} height={24} />
        ))}
      </svg>
      <figcaption>{lengthMm} mm</figcaption>
      <svg width={width} height={64} viewBox={`0 0 ${width} 64`} shapeRendering="crispEdges" aria-hidden="true">
        {bars.map((x) => (
          <rect key={x} x={x} y={0} width={4} height={28} />
        ))}
        {Array.from({ length: steps }, (_, step) => (
          <Shade key={step} x={Math.round((step * width) / steps)} width={Math.ceil(width / steps)} black={step + 1} of={steps} />
        ))}
      </svg>
    </figure>
  );
}

/** Lines whose black part grows with the step: one bit a dot has no grey. */
function Shade({ x, width, black, of }: { x: number; width: number; black: number; of: number }) {
  return [36, 48].map((y) => <rect key={y} x={x} y={y} width={width} height={(12 * black) / of} />);
}
