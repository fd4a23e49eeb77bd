// The settings file that makes the program talk to the bench. A file that fits is left as it is: the program seals its
// secrets in place.

import { scryptSync, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Settings } from '../../../main/settings/schema.ts';

export type BenchAddresses = {
  readonly codeScannerPath: string | null;
  readonly documentScannerUrl: string;
  readonly pagePrinterUrl: string;
  readonly printerHost: string;
  readonly printerPort: number;
  readonly portalUrl: string;
  readonly portalSession: string;
  readonly gatewayUrl: string;
  readonly nationalUrl: string;
  readonly gatewayKeys: { readonly clientId: string; readonly apiKey: string; readonly checksumKey: string; readonly partner: string; readonly secret: string };
  /** Null: there is none, and what the file says of one stays. */
  readonly cardReader: { readonly trustStore: string } | null;
};
export type Mode = 'self-service' | 'counter';
export type Override = Readonly<Record<string, unknown>>;

/** For development and tests only; printed by the bench. */
export const PINS = { technician: '246810', officer: '135790' } as const;

/** `scrypt$N$r$p$salt$hash`, base64. */
export function pinHash(pin: string): string {
  const [N, r, p] = [16384, 8, 1];
  const salt = randomBytes(16);
  return ['scrypt', N, r, p, salt.toString('base64'), scryptSync(pin, salt, 32, { N, r, p }).toString('base64')].join(
    '$',
  );
}

type GatewayKind = Settings['gateway']['kind'];
/** The agency's account at the bench. */
const PAYEE = { bin: '970418', account: '31410001234567', name: 'UBND XA DUC TRONG' };

/** Where each kind of gateway is, and who we are there. */
function gatewayAt(at: BenchAddresses, kind: GatewayKind) {
  if (kind === 'bankTransfer') return {};
  return kind === 'payos' ? { url: at.gatewayUrl, clientId: at.gatewayKeys.clientId } : { url: at.nationalUrl, clientId: at.gatewayKeys.partner };
}

function gatewaySecrets({ gatewayKeys: { apiKey, checksumKey, secret } }: BenchAddresses, kind: GatewayKind) {
  if (kind === 'bankTransfer') return {};
  return kind === 'payos' ? { apiKey, checksumKey } : { checksumKey: secret };
}

/** What the addresses say, whatever else the file says. */
function wired(at: BenchAddresses, kind: GatewayKind) {
  return {
    devices: {
      codeScanner:
        at.codeScannerPath === null ? null : { transport: 'serial', path: at.codeScannerPath, baudRate: 9600 },
      documentScanner: { transport: 'escl', url: at.documentScannerUrl },
      receiptPrinter: { transport: 'tcp', host: at.printerHost, port: at.printerPort },
      pagePrinter: { transport: 'ipp', url: at.pagePrinterUrl },
      ...(at.cardReader === null ? {} : { cardReader: { transport: 'pcsc', trustStore: at.cardReader.trustStore } }),
    },
    portal: { url: at.portalUrl },
    gateway: gatewayAt(at, kind),
  };
}

function fresh(at: BenchAddresses, mode: Mode, kind: GatewayKind): Settings {
  return {
    version: 1,
    counter: {
      mode: mode === 'counter' ? 'counter' : 'selfService',
      kioskId: 'BENCH-1',
      language: 'vi',
      theme: 'light',
      citizenScreen: true,
    },
    unit: {
      code: 'H36.12',
      name: 'Trung tâm Phục vụ hành chính công xã Đức Trọng',
      parent: 'UBND tỉnh Lâm Đồng',
      address: 'Số 1 Đường Mẫu, xã Đức Trọng, tỉnh Lâm Đồng',
      phone: '0263 000 0000',
      formPaper: 'template',
      dossierCode: '{unit}-{YYMMDD}-{running:4}',
      machines: 1,
      machine: '',
    },
    // 21.5 inches, upright at a kiosk; a laptop's 15.6 at a counter.
    screen: mode === 'counter' ? { widthMm: 344, heightMm: 194 } : { widthMm: 268, heightMm: 476 },
    journey: { inactivitySeconds: 90, countdownSeconds: 30, portalWaitSeconds: 12, goodbyeSeconds: 8, savedPapersDays: 365 },
    pages: { blurredMm: 0.45, darkLightness: 0.42, cutOffMm: 4, foldedMm: 9, uprightSureness: 0.6, sizeMm: 12, emptyInkMm2: 4 },
    devices: {
      codeScanner: null,
      documentScanner: null,
      receiptPrinter: { transport: 'tcp', host: at.printerHost, port: at.printerPort, baudRate: 115_200, flowControl: 'hardware', model: 'generic-80mm' },
      pagePrinter: null,
      cardReader: null,
    },
    catalogue: { publicKey: null },
    portal: { url: at.portalUrl, session: at.portalSession, timeoutSeconds: 10 },
    gateway: {
      kind,
      ...gatewayAt(at, kind),
      ...gatewaySecrets(at, kind),
      payee: kind === 'payos' ? null : PAYEE,
      timeoutSeconds: 10,
      pollSeconds: 1,
      expirySeconds: 600,
      mostDong: 499_999_999,
    },
    accounts: {
      technicianPin: pinHash(PINS.technician),
      officers: [
        { id: 'an', name: 'Nguyễn Thị An', pin: pinHash(PINS.officer) },
        { id: 'binh', name: 'Trần Văn Bình', pin: pinHash(PINS.officer) },
      ],
    },
  };
}

/** Objects into objects; anything else takes the place of what was there. */
export function deepMerge(base: unknown, over: unknown): unknown {
  const isObject = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  if (!isObject(base) || !isObject(over)) return over;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) merged[key] = key in merged ? deepMerge(merged[key], value) : value;
  return merged;
}

function readObject(file: string): Record<string, unknown> | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const gatewayKind = (settings: Override | undefined): GatewayKind | undefined => (settings?.['gateway'] as { readonly kind?: GatewayKind } | undefined)?.kind;

/** Writes the file where it is missing or points elsewhere. */
export function writeSettingsFile(
  file: string,
  at: BenchAddresses,
  mode: Mode | undefined,
  override: Override | undefined,
): void {
  const there = readObject(file);
  const kind = gatewayKind(override) ?? gatewayKind(there) ?? 'payos';
  let wanted: unknown = deepMerge(there ?? fresh(at, mode ?? 'self-service', kind), wired(at, kind));
  if (there !== undefined && mode !== undefined)
    wanted = deepMerge(wanted, { counter: { mode: mode === 'counter' ? 'counter' : 'selfService' } });
  if (override !== undefined) wanted = deepMerge(wanted, override);
  if (there !== undefined && JSON.stringify(there) === JSON.stringify(wanted)) return;
  const temporary = `${file}.new`;
  writeFileSync(temporary, `${JSON.stringify(wanted, null, 2)}\n`, { mode: 0o600 });
  renameSync(temporary, file);
}
