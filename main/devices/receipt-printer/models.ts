// Receipt printers as data: what a driver must know and cannot ask. A new model is an entry here and a name in the settings.

/**
 * What a printer can say about itself. `inOrder`: real-time status (DLE EOT), automatic status (GS a) and status in the
 * order of the job (GS r), so that "printed" can be known. `polled`: real-time status only; faults are seen, the end of a job
 * is not. `none`: it never answers, and a slip can only be sent.
 */
export type StatusDialect = 'inOrder' | 'polled' | 'none';

export type PrinterModel = {
  readonly name: string;
  /** Dots of a line: 8 a millimetre. */
  readonly dots: number;
  /** Rows of dots sent as one picture; cheap printers have a buffer for no more. */
  readonly bandRows: number;
  readonly dotsPerInch: number;
  /** Millimetres from the print head to the knife or the tear bar, so that neither goes through the last lines. */
  readonly feedBeforeCutMm: number;
  readonly cut: 'partial' | 'full' | 'none';
  readonly status: StatusDialect;
};

const GENERIC_80 = {
  name: 'generic-80mm',
  dots: 576,
  bandRows: 96,
  dotsPerInch: 203,
  feedBeforeCutMm: 16,
  cut: 'partial',
  status: 'inOrder',
} as const;
const GENERIC_58 = {
  name: 'generic-58mm',
  dots: 384,
  bandRows: 64,
  dotsPerInch: 203,
  feedBeforeCutMm: 12,
  cut: 'partial',
  status: 'inOrder',
} as const;

export const PRINTER_MODELS = {
  'generic-80mm': GENERIC_80,
  'generic-58mm': GENERIC_58,
  'generic-58mm-no-cutter': { ...GENERIC_58, name: 'generic-58mm-no-cutter', cut: 'none' },
  'generic-80mm-polled': { ...GENERIC_80, name: 'generic-80mm-polled', status: 'polled' },
  'generic-58mm-polled': { ...GENERIC_58, name: 'generic-58mm-polled', status: 'polled' },
  'generic-80mm-mute': { ...GENERIC_80, name: 'generic-80mm-mute', status: 'none' },
  'generic-58mm-mute': { ...GENERIC_58, name: 'generic-58mm-mute', status: 'none' },
} as const satisfies Record<string, PrinterModel>;

export type PrinterModelName = keyof typeof PRINTER_MODELS;
