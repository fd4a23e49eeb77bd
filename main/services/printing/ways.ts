// The way of each slip to paper: on which printer, on what, and how often. A slip is drawn first, and what that gives sends it,
// so that a job can be kept as `sending` between the two.

import { paperAt } from '../../domain/slips/paper.ts';
import type { Paper } from '../../domain/slips/paper.ts';
import type { Templates } from '../../domain/slips/forms/shipped.ts';
import { DOSSIER_FORMS, FORM_IDS } from '../../domain/slips/slip.ts';
import type { FormId, Slip } from '../../domain/slips/slip.ts';
import { ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Device, DeviceFailure, PagePrinter, ReceiptPrinter, Studio, StudioFailure } from '../ports.ts';

export type Printout = { readonly paper: Paper; readonly copies: number };

/** Sends what was drawn; a failure says whether paper may have come out. */
export type Sending = (signal: AbortSignal) => Promise<Result<{ readonly confirmed: boolean }, DeviceFailure & { readonly sent: boolean }>>;

export type Way = Printout & {
  readonly printer: Device;
  /** Longer than any job of this printer takes by its driver's own limits. */
  readonly timeoutMs: number;
  /** Nothing goes to the printer yet. */
  draw(slip: Slip): Promise<Result<Sending, StudioFailure>>;
};

export type Ways = {
  /** Null where this counter has no printer. */
  wayOf(form: Slip['form']): Way | null;
};

export type WaysOptions = {
  readonly receiptPrinter: ReceiptPrinter | null;
  readonly pagePrinter: PagePrinter | null;
  readonly studio: Pick<Studio, 'drawSlip' | 'printSlip'>;
  readonly templates: () => Templates;
  /** The paper of officers' forms at this counter, whatever their templates say. */
  readonly formPaper: Paper | 'template';
};

const ROLL_TIMEOUT_MS = 90_000;
const PAGES_TIMEOUT_MS = 250_000;

export function createWays({ receiptPrinter, pagePrinter, studio, templates, formPaper }: WaysOptions): Ways {
  /** The citizen's slip and whatever is no form of an officer's is made for the roll, once. */
  function wanted(form: Slip['form']): Printout {
    const template = (FORM_IDS as readonly string[]).includes(form) ? templates().get(form as FormId) : undefined;
    if (!template) return { paper: 'roll', copies: 1 };
    const officers = (DOSSIER_FORMS as readonly string[]).includes(form);
    return { paper: officers && formPaper !== 'template' ? formPaper : template.paper, copies: template.copies };
  }

  return {
    wayOf(form) {
      const { paper: meant, copies } = wanted(form);
      const paper = paperAt(meant, { roll: receiptPrinter !== null, pages: pagePrinter !== null });
      if (paper === null) return null;
      if (paper === 'roll') {
        const printer = receiptPrinter!;
        return {
          paper,
          // A roll is for the citizen's hand: one is enough.
          copies: 1,
          printer,
          timeoutMs: ROLL_TIMEOUT_MS,
          async draw(slip) {
            const drawn = await studio.drawSlip(slip, { dots: printer.dots });
            return drawn.ok ? ok((signal) => printer.print(drawn.value, signal)) : drawn;
          },
        };
      }
      const printer = pagePrinter!;
      return {
        paper,
        copies,
        printer,
        timeoutMs: PAGES_TIMEOUT_MS,
        async draw(slip) {
          const drawn = await studio.printSlip(slip, { media: paper });
          return drawn.ok ? ok((signal) => printer.print(drawn.value, { media: paper, copies, jobName: slip.title }, signal)) : drawn;
        },
      };
    },
  };
}
