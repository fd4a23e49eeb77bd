// VietQR: EMVCo merchant-presented QR with NAPAS's template 38 (GUID A000000727), account and card service, static and
// one-time. VNPAY-QR (template 26, GUID A000000775) is read well enough to say what it is. Strict on purpose: a code
// that pays the wrong account is worse than one that is refused.

import { MAX_DONG, dong } from '../money.ts';
import type { Dong } from '../money.ts';
import { fail, ok } from '../result.ts';
import type { Failure, Result } from '../result.ts';
import { toAscii } from '../text/fold.ts';
import { crc16 } from './crc.ts';
import { joinField, splitFields } from './fields.ts';
import type { Fields, FieldsProblem } from './fields.ts';

const NAPAS = 'A000000727';
const VNPAY = 'A000000775';
/** EMVCo's limit on the whole payload. */
export const MAX_VIETQR = 512;
export const MAX_PURPOSE = 25;

/** QRIBFTTA pays to an account, QRIBFTTC to a card. */
export type VietQrService = 'QRIBFTTA' | 'QRIBFTTC';

export type VietQrPayment = {
  /** The bank's six digits. */
  readonly bin: string;
  /** Account or card, up to 19 letters and digits. */
  readonly account: string;
  readonly service: VietQrService;
  readonly amount?: Dong;
  readonly bill?: string;
  readonly reference?: string;
  readonly terminal?: string;
  readonly purpose?: string;
};

export type VietQr =
  | (VietQrPayment & { readonly scheme: 'vietqr'; readonly static: boolean })
  | {
      readonly scheme: 'vnpay';
      readonly static: boolean;
      readonly merchantId: string;
      readonly merchantName?: string;
      readonly city?: string;
      readonly amount?: Dong;
      readonly bill?: string;
      readonly store?: string;
      readonly terminal?: string;
      readonly purpose?: string;
    };

export type VietQrBuildProblem =
  | 'badBin'
  | 'badAccount'
  | 'badService'
  | 'badAmount'
  | 'badBill'
  | 'badReference'
  | 'badTerminal'
  | 'badPurpose';

export type VietQrProblem =
  | 'empty'
  | 'tooLong'
  | 'badCharacters'
  | 'notAPaymentQr'
  | 'noCrc'
  | 'badCrc'
  | FieldsProblem
  | 'missingField'
  | 'badField'
  | 'unknownScheme';

/** The QR's text: one-time if it carries an amount, static without. `amount` in đồng. */
export function buildVietQr(
  payment: Omit<VietQrPayment, 'amount'> & { readonly amount?: number },
): Result<string, Failure<VietQrBuildProblem>> {
  const { bin, account, service, amount, bill, reference, terminal, purpose } = payment;
  if (!isBin(bin)) return fail('badBin');
  if (!isAccount(account)) return fail('badAccount', `${account.length} characters`);
  if (!isService(service)) return fail('badService');
  if (amount !== undefined && !(Number.isSafeInteger(amount) && amount > 0 && amount <= MAX_DONG)) {
    return fail('badAmount', `${amount}`);
  }
  if (bill !== undefined && !isShortText(bill)) return fail('badBill', `${bill.length} characters`);
  if (reference !== undefined && !isShortText(reference)) return fail('badReference', `${reference.length} characters`);
  if (terminal !== undefined && !isShortText(terminal)) return fail('badTerminal', `${terminal.length} characters`);
  if (purpose !== undefined && !isShortText(purpose)) return fail('badPurpose', `${purpose.length} characters`);

  const beneficiary = joinField('00', bin) + joinField('01', account);
  const additional =
    joinField('01', bill) + joinField('05', reference) + joinField('07', terminal) + joinField('08', purpose);
  const body =
    joinField('00', '01') +
    joinField('01', amount === undefined ? '11' : '12') +
    joinField('38', joinField('00', NAPAS) + joinField('01', beneficiary) + joinField('02', service)) +
    joinField('53', '704') +
    joinField('54', amount === undefined ? undefined : String(amount)) +
    joinField('58', 'VN') +
    joinField('62', additional) +
    '6304';
  return ok(body + crc16(body));
}

/** A purpose that every bank's application shows unharmed: plain ASCII, at most 25 characters. */
export function vietQrPurpose(text: string): string {
  return toAscii(text).slice(0, MAX_PURPOSE).trim();
}

