// The technician's test page of a printer: laid out by its template and drawn by the studio, as a slip is. Where the studio
// cannot draw, the printer's own test picture shows at least that it prints.

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import { testSlip } from '../../domain/slips/forms/form-slip.ts';
import type { Templates } from '../../domain/slips/forms/shipped.ts';
import type { SlipUnit } from '../../domain/slips/slip-parts.ts';
import type { Clock, Device, DeviceFailure, PageMedia, PagePrinter, ReceiptPrinter, Studio } from '../ports.ts';

export type TestPagesOptions = {
  readonly receiptPrinter: ReceiptPrinter | null;
  readonly pagePrinter: PagePrinter | null;
  readonly studio: Pick<Studio, 'drawSlip' | 'printSlip'>;
  readonly templates: () => Templates;
  readonly unit: SlipUnit;
  readonly clock: Clock;
};

/** What `Device.test` gives, of a printer with its test page. */
export type TestDevice = (device: Device, signal: AbortSignal) => ReturnType<Device['test']>;

type Printed = Result<{ readonly confirmed: boolean }, DeviceFailure & { readonly sent: boolean }>;

export function createTestPages({ receiptPrinter, pagePrinter, studio, templates, unit, clock }: TestPagesOptions): TestDevice {
  function pageOf(device: Device) {
    const template = templates().get('testPage');
    return template && testSlip(template, { unit, device: device.model ?? device.address, printedAt: clock.now() });
  }

  async function onRoll(printer: ReceiptPrinter, signal: AbortSignal): Promise<Printed | null> {
    const page = pageOf(printer);
    const drawn = page && (await studio.drawSlip(page, { dots: printer.dots }));
    return drawn?.ok ? printer.print(drawn.value, signal) : null;
  }

  async function onPage(printer: PagePrinter, media: PageMedia, signal: AbortSignal): Promise<Printed | null> {
    const page = pageOf(printer);
    const drawn = page && (await studio.printSlip(page, { media }));
    return drawn?.ok ? printer.print(drawn.value, { media, copies: 1, jobName: page!.title }, signal) : null;
  }

  return async (device, signal) => {
    let printed: Printed | null = null;
    if (device === receiptPrinter) printed = await onRoll(receiptPrinter, signal);
    if (device === pagePrinter) {
      printed = await onPage(pagePrinter, 'a4', signal);
      if (printed?.ok === false && printed.error.reason === 'mediaNotSupported') printed = await onPage(pagePrinter, 'a5', signal);
    }
    if (printed === null) return device.test(signal);
    if (!printed.ok) {
      const { sent: _, ...failure } = printed.error;
      return err(failure);
    }
    return ok({ summary: printed.value.confirmed ? 'printed' : 'sent; this printer does not say whether it printed' });
  };
}
