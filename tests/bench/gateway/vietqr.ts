// A VietQR string as a gateway makes it: EMVCo merchant-presented QR, NAPAS's template 38, one-time, to an account.

const field = (id: string, value: string): string => {
  if (value.length > 99) throw new Error(`VietQR field ${id} is over 99 characters`);
  return `${id}${String(value.length).padStart(2, '0')}${value}`;
};

/** CRC-16/CCITT-FALSE as four hex digits. */
export function crc16(text: string): string {
  let crc = 0xffff;
  for (const byte of Buffer.from(text, 'latin1')) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = ((crc & 0x8000) !== 0 ? (crc << 1) ^ 0x1021 : crc << 1) & 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

export type TransferQr = {
  readonly bin: string;
  readonly account: string;
  readonly amount: number;
  /** Up to 25 characters. */
  readonly bill: string;
  /** Plain ASCII, up to 25 characters. */
  readonly purpose: string;
};

export function buildVietQr(transfer: TransferQr): string {
  const beneficiary = field('00', transfer.bin) + field('01', transfer.account);
  const merchant = field('00', 'A000000727') + field('01', beneficiary) + field('02', 'QRIBFTTA');
  const head =
    field('00', '01') +
    field('01', '12') +
    field('38', merchant) +
    field('53', '704') +
    field('54', String(transfer.amount)) +
    field('58', 'VN') +
    field('62', field('01', transfer.bill) + field('08', transfer.purpose)) +
    '6304';
  return head + crc16(head);
}
