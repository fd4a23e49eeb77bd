// The stations of a citizen's journey. Apart from journey.ts so that a window can import them without the schemas.

/** The stations, in order. The citizen's line of stations shows those from identify to slip. */
export const STATIONS = [
  'attract',
  'notice',
  'identify',
  'procedure',
  'form',
  'papers',
  'review',
  'pay',
  'file',
  'slip',
  'rating',
  'goodbye',
] as const;
export type Station = (typeof STATIONS)[number];
