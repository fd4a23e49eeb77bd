// The templates that the program is delivered with, and which forms a procedure uses.

import type { Procedure } from '../../procedures/procedure.ts';
import { unwrap } from '../../result.ts';
import type { DossierForm, FormId } from '../slip.ts';
import controlSlip from './data/control-slip.json' with { type: 'json' };
import extension from './data/extension.json' with { type: 'json' };
import paymentReceipt from './data/payment-receipt.json' with { type: 'json' };
import queueTicket from './data/queue-ticket.json' with { type: 'json' };
import receipt from './data/receipt.json' with { type: 'json' };
import receiptAndAppointment from './data/receipt-and-appointment.json' with { type: 'json' };
import refusal from './data/refusal.json' with { type: 'json' };
import register from './data/register.json' with { type: 'json' };
import registerBook from './data/register-book.json' with { type: 'json' };
import residenceReceipt from './data/residence-receipt.json' with { type: 'json' };
import residenceRefusal from './data/residence-refusal.json' with { type: 'json' };
import residenceSupplements from './data/residence-supplements.json' with { type: 'json' };
import stopping from './data/stopping.json' with { type: 'json' };
import supplements from './data/supplements.json' with { type: 'json' };
import testPage from './data/test-page.json' with { type: 'json' };
import { parseTemplate } from './template.ts';
import type { FormTemplate } from './template.ts';

export type Templates = ReadonlyMap<FormId, FormTemplate>;

const FILES: readonly unknown[] = [
  receiptAndAppointment, receipt, supplements, refusal, extension, stopping, controlSlip, register, residenceReceipt, residenceSupplements, residenceRefusal,
  paymentReceipt, registerBook, queueTicket, testPage,
];

export function shippedTemplates(): Templates {
  return new Map(FILES.map((file) => unwrap(parseTemplate(JSON.stringify(file)))).map((template) => [template.form, template]));
}

/** Residence procedures have the police's forms instead of 01, 02 and 03; a receipt for money is of what was paid. */
export function formsFor(procedure: Pick<Procedure, 'field'>, { paid }: { readonly paid: boolean }): readonly DossierForm[] {
  const police = procedure.field.code === 'residence';
  return [
    ...(police ? (['residenceReceipt', 'residenceSupplements', 'residenceRefusal'] as const) : (['receipt', 'supplements', 'refusal'] as const)),
    'extension', 'stopping', 'controlSlip', 'register',
    ...(paid ? (['paymentReceipt'] as const) : []),
  ];
}
