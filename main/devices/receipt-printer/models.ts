// Receipt printers as data: what a driver must know and cannot ask. A new model is an entry here.

export type PrinterModel = {
  readonly name: string;
  /** Dots of a line: 8 a millimetre. */
  readonly dots: number;
  /** Rows of dots sent as one picture; cheap printers have a buffer for no more. */
  readonly bandRows: number;
  /** From the print head to the knife, so that the cut does not go through the last lines. */
  readonly feedBeforeCut: number;
  readonly cuts: boolean;
  /** False: it never answers DLE EOT and GS r, and "printed" can only mean "sent". */
  readonly answersStatus: boolean;
};

const GENERIC_80 = {
  name: 'generic-80mm',
  dots: 576,
  bandRows: 96,
  feedBeforeCut: 128,
  cuts: true,
  answersStatus: true,
} as const;
const GENERIC_58 = {
  name: 'generic-58mm',
  dots: 384,
  bandRows: 64,
  feedBeforeCut: 96,
  cuts: true,
  answersStatus: true,
} as const;

export const PRINTER_MODELS = {
  'generic-80mm': GENERIC_80,
  'generic-58mm': GENERIC_58,
  'generic-80mm-mute': { ...GENERIC_80, name: 'generic-80mm-mute', answersStatus: false },
  'generic-58mm-mute': { ...GENERIC_58, name: 'generic-58mm-mute', answersStatus: false },
} as const satisfies Record<string, PrinterModel>;

export type PrinterModelName = keyof typeof PRINTER_MODELS;

export function modelForDots(dots: number): PrinterModel {
  return dots === 384 ? PRINTER_MODELS['generic-58mm'] : PRINTER_MODELS['generic-80mm'];
}
