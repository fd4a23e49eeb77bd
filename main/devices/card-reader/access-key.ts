// What opens a chip: the card access number, or three fields of the machine readable zone with their check digits
// (ICAO Doc 9303-3 §4.9, Doc 9303-11 §4.3.2 and §4.4.4).

export type MrzKey = {
  /** As in the zone, without filler: for a Vietnamese card the last nine of the twelve digits. */
  readonly documentNumber: string;
  /** YYMMDD. */
  readonly dateOfBirth: string;
  /** YYMMDD. */
  readonly dateOfExpiry: string;
};

export type AccessKey = { readonly can: string } | { readonly mrz: MrzKey };

const WEIGHTS = [7, 3, 1] as const;

/** Check digit of Doc 9303-3 §4.9; characters outside 0-9 A-Z < count as filler. */
export function checkDigit(text: string): string {
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) {
    sum += characterValue(text.charCodeAt(index)) * (WEIGHTS[index % 3] ?? 0);
  }
  return String(sum % 10);
}

function characterValue(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  if (code >= 0x41 && code <= 0x5a) return code - 0x41 + 10;
  return 0;
}

/** MRZ_information: number, birth and expiry, each with its check digit. */
export function mrzInformation(key: MrzKey): string {
  const documentNumber = key.documentNumber.padEnd(9, '<');
  return [documentNumber, key.dateOfBirth, key.dateOfExpiry].map((field) => field + checkDigit(field)).join('');
}

/** Whether the key has the shape that it is printed in. */
export function isWellFormed(key: AccessKey): boolean {
  if ('can' in key) return /^\d{6}$/.test(key.can);
  return /^[0-9A-Z<]{1,22}$/.test(key.mrz.documentNumber)
    && /^\d{6}$/.test(key.mrz.dateOfBirth) && /^\d{6}$/.test(key.mrz.dateOfExpiry);
}
