// Whether a document camera's frame is worth keeping: the paper lies still and the picture is sharp. Pure functions of
// pixels (RGBA as a canvas gives them); the caller draws each frame small, 640 pixels wide is plenty.

export type Frame = { readonly width: number; readonly height: number; readonly data: Uint8ClampedArray };

export type FrameMeasure = {
  /** Share of the picture that changed since the frame before, 0 … 1; 1 when there was none. */
  readonly motion: number;
  /** Steepest steps between neighbouring pixels beside the picture's own contrast, 0 … 1. Only frames of one camera and size compare. */
  readonly sharpness: number;
  readonly grey: Uint8Array;
};

/** A hand or a shadow changes more than this; a sensor's noise does not. */
const CHANGED_BY = 24;
const STILL_BELOW = 0.004;
const SHARP_ABOVE = 0.2;
/** Between a desk's darkest and lightest spots, noise and shade included, there is less; between paper and ink there is more. */
const LEAST_SPAN = 60;
/** Two frames can be alike by chance while a hand reverses. */
const FRAMES_STILL = 4;

export function measureFrame(frame: Frame, before: FrameMeasure | null): FrameMeasure {
  const { width, height, data } = frame;
  const grey = new Uint8Array(width * height);
  for (let pixel = 0; pixel < grey.length; pixel += 1) {
    const at = pixel * 4;
    grey[pixel] = (data[at]! * 77 + data[at + 1]! * 150 + data[at + 2]! * 29) >> 8;
  }
  return { motion: before?.grey.length === grey.length ? changed(grey, before.grey) : 1, sharpness: sharpness(grey, width, height), grey };
}

/** `measures` of the last frames, the newest last: still for long enough, sharp, and not about to become sharper. */
export function isKeeper(measures: readonly FrameMeasure[]): boolean {
  const last = measures.slice(-FRAMES_STILL);
  const newest = last.at(-1);
  if (!newest || last.length < FRAMES_STILL || last.some(({ motion }) => motion > STILL_BELOW)) return false;
  const best = Math.max(...last.map((measure) => measure.sharpness));
  return newest.sharpness >= SHARP_ABOVE && newest.sharpness >= best * 0.97;
}

function changed(grey: Uint8Array, before: Uint8Array): number {
  let count = 0;
  for (let pixel = 0; pixel < grey.length; pixel += 1) {
    if (Math.abs(grey[pixel]! - before[pixel]!) > CHANGED_BY) count += 1;
  }
  return count / Math.max(1, grey.length);
}

/** The step that one pixel in a hundred exceeds, by the span between the darkest and the lightest fiftieth. */
function sharpness(grey: Uint8Array, width: number, height: number): number {
  const steps = new Uint32Array(256);
  const levels = new Uint32Array(256);
  for (let y = 0; y < height - 1; y += 1) {
    for (let x = 0; x < width - 1; x += 1) {
      const at = y * width + x;
      const here = grey[at]!;
      levels[here]! += 1;
      steps[Math.max(Math.abs(here - grey[at + 1]!), Math.abs(here - grey[at + width]!))]! += 1;
    }
  }
  const span = levelAt(levels, 0.98) - levelAt(levels, 0.02);
  return span < LEAST_SPAN ? 0 : Math.min(1, levelAt(steps, 0.99) / span);
}

function levelAt(histogram: Uint32Array, part: number): number {
  const total = histogram.reduce((sum, count) => sum + count, 0);
  let seen = 0;
  for (let level = 0; level < 256; level += 1) {
    seen += histogram[level]!;
    if (seen >= total * part) return level;
  }
  return 255;
}
