// The settings of one counter: one JSON file, checked whole. A wrong value names its place and its reason, and the last
// good settings stay. Each setting's sentence (for the technician) is its `describe`.

import { isAbsolute, win32 } from 'node:path';
import { z } from 'zod';
import { DEFAULT_QUALITY_LIMITS } from '../domain/pages/page.ts';
import { PAPERS } from '../domain/slips/paper.ts';

const port = z.int().min(1).max(65535);
/** As CUPS allows them. */
const CUPS_QUEUE = /^[^\p{Cc}\s/#"'`]{1,127}$/u;
const host = z.string().min(1).max(253);
const httpUrl = z.url({ protocol: /^https?$/ }).max(500);
/** What is handed to a scanning program as an argument: never an option. */
const PROGRAM_DEVICE = /^[A-Za-z0-9][A-Za-z0-9_.:/ ()[\]=%-]*$/;
const seconds = (min: number, max: number) => z.number().min(min).max(max);

/** Their data is the driver's, main/devices/receipt-printer/models.ts. */
const RECEIPT_PRINTER_MODELS = [
  'generic-80mm',
  'generic-58mm',
  'generic-58mm-no-cutter',
  'generic-80mm-polled',
  'generic-58mm-polled',
  'generic-80mm-mute',
  'generic-58mm-mute',
] as const;

/** What each kind of gateway cannot do without. */
const NEEDED = {
  payos: ['url', 'clientId', 'apiKey', 'checksumKey'],
  national: ['url', 'clientId', 'checksumKey', 'payee'],
  bankTransfer: ['payee'],
} as const;

/** A secret as typed into the file, or as sealed by the program with this counter's key. */
export const secret = z.union([
  z.string().min(1).max(500),
  z.strictObject({
    sealed: z.string().max(2000).describe('Sealed with this counter’s key; cannot be read elsewhere.'),
  }),
]);
export type Secret = z.infer<typeof secret>;

const serial = z.strictObject({
  transport: z.literal('serial').describe('How the device is connected.'),
  path: z.string().min(1).max(300).describe('Serial port, such as COM3 or /dev/ttyUSB0.'),
  baudRate: z.int().min(300).max(4_000_000).default(9600).describe('Speed of the serial port in bits a second.'),
});

export const pinHash = z
  .string()
  .max(300)
  .regex(/^scrypt\$\d+\$\d+\$\d+\$[A-Za-z0-9+/=]+\$[A-Za-z0-9+/=]+$/)
  .describe('The PIN, hashed with scrypt; set it from the technician’s window.');

export const settingsSchema = z.strictObject({
  version: z.literal(1).describe('Version of this file’s layout.'),
  counter: z.strictObject({
    mode: z
      .enum(['selfService', 'counter'])
      .describe(
        'Self-service: one full-screen window for citizens. Counter: a staff window and a screen for the citizen.',
      ),
    kioskId: z
      .string()
      .min(1)
      .max(20)
      .regex(/^[A-Za-z0-9-]+$/)
      .describe('Name of this machine, unique in the unit.'),
    language: z.enum(['vi', 'en']).default('vi').describe('Language that the first screen is in.'),
    theme: z.enum(['light', 'dark', 'contrast']).default('light').describe('Colours of all windows.'),
    citizenScreen: z.boolean().default(true).describe('At a counter: show the citizen’s screen on the second display.'),
  }),
  unit: z.strictObject({
    code: z.string().min(1).max(40).describe('Code of the receiving unit, such as H36.12.'),
    name: z.string().min(1).max(200).describe('Name of the receiving unit, as printed on slips.'),
    parent: z.string().min(1).max(200).describe('Name of the authority above the unit, as printed on slips.'),
    address: z.string().max(300).default('').describe('Address printed on slips.'),
    phone: z.string().max(40).default('').describe('Telephone printed on slips.'),
    formTemplates: z
      .string()
      .max(500)
      .optional()
      .describe('Folder with this unit’s own templates of forms (docs/form-templates.md); without it, form-templates in the data folder.'),
    formPaper: z
      .enum(['template', ...PAPERS])
      .default('template')
      .describe(
        'What officers’ forms are printed on: template (each as its template says), a5, a4 (page printer), roll (receipt printer). Where only one printer is connected, everything comes out there.',
      ),
    dossierCode: z.string().max(80).default('{unit}-{YYMMDD}-{running:4}').describe('Template of dossier codes.'),
    machines: z.int().min(1).max(99).default(1).describe('Machines of this unit that give dossier codes.'),
    machine: z
      .string()
      .max(4)
      .regex(/^[A-Z0-9]*$/)
      .default('')
      .describe('This machine’s own mark in dossier codes, such as A; needed where the unit has several machines.'),
  }),
  screen: z
    .strictObject({
      widthMm: z.number().min(100).max(2000).default(344).describe('Width of the citizen’s screen in millimetres.'),
      heightMm: z.number().min(100).max(2000).default(194).describe('Height of the citizen’s screen in millimetres.'),
    })
    .prefault({}),
  journey: z
    .strictObject({
      inactivitySeconds: seconds(10, 900)
        .default(90)
        .describe('Seconds without a touch before the citizen is asked whether they are still there.'),
      countdownSeconds: seconds(5, 120).default(30).describe('Seconds of the countdown before the journey is closed.'),
      portalWaitSeconds: seconds(1, 120)
        .default(12)
        .describe('Seconds that the citizen waits for the portal before the dossier is kept and sent later.'),
      goodbyeSeconds: seconds(2, 60).default(8).describe('Seconds that the goodbye is shown.'),
      savedPapersDays: z
        .int()
        .min(0)
        .max(3650)
        .default(365)
        .describe('Days that a citizen’s scanned papers are kept for the next dossier, where the citizen agrees; 0: nobody is asked and nothing is kept.'),
    })
    .prefault({}),
  pages: z
    .strictObject({
      blurredMm: z
        .number()
        .min(0.1)
        .max(3)
        .default(DEFAULT_QUALITY_LIMITS.blurredMm)
        .describe('Width in millimetres of the edges of letters above which a scanned page counts as blurred.'),
      darkLightness: z
        .number()
        .min(0)
        .max(1)
        .default(DEFAULT_QUALITY_LIMITS.darkLightness)
        .describe('Lightness of the bare paper, 0 black to 1 white, below which a page counts as too dark.'),
      cutOffMm: z
        .number()
        .min(0.5)
        .max(100)
        .default(DEFAULT_QUALITY_LIMITS.cutOffMm)
        .describe('Millimetres of writing at the picture’s edge, or missing of a side, above which a page counts as cut off.'),
      foldedMm: z
        .number()
        .min(2)
        .max(100)
        .default(DEFAULT_QUALITY_LIMITS.foldedMm)
        .describe('Length in millimetres of a turned-down corner’s side above which a page counts as folded.'),
      uprightSureness: z
        .number()
        .min(0)
        .max(1)
        .default(DEFAULT_QUALITY_LIMITS.uprightSureness)
        .describe('How sure it must be which way up a page is, 0 to 1, for nobody to be asked.'),
      sizeMm: z
        .number()
        .min(2)
        .max(200)
        .default(DEFAULT_QUALITY_LIMITS.sizeMm)
        .describe('Millimetres by which a side may differ from the wanted paper’s.'),
      emptyInkMm2: z
        .number()
        .min(0)
        .max(200)
        .default(DEFAULT_QUALITY_LIMITS.emptyInkMm2)
        .describe('Square millimetres of writing below which a page counts as empty.'),
    })
    .prefault({})
    .describe('When a scanned page is good enough.'),
  devices: z.strictObject({
    codeScanner: serial.nullable().default(null).describe('QR scanner.'),
    documentScanner: z
      .strictObject({
        transport: z
          .enum(['escl', 'sane', 'naps2', 'folder', 'camera'])
          .describe(
            'How the device is connected: escl for a network scanner, sane for a scanner on this Linux machine, naps2 for a scanner on this Windows machine (needs NAPS2), folder for a copier that scans to a folder, camera for a document camera on this machine.',
          ),
        url: httpUrl
          .optional()
          .describe('For escl: root of the scanner’s eSCL service, such as http://192.168.1.20/eSCL.'),
        device: z
          .string()
          .max(199)
          .regex(/^[^\p{C}\s-][^\p{C}]*$/u)
          .optional()
          .describe('For sane: the scanner’s name as “scanimage -L” lists it, such as genesys:libusb:001:004. For naps2: as NAPS2 lists it, such as Canon DR-C225. For camera: part of its name; it is chosen under Devices in the technician’s window.'),
        driver: z.enum(['wia', 'twain']).optional().describe('For naps2: by which of Windows’ ways the scanner is spoken to; without it, wia.'),
        program: z
          .string()
          .max(300)
          .refine((path) => isAbsolute(path) || win32.isAbsolute(path), 'an absolute path')
          .optional()
          .describe('For naps2: where NAPS2.Console.exe is, if not in C:\\Program Files\\NAPS2.'),
        folder: z
          .string()
          .max(300)
          .refine((path) => isAbsolute(path) || win32.isAbsolute(path), 'an absolute path')
          .optional()
          .describe(
            'For folder: where the copier puts its scans (JPEG, PNG or PDF in colour), such as \\\\server\\scan\\counter1. For this counter alone: whatever lies there before a citizen scans is set aside.',
          ),
        place: z
          .string()
          .min(1)
          .max(80)
          .optional()
          .describe('For folder: which copier it is and where it stands, as it ends the citizen’s sentence “Go to …”, such as máy photo Ricoh ở góc phòng, cạnh cửa ra vào.'),
        press: z
          .string()
          .min(1)
          .max(80)
          .optional()
          .describe('For folder: what one touches at the copier, as it is written there, such as Scan → Quầy 1 → Start.'),
      })
      .superRefine((scanner, context) => {
        // A camera is chosen among those that a window sees, once the program runs with this.
        const needed = ({ escl: 'url', sane: 'device', naps2: 'device', folder: 'folder', camera: 'transport' } as const)[scanner.transport];
        if (scanner[needed] === undefined) context.addIssue({ code: 'custom', path: [needed], message: `needed for ${scanner.transport}` });
        if (scanner.transport !== 'camera' && scanner.device !== undefined && !PROGRAM_DEVICE.test(scanner.device)) context.addIssue({ code: 'invalid_format', format: 'regex', path: ['device'], input: scanner.device });
      })
      .nullable()
      .default(null)
      .describe('Document scanner.'),
    receiptPrinter: z
      .strictObject({
        transport: z
          .enum(['tcp', 'serial', 'usb', 'spooler'])
          .default('tcp')
          .describe(
            'How the receipt printer is connected: tcp (network), serial (RS-232), usb (device file, Linux), spooler (printer queue, Windows).',
          ),
        host: host.optional().describe('Network only: address of the receipt printer.'),
        port: port.default(9100).describe('Network only: TCP port of the receipt printer.'),
        path: z
          .string()
          .min(1)
          .max(300)
          .optional()
          .describe('Serial port (COM3, /dev/ttyUSB0), USB device file (/dev/usb/lp0), or name of the printer in Windows.'),
        baudRate: z
          .union([z.literal(9600), z.literal(19_200), z.literal(38_400), z.literal(57_600), z.literal(115_200), z.literal(230_400)])
          .default(115_200)
          .describe('Serial only: speed in bits a second, as set at the printer.'),
        flowControl: z
          .enum(['hardware', 'software', 'none'])
          .default('hardware')
          .describe('Serial only: how the printer says that it can take no more (hardware is RTS/CTS or DTR/DSR).'),
        model: z
          .enum(RECEIPT_PRINTER_MODELS)
          .default('generic-80mm')
          .describe(
            'Model of the receipt printer: width of its paper, its cutter, and what it can say about itself. A model “-mute” never answers; a slip is then sent, not confirmed.',
          ),
      })
      .superRefine(({ transport, host: address, path }, context) => {
        const missing = transport === 'tcp' ? (address ? null : 'host') : path ? null : 'path';
        if (missing) context.addIssue({ code: 'invalid_type', expected: 'string', input: undefined, path: [missing] });
      })
      .nullable()
      .default(null)
      .describe('Receipt printer.'),
    pagePrinter: z
      .strictObject({
        transport: z
          .enum(['ipp', 'cups', 'windows'])
          .default('ipp')
          .describe('How the A4/A5 printer is reached: ipp (network printer, best), cups (queue of this Linux machine), windows (queue of this Windows machine; “printed” is then the queue’s word).'),
        url: z
          .url({ protocol: /^(ipps?|https?)$/ })
          .max(500)
          .optional()
          .describe('ipp only: the printer’s address, such as ipp://192.168.1.30/ipp/print.'),
        queue: z
          .string()
          .min(1)
          .max(220)
          .regex(/^[^\p{Cc}"]+$/u)
          .optional()
          .describe('cups and windows: name of the printer’s queue on this machine, as “lpstat -e” lists it, or as Windows shows it.'),
      })
      .superRefine(({ transport, url, queue }, context) => {
        const missing = transport === 'ipp' ? (url ? null : 'url') : queue ? null : 'queue';
        if (missing) context.addIssue({ code: 'invalid_type', expected: 'string', input: undefined, path: [missing] });
        else if (transport === 'cups' && !CUPS_QUEUE.test(queue ?? '')) context.addIssue({ code: 'invalid_format', format: 'regex', pattern: String(CUPS_QUEUE), path: ['queue'] });
      })
      .nullable()
      .default(null)
      .describe('Page printer for A4 and A5.'),
    cardReader: z
      .strictObject({
        transport: z.literal('pcsc').describe('How the device is connected.'),
        reader: z.string().max(200).optional().describe('Part of the reader’s name, where several are plugged in.'),
        trustStore: z
          .string()
          .max(500)
          .optional()
          .describe(
            'Folder with the certificates of the authorities that sign chips (CSCA); without it, trust-store in the data folder.',
          ),
      })
      .nullable()
      .default(null)
      .describe('Chip-card reader.'),
  }),
  catalogue: z
    .strictObject({
      publicKey: z
        .string()
        .regex(/^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=$/, 'an Ed25519 public key as openssl writes it')
        .nullable()
        .default(null)
        .describe('Public key (Ed25519, base64) of whoever signs updates of the catalogue of procedures; without it none is taken.'),
    })
    .prefault({}),
  portal: z.strictObject({
    url: httpUrl.describe('Address of the provincial portal’s service.'),
    session: secret.describe('Session key that the province gave this unit.'),
    timeoutSeconds: seconds(1, 120)
      .default(10)
      .describe('Seconds before an unanswered request to the portal is given up.'),
  }),
  gateway: z
    .strictObject({
      kind: z
        .enum(['payos', 'national', 'bankTransfer'])
        .describe(
          'How fees are paid: payos (gateway in the shape of payOS), national (national payment platform; its messages are not confirmed against the live system), bankTransfer (to the agency’s account, an officer confirms by the statement).',
        ),
      url: httpUrl.optional().describe('payos, national: address of the payment gateway.'),
      clientId: z
        .string()
        .min(1)
        .max(100)
        .optional()
        .describe('payos: client number that the gateway gave; national: code of the partner (MaDoiTac).'),
      apiKey: secret.optional().describe('payos: API key that the gateway gave.'),
      checksumKey: secret
        .optional()
        .describe('payos: key that requests and replies are signed with; national: the partner’s secret.'),
      payee: z
        .strictObject({
          bin: z
            .string()
            .regex(/^\d{6}$/)
            .describe('national, bankTransfer: the six digits of the bank that keeps the agency’s account, such as 970418.'),
          account: z
            .string()
            .regex(/^[A-Za-z0-9]{1,19}$/)
            .describe('national, bankTransfer: number of the agency’s account that fees are paid to.'),
          name: z
            .string()
            .min(1)
            .max(70)
            .describe('national, bankTransfer: name of the account’s holder, as banks show it to the payer.'),
        })
        .nullable()
        .default(null)
        .describe('national, bankTransfer: the agency’s own account for fees.'),
      timeoutSeconds: seconds(1, 120)
        .default(10)
        .describe('Seconds before an unanswered request to the gateway is given up.'),
      pollSeconds: seconds(0.2, 60).default(3).describe('Seconds between two questions whether a payment has come.'),
      expirySeconds: seconds(5, 3600).default(600).describe('Seconds that a payment QR is good for.'),
      mostDong: z
        .int()
        .min(1)
        .max(9_999_999_999_999)
        .default(499_999_999)
        .describe('Largest fee in đồng that is paid by QR; above it the citizen is sent to the officer.'),
    })
    .superRefine((gateway, context) => {
      for (const path of NEEDED[gateway.kind]) {
        if (gateway[path] == null) context.addIssue({ code: 'custom', path: [path], message: `needed for ${gateway.kind}` });
      }
    }),
  accounts: z
    .strictObject({
      technicianPin: pinHash.nullable().default(null),
      officers: z
        .array(
          z.strictObject({
            id: z
              .string()
              .min(1)
              .max(64)
              .regex(/^[A-Za-z0-9._-]+$/)
              .describe('Short name that the officer’s work is recorded under.'),
            name: z.string().min(1).max(80).describe('The officer’s name, as shown and printed.'),
            pin: pinHash,
          }),
        )
        .max(100)
        .default([])
        .describe('Officers who may sign in at this counter.'),
    })
    .prefault({}),
});

export type Settings = z.infer<typeof settingsSchema>;
