// A page: one side of a paper that was scanned or photographed, as a picture. Lengths on paper are millimetres, places in a
// picture are pixels from its upper left corner, turns are clockwise.

/** What can be wrong with a page, in the order in which people are told. */
export const QUALITY_CODES = ['empty', 'cutOff', 'folded', 'tooDark', 'blurred', 'upsideDown', 'wrongSize'] as const;
export type QualityCode = (typeof QUALITY_CODES)[number];

/** Where each verdict begins. The technician sets them; `main/settings/schema.ts` explains each. */
export type QualityLimits = {
  /** Width of the edges of letters, millimetres: wider is blurred. */
  readonly blurredMm: number;
  /** Lightness of the bare paper, 0 black … 1 white: darker is too dark. */
  readonly darkLightness: number;
  /** Millimetres of writing along the picture's edge, or of a paper's side that is missing. */
  readonly cutOffMm: number;
  /** Length of a turned-down corner's side, millimetres. */
  readonly foldedMm: number;
  /** How sure it must be which way up the page is, 0 … 1. */
  readonly uprightSureness: number;
  /** Millimetres by which a side may differ from the wanted paper's. */
  readonly sizeMm: number;
  /** Square millimetres of writing: less is an empty page. */
  readonly emptyInkMm2: number;
};

export const DEFAULT_QUALITY_LIMITS: QualityLimits = {
  blurredMm: 0.45,
  darkLightness: 0.42,
  cutOffMm: 4,
  foldedMm: 9,
  uprightSureness: 0.6,
  sizeMm: 12,
  emptyInkMm2: 4,
};

/** A measure on the wrong side of its limit, both in the limit's unit. */
export type QualityVerdict = { readonly code: QualityCode; readonly measure: number; readonly limit: number };

export type PictureMime = 'image/jpeg' | 'image/png';

/** `bilevel` is black and white at one bit a pixel, always a PNG. */
export type PageContent = 'colour' | 'grey' | 'bilevel';

export type PagePicture = {
  readonly bytes: Uint8Array;
  readonly mime: PictureMime;
  readonly widthPx: number;
  readonly heightPx: number;
  readonly dotsPerInch: number;
};

export type ImprovedPage = PagePicture & {
  readonly content: PageContent;
  /** By how much the page was turned to stand upright. */
  readonly turnedDegrees: 0 | 90 | 180 | 270;
  /** How far it lay askew before it was straightened, clockwise. */
  readonly skewDegrees: number;
  /** The part of the picture that the page was cut from: the box around it, in the picture's own pixels. */
  readonly crop: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
  readonly empty: boolean;
  /** What is wrong with it; nothing for a good page. */
  readonly quality: readonly QualityVerdict[];
  /** A JPEG of at most 800 pixels on its longer side. */
  readonly preview: Uint8Array;
};

export type ImproveOptions = {
  /** The scanner's resolution. Null: as the file says, and where it says nothing the longer side is that of A4. */
  readonly dotsPerInch: number | null;
  /** The wanted paper's size, lying or standing; null: any size is right. */
  readonly expectedMm: { readonly width: number; readonly height: number } | null;
  /** False: the page stays as it lies, and `upsideDown` says so. */
  readonly turn: boolean;
  /** Two pages side by side in one picture become two. */
  readonly split: boolean;
  /** False: a page of black and white only stays grey. */
  readonly bilevel: boolean;
  readonly limits: QualityLimits;
};

export type Word = {
  readonly text: string;
  /** 0 … 100. */
  readonly confidence: number;
  /** Words of one line have one number, counted from 0 down the page. */
  readonly line: number;
  readonly box: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
};

/** One paper as a file: its pages in order, each with what was read on it. */
export type PaperPdf = {
  readonly pages: readonly (PagePicture & { readonly words: readonly Word[] })[];
  readonly title: string;
  readonly subject: string;
  /** BCP 47. */
  readonly language: string;
  /** Milliseconds since 1970 UTC. */
  readonly createdAt: number;
};
