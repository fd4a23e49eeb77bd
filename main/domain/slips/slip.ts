// A slip as data: what is printed, without how. One React component in the studio draws it as a bitmap for the receipt
// printer, a PDF and a preview; `slipText` makes the text to be read aloud.

import type { Translated } from '../fees/fee.ts';

/** Forms of a dossier: annex I of Circular 03/2025/TT-VPCP, the police's CT04–CT06, and the receipt for what was paid. */
export const DOSSIER_FORMS = [
  'receipt', 'supplements', 'refusal', 'extension', 'stopping', 'controlSlip', 'register',
  'residenceReceipt', 'residenceSupplements', 'residenceRefusal', 'paymentReceipt',
] as const;
export type DossierForm = (typeof DOSSIER_FORMS)[number];

/** What an agency may lay out by a template; first the citizen's own slip, form 01 as the counter prints it after the filing. */
export const FORM_IDS = ['receiptAndAppointment', ...DOSSIER_FORMS, 'registerBook', 'queueTicket', 'testPage'] as const;
export type FormId = (typeof FORM_IDS)[number];

export type SlipLanguage = 'vi' | 'en';

export type SlipBlock =
  /** The state's head and the agency's: below one another on a slip, side by side on a page. */
  | { readonly kind: 'head'; readonly parent: string; readonly unit: string; readonly nation: string; readonly motto: string }
  /** The agency's, where it has given one and this is not in its head. */
  | { readonly kind: 'logo' }
  | { readonly kind: 'heading'; readonly text: string; readonly level: 1 | 2 | 3 }
  | { readonly kind: 'text'; readonly text: string; readonly align?: 'start' | 'centre'; readonly emphasis?: 'strong' | 'quiet' }
  /** A label and its value, e.g. "Ngày hẹn trả" – "15:00 thứ Ba, 24/11/2026". */
  | { readonly kind: 'pair'; readonly label: string; readonly value: string; readonly emphasis?: 'strong' }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** Money lines; amounts in đồng, the total is drawn apart. */
  | {
      readonly kind: 'amounts';
      readonly lines: readonly { readonly label: string; readonly amount: number; readonly note?: string }[];
      readonly total: { readonly label: string; readonly amount: number; readonly inWords: string };
    }
  /** `share`: of the width. Goes on over as many pages as it needs. */
  | {
      readonly kind: 'register';
      readonly columns: readonly { readonly label: string; readonly share: number }[];
      readonly rows: readonly (readonly string[])[];
    }
  | { readonly kind: 'code'; readonly label: string; readonly code: string }
  | { readonly kind: 'qr'; readonly data: string; readonly caption: string }
  /** Figures in columns, for a page: the first cell of a row is its name; a row of one cell heads those under it. */
  | { readonly kind: 'table'; readonly head: readonly string[]; readonly rows: readonly (readonly string[])[] }
  /** Columns of parts one upon the other, for a page; a part's values are in the order of `parts`. */
  | { readonly kind: 'bars'; readonly caption: string; readonly parts: readonly string[]; readonly bars: readonly { readonly label: string; readonly values: readonly number[] }[] }
  | { readonly kind: 'rule' }
  /** What shows a technician whether a printer prints its whole width, evenly and in true size. */
  | { readonly kind: 'pattern' }
  | { readonly kind: 'signatures'; readonly left: string; readonly right: string };

export type Slip = {
  readonly form: 'statistics' | FormId;
  readonly language: SlipLanguage;
  readonly title: string;
  /** Printed again: whoever draws it writes "BẢN SAO" over it, once. */
  readonly copy: boolean;
  readonly blocks: readonly SlipBlock[];
};

export type { Translated };
