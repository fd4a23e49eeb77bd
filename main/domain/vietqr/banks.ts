// Names of the main Vietnamese banks by their NAPAS BIN, to show whom a QR pays. Common public knowledge, not an
// official list: a bank that is not here is shown by its BIN, and nothing is decided by this table.

const BANKS: Readonly<Record<string, string>> = {
  '970403': 'Sacombank',
  '970405': 'Agribank',
  '970407': 'Techcombank',
  '970415': 'VietinBank',
  '970416': 'ACB',
  '970418': 'BIDV',
  '970422': 'MB',
  '970423': 'TPBank',
  '970426': 'MSB',
  '970432': 'VPBank',
  '970436': 'Vietcombank',
  '970437': 'HDBank',
  '970441': 'VIB',
  '970443': 'SHB',
  '970449': 'LPBank',
};

/** The bank's short name, or undefined if the table does not know it. */
export function bankName(bin: string): string | undefined {
  return Object.hasOwn(BANKS, bin) ? BANKS[bin] : undefined;
}