export function parseVietQr(text: string): Result<VietQr, Failure<VietQrProblem>> {
  if (text.length > MAX_VIETQR) return fail('tooLong', `${text.length} characters`);
  if (text === '') return fail('empty');
  if (!/^[\x20-\x7e]+$/.test(text)) return fail('badCharacters', 'not printable ASCII');
  if (!text.startsWith('0002')) return fail('notAPaymentQr');
  if (text.slice(-8, -4) !== '6304') return fail('noCrc');
  if (crc16(text.slice(0, -4)) !== text.slice(-4)) return fail('badCrc', `computed ${crc16(text.slice(0, -4))}`);

  const split = splitFields(text);
  if (!split.ok) return split;
  const fields = split.value;
  if (!fields.has('63')) return fail('noCrc');
  if (fields.get('00') !== '01') return fail('badField', 'payload format (00)');
  const initiation = fields.get('01') ?? '11';
  if (initiation !== '11' && initiation !== '12') return fail('badField', 'point of initiation (01)');
  if (fields.get('53') !== '704') return fail(fields.has('53') ? 'badField' : 'missingField', 'currency (53)');
  if (fields.get('58') !== 'VN') return fail(fields.has('58') ? 'badField' : 'missingField', 'country (58)');

  const amountText = fields.get('54');
  if (amountText !== undefined && !/^[1-9]\d{0,12}$/.test(amountText)) return fail('badField', 'amount (54)');
  const amount = amountText === undefined ? undefined : dong(Number(amountText));

  const additional = splitFields(fields.get('62') ?? '');
  if (!additional.ok) return additional;
  const common = defined({ amount, bill: additional.value.get('01'), purpose: additional.value.get('08') });
  const isStatic = initiation === '11';

  const napas = fields.get('38');
  if (napas !== undefined) {
    const beneficiary = parseNapas(napas);
    if (!beneficiary.ok) return beneficiary;
    for (const [id, name] of [['01', 'bill'], ['05', 'reference'], ['07', 'terminal'], ['08', 'purpose']] as const) {
      const value = additional.value.get(id);
      if (value !== undefined && !isShortText(value)) return fail('badField', `${name} (62.${id})`);
    }
    const extra = defined({ reference: additional.value.get('05'), terminal: additional.value.get('07') });
    return ok({ scheme: 'vietqr', static: isStatic, ...beneficiary.value, ...common, ...extra });
  }

  const vnpay = fields.get('26');
  if (vnpay === undefined) return fail('unknownScheme');
  const merchant = splitFields(vnpay);
  if (!merchant.ok) return merchant;
  if (merchant.value.get('00') !== VNPAY) return fail('unknownScheme');
  const merchantId = merchant.value.get('01');
  if (merchantId === undefined) return fail('missingField', 'merchant (26.01)');
  return ok({
    scheme: 'vnpay',
    static: isStatic,
    merchantId,
    ...defined({ merchantName: fields.get('59'), city: fields.get('60') }),
    ...common,
    ...defined({ store: additional.value.get('03'), terminal: additional.value.get('07') }),
  });
}

type Beneficiary = Pick<VietQrPayment, 'bin' | 'account' | 'service'>;

function parseNapas(template: string): Result<Beneficiary, Failure<VietQrProblem>> {
  const split = splitFields(template);
  if (!split.ok) return split;
  const outer: Fields = split.value;
  if (outer.get('00') !== NAPAS) return fail('unknownScheme', 'GUID (38.00)');
  const inner = splitFields(outer.get('01') ?? '');
  if (!inner.ok) return inner;
  const bin = inner.value.get('00');
  const account = inner.value.get('01');
  const service = outer.get('02');
  if (bin === undefined) return fail('missingField', 'bank (38.01.00)');
  if (account === undefined) return fail('missingField', 'account (38.01.01)');
  if (service === undefined) return fail('missingField', 'service (38.02)');
  if (!isBin(bin)) return fail('badField', 'bank (38.01.00)');
  if (!isAccount(account)) return fail('badField', 'account (38.01.01)');
  if (!isService(service)) return fail('badField', 'service (38.02)');
  return ok({ bin, account, service });
}

function isBin(text: string): boolean {
  return /^\d{6}$/.test(text);
}

function isAccount(text: string): boolean {
  return /^[0-9A-Za-z]{1,19}$/.test(text);
}

function isService(text: string): text is VietQrService {
  return text === 'QRIBFTTA' || text === 'QRIBFTTC';
}

function isShortText(text: string): boolean {
  return /^[\x21-\x7e](?:[\x20-\x7e]{0,23}[\x21-\x7e])?$/.test(text);
}

/** Without the keys whose value is not there. */
function defined<T extends object>(record: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}
