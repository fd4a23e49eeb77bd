// The VietQR that the citizen scans. The gateway's own is shown when it carries the right amount and our bill number;
// otherwise one is built from the payee that the gateway named.

import { buildVietQr, parseVietQr } from '../../domain/vietqr/vietqr.ts';
import { fail, ok } from '../../domain/result.ts';
import type { Failure, Result } from '../../domain/result.ts';
import type { PaymentRecord } from '../ports.ts';

export type PayableQr = { readonly qr: string; readonly payee: { readonly bin: string; readonly account: string; readonly name: string } };

/** `bill`: our number for this payment, printed on the bank's statement. */
export function payableQr(record: PaymentRecord, amount: number, bill: string): Result<PayableQr, Failure<'noPayee' | 'qrNotBuilt'>> {
  const { payee } = record;
  if (!payee) return fail('noPayee');
  const given = record.qr === undefined ? undefined : parseVietQr(record.qr);
  if (given?.ok && 'amount' in given.value && given.value.amount === amount && 'bill' in given.value && given.value.bill === bill) {
    return ok({ qr: record.qr!, payee });
  }
  const built = buildVietQr({ bin: payee.bin, account: payee.account, service: 'QRIBFTTA', amount, bill, purpose: bill });
  return built.ok ? ok({ qr: built.value, payee }) : fail('qrNotBuilt', built.error.code);
}
