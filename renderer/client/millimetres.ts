// Turns the design's millimetres into CSS pixels, from the size of the screen that the settings name.

import type { Hello } from '../../preload/contract/counter.ts';

/** Below these the screens' layouts do not fit; a wrong setting must not push the main button off the glass. */
const LEAST = { acrossMm: 186, downMm: 184 } as const;

type Size = { readonly width: number; readonly height: number };

/** CSS pixels in a millimetre. A screen that is mounted on its side keeps its longer edge. */
export function pixelsPerMm(screenMm: Hello['screenMm'], screen: Size, window: Size): number {
  const real = Math.max(screen.width, screen.height) / Math.max(screenMm.width, screenMm.height);
  return Math.min(real, window.width / LEAST.acrossMm, window.height / LEAST.downMm);
}

export function keepMillimetres(screenMm: Hello['screenMm']): void {
  const root = document.documentElement;
  const apply = (): void => {
    const inside = { width: window.innerWidth, height: window.innerHeight };
    const outside = { width: window.screen.width || inside.width, height: window.screen.height || inside.height };
    root.style.setProperty('--mm', `${pixelsPerMm(screenMm, outside, inside).toFixed(4)}px`);
  };
  apply();
  window.addEventListener('resize', apply);
}
