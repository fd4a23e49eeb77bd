// Where a slip stands while it is drawn and captured: at the page's upper left, one CSS pixel a dot of the printer.

import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { PageMedia, Slip } from '../../preload/contract/studio.ts';
import { logoForPage, logoForRoll } from './slips/logo.ts';
import { PageDrawing, SlipDrawing } from './slips/slip.tsx';

type Size = { readonly width: number; readonly height: number };

const WEIGHTS = [400, 600, 700] as const;
/** One letter of each file of the font: Latin, Vietnamese, and the rest of Latin. */
const SAMPLE = 'aếč';

export function createEasel(place: HTMLElement) {
  const root = createRoot(place);
  return {
    /** Resolves with the size in dots, its fonts loaded and its lines broken. */
    async draw(slip: Slip, dots: number, logo?: Uint8Array): Promise<Size> {
      const picture = logo && (await logoForRoll(logo, dots));
      flushSync(() => root.render(<SlipDrawing slip={slip} dots={dots} {...(picture && { logo: picture })} />));
      await Promise.all([fontsLoaded(), picturesDecoded(place)]);
      const { width, height } = place.firstElementChild!.getBoundingClientRect();
      return { width: Math.ceil(width), height: Math.ceil(height) };
    },

    /** Lays the slip out for printing on pages. */
    async lay(slip: Slip, media: PageMedia, logo?: Uint8Array): Promise<Size> {
      const picture = logo && (await logoForPage(logo));
      // The PDF's title.
      document.title = slip.title;
      flushSync(() => root.render(<PageDrawing slip={slip} media={media} {...(picture && { logo: picture })} />));
      await Promise.all([fontsLoaded(), picturesDecoded(place)]);
      // A register has as many pages as it needs.
      if (slip.blocks.every(({ kind }) => kind !== 'register')) fitOnOnePage(place.firstElementChild as HTMLElement, media);
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

/** What is left between the margins that main prints with, in millimetres. */
const INNER_MM = { a4: { width: 186, height: 277 }, a5: { width: 124, height: 190 } } as const;
const PIXELS_PER_MM = 96 / 25.4;
/** Smaller than this nobody likes to read it: then it has a second page. */
const LEAST_FIT = 0.9;

/** A few lines too many make the page's letters smaller, not a second page with a signature alone on it. */
function fitOnOnePage(page: HTMLElement, media: PageMedia): void {
  const { width, height } = INNER_MM[media];
  // Of the slip before.
  page.style.zoom = '';
  page.style.inlineSize = `${width}mm`;
  const fit = (height * PIXELS_PER_MM) / page.getBoundingClientRect().height;
  // The printing knows the page's width best.
  page.style.inlineSize = '';
  if (fit >= 1 || fit < LEAST_FIT) return;
  // A little less, since the printing rounds each line.
  page.style.zoom = String(fit * 0.98);
  page.style.inlineSize = `${width / (fit * 0.98)}mm`;
}

async function fontsLoaded(): Promise<void> {
  await Promise.all(WEIGHTS.map((weight) => document.fonts.load(`${weight} 24px "Be Vietnam Pro"`, SAMPLE)));
  await document.fonts.ready;
}

const picturesDecoded = (place: HTMLElement): Promise<unknown> => Promise.all([...place.querySelectorAll('img')].map((picture) => picture.decode()));

const painted = (): Promise<unknown> => new Promise((resume) => requestAnimationFrame(() => window.setTimeout(resume, 0)));
