// Where a slip stands while it is drawn and captured: at the page's upper left, one CSS pixel a dot of the printer.

import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import type { PageMedia, Slip, StudioTask } from '../../preload/contract/studio.ts';
import { logoForPage, logoForRoll } from './slips/logo.ts';
import { PageDrawing, SlipDrawing } from './slips/slip.tsx';
import styles from './slips/slip.module.css';

/** Dots of one cell of the stamp. */
const CELL = 8;
type DrawSlip = Pick<Extract<StudioTask, { task: 'drawSlip' }>, 'slip' | 'dots' | 'stamp' | 'logo'>;
type Size = { readonly width: number; readonly height: number };

const WEIGHTS = [400, 600, 700] as const;
/** One letter of each file of the font: Latin, Vietnamese, and the rest of Latin. */
const SAMPLE = 'aếč';

export function createEasel(place: HTMLElement) {
  const root = createRoot(place);
  // The first slip finds them there.
  void fontsLoaded();
  return {
    /** Resolves with the slip's size in dots, its fonts loaded and its lines broken. */
    async draw({ slip, dots, stamp, logo }: DrawSlip): Promise<Size> {
      const picture = logo && (await logoForRoll(logo, dots));
      await fontsLoaded();
      const drawing = <SlipDrawing slip={slip} dots={dots} {...(picture && { logo: picture })} />;
      if (picture) {
        flushSync(() => root.render(<>{drawing}</>));
        await picturesDecoded(place);
      }
      // With the stamp the whole slip is there: a frame that has the one has the other.
      flushSync(() =>
        root.render(
          <>
            {drawing}
            <Stamp cells={stamp} />
          </>,
        ),
      );
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

/** Once they are there, nothing is waited for. */
let fonts: Promise<unknown> | undefined;
function fontsLoaded(): Promise<unknown> {
  fonts ??= Promise.all(WEIGHTS.map((weight) => document.fonts.load(`${weight} 24px "Be Vietnam Pro"`, SAMPLE))).then(() => document.fonts.ready);
  return fonts;
}

/** Which drawing this is, for whoever looks at the painted page. */
function Stamp({ cells }: { cells: readonly number[] }) {
  return (
    <svg className={styles.stamp} width={CELL * cells.length} height={CELL} shapeRendering="crispEdges" aria-hidden="true">
      {cells.map((black, cell) => black === 1 && <rect key={cell} x={cell * CELL} y={0} width={CELL} height={CELL} />)}
    </svg>
  );
}

const picturesDecoded = (place: HTMLElement): Promise<unknown> => Promise.all([...place.querySelectorAll('img')].map((picture) => picture.decode()));
