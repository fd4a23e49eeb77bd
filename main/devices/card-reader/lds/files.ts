// The elementary files of an LDS1 chip (ICAO Doc 9303-10 §3.11 and §4, tables 38 and following), and how large each may be.

import type { ElementaryFile } from '../iso7816/read-file.ts';

export type FileName =
  | 'atrInfo' | 'cardAccess' | 'cardSecurity'
  | 'com' | 'sod' | 'dg1' | 'dg2' | 'dg11' | 'dg12' | 'dg13' | 'dg14' | 'dg15';

export const FILES: Record<FileName, ElementaryFile> = {
  atrInfo: { identifier: 0x2f01, shortIdentifier: 0x01, maxBytes: 1024 },
  cardAccess: { identifier: 0x011c, shortIdentifier: 0x1c, maxBytes: 8 * 1024 },
  cardSecurity: { identifier: 0x011d, shortIdentifier: 0x1d, maxBytes: 32 * 1024 },
  com: { identifier: 0x011e, shortIdentifier: 0x1e, maxBytes: 1024 },
  sod: { identifier: 0x011d, shortIdentifier: 0x1d, maxBytes: 32 * 1024 },
  dg1: { identifier: 0x0101, shortIdentifier: 0x01, maxBytes: 512 },
  // Largest portrait: a 100 KB picture is already five times what issuers store.
  dg2: { identifier: 0x0102, shortIdentifier: 0x02, maxBytes: 256 * 1024 },
  dg11: { identifier: 0x010b, shortIdentifier: 0x0b, maxBytes: 64 * 1024 },
  dg12: { identifier: 0x010c, shortIdentifier: 0x0c, maxBytes: 64 * 1024 },
  dg13: { identifier: 0x010d, shortIdentifier: 0x0d, maxBytes: 64 * 1024 },
  dg14: { identifier: 0x010e, shortIdentifier: 0x0e, maxBytes: 16 * 1024 },
  dg15: { identifier: 0x010f, shortIdentifier: 0x0f, maxBytes: 8 * 1024 },
};
