// Where a slip stands while it is drawn and captured: at the page's upper left, one CSS pixel a dot of the printer.

import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { PageMedia, Slip } from '../../preload/contract/studio.ts';
import { PageDrawing, SlipDrawing } from './slips/slip.tsx';

type Size = { readonly width: number; readonly height: number };

const WEIGHTS = [400, 600, 700] as const;
/** One letter of each file of the font: Latin, Vietnamese, and the rest of Latin. */
const SAMPLE = 'aếč';

export function createEasel(place: HTMLElement) {
  const root = createRoot(place);
  return {
    /** Resolves with the size in dots, its fonts loaded and its lines broken. */
    async draw(slip: Slip, dots: number): Promise<Size> {
      flushSync(() => root.render(<SlipDrawing slip={slip} dots={dots} />));
      await fontsLoaded();
      const { width, height } = place.firstElementChild!.getBoundingClientRect();
      return { width: Math.ceil(width), height: Math.ceil(height) };
    },

    /** Lays the slip out for printing on pages. */
    async lay(slip: Slip, media: PageMedia): Promise<Size> {
      // The PDF's title.
      document.title = slip.title;
      flushSync(() => root.render(<PageDrawing slip={slip} media={media} />));
      await fontsLoaded();
      return { width: 0, height: 0 };
    },

    /** Resolves when the window has this size and a frame was painted after it had. */
    async settle({ width, height }: Size): Promise<Size> {
      while (window.innerWidth < width || window.innerHeight < height) {
        await new Promise((resume) => window.addEventListener('resize', resume, { once: true }));
      }
      await painted();
      await painted();
      return { width: window.innerWidth, height: window.innerHeight };
    },

    clear(): void {
      flushSync(() => root.render(null));
    },
  };
}

async function fontsLoaded(): Promise<void> {
  await Promise.all(WEIGHTS.map((weight) => document.fonts.load(`${weight} 24px "Be Vietnam Pro"`, SAMPLE)));
  await document.fonts.ready;
}

const painted = (): Promise<unknown> => new Promise((resume) => requestAnimationFrame(() => window.setTimeout(resume, 0)));
