// eSCL, the protocol of driverless network scanners, after the Mopria Alliance's "eSCL Technical Specification": what
// is asked and what is answered, without the wire. Lengths are in 1/300 inch.

import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { DeviceFailure } from '../../services/ports.ts';
import type { XmlElement } from './xml.ts';
import { child, descendants, numberIn, readXml } from './xml.ts';

/** 210 × 297 mm. */
const A4 = { width: 2480, height: 3508 };
const WANTED_DPI = 300;

export type Source = 'Platen' | 'Feeder';

/** What one of the scanner's sources can do. */
export type SourceCapabilities = {
  readonly maxWidth: number;
  readonly maxHeight: number;
  readonly resolutions: readonly number[];
  readonly colorModes: readonly string[];
  readonly formats: readonly string[];
};

export type Capabilities = {
  readonly version: string;
  readonly model: string;
  readonly platen?: SourceCapabilities;
  readonly feeder?: SourceCapabilities;
};

export function readCapabilities(bytes: Uint8Array): Capabilities | undefined {
  const root = readXml(bytes);
  if (root?.name !== 'ScannerCapabilities') return undefined;
  const version = child(root, 'Version')?.text ?? '';
  const platen = sourceCapabilities(child(child(root, 'Platen'), 'PlatenInputCaps'));
  const feeder = sourceCapabilities(child(child(root, 'Adf'), 'AdfSimplexInputCaps'));
  if (!platen && !feeder) return undefined;
  return {
    version: /^\d{1,2}\.\d{1,3}$/.test(version) ? version : '2.0',
    model: (child(root, 'MakeAndModel')?.text ?? '').replace(/[^\x20-\x7e]/g, '?').slice(0, 80),
    ...(platen ? { platen } : {}),
    ...(feeder ? { feeder } : {}),
  };
}

function sourceCapabilities(caps: XmlElement | undefined): SourceCapabilities | undefined {
  if (!caps) return undefined;
  const texts = (...names: string[]): string[] => [
    ...new Set(names.flatMap((name) => descendants(caps, name)).map((element) => element.text.slice(0, 60))),
  ];
  const resolutions = descendants(caps, 'DiscreteResolution')
    .filter((element) => child(element, 'XResolution')?.text === child(element, 'YResolution')?.text)
    .map((element) => numberIn(child(element, 'XResolution')))
    .filter((value): value is number => value !== undefined && value > 0);
  return {
    maxWidth: numberIn(child(caps, 'MaxWidth')) ?? A4.width,
    maxHeight: numberIn(child(caps, 'MaxHeight')) ?? A4.height,
    resolutions: [...new Set(resolutions)],
    colorModes: texts('ColorMode'),
    formats: texts('DocumentFormat', 'DocumentFormatExt'),
  };
}

export type AdfState = 'empty' | 'loaded' | 'processing' | 'jammed' | 'coverOpen' | 'fault';

export type ScannerStatus = {
  readonly state: 'idle' | 'processing' | 'stopped' | 'down';
  /** Absent where there is no feeder. */
  readonly adf?: AdfState;
  readonly jobs: readonly { readonly uri: string; readonly state: string; readonly reasons: readonly string[] }[];
};

const STATES: ReadonlyMap<string, ScannerStatus['state']> = new Map([
  ['Idle', 'idle'],
  ['Processing', 'processing'],
  ['Testing', 'processing'],
  ['Stopped', 'stopped'],
  ['Down', 'down'],
]);

const ADF_STATES: ReadonlyMap<string, AdfState> = new Map([
  ['ScannerAdfEmpty', 'empty'],
  ['ScannerAdfLoaded', 'loaded'],
  ['ScannerAdfProcessing', 'processing'],
  ['ScannerAdfJam', 'jammed'],
  ['ScannerAdfMispick', 'jammed'],
  ['ScannerAdfMultipickDetected', 'jammed'],
  ['ScannerAdfHatchOpen', 'coverOpen'],
  ['ScannerAdfInputTrayFailed', 'fault'],
  ['ScannerAdfInputTrayOverloaded', 'jammed'],
  ['ScannerAdfDuplexPageTooShort', 'fault'],
  ['ScannerAdfDuplexPageTooLong', 'fault'],
]);

export function readStatus(bytes: Uint8Array): ScannerStatus | undefined {
  const root = readXml(bytes);
  const state = STATES.get(child(root, 'State')?.text ?? '');
  if (root?.name !== 'ScannerStatus' || state === undefined) return undefined;
  const adfText = child(root, 'AdfState')?.text;
  return {
    state,
    ...(adfText === undefined ? {} : { adf: ADF_STATES.get(adfText) ?? 'fault' }),
    jobs: descendants(child(root, 'Jobs'), 'JobInfo').map((job) => ({
      uri: child(job, 'JobUri')?.text ?? '',
      state: child(job, 'JobState')?.text ?? '',
      reasons: descendants(job, 'JobStateReason').map((reason) => reason.text.slice(0, 60)),
    })),
  };
}

/** Paper in the feeder is what the person wants scanned; else the glass. */
export function chooseSource(capabilities: Capabilities, status: ScannerStatus): Result<Source, DeviceFailure> {
  // A jam also stops the scanner: the cause goes before its effect.
  const problem = capabilities.feeder && status.adf && adfProblem(status.adf);
  if (problem) return err(problem);
  if (status.state === 'processing') return err({ code: 'deviceNotReady', reason: 'busy' });
  if (status.state !== 'idle') return err({ code: 'hardwareError', reason: 'stopped' });
  if (capabilities.feeder) {
    if (status.adf === 'loaded') return ok('Feeder');
    if (!capabilities.platen) return err({ code: 'commandErrorCode', reason: 'empty' });
  }
  return ok('Platen');
}

export function adfProblem(adf: AdfState): DeviceFailure | undefined {
  if (adf === 'jammed') return { code: 'commandErrorCode', reason: 'jammed' };
  if (adf === 'coverOpen') return { code: 'commandErrorCode', reason: 'coverOpen' };
  return adf === 'fault' ? { code: 'hardwareError', reason: 'feederFault' } : undefined;
}

/** A4 (or as much of it as the scanner has), 300 dpi, colour, JPEG; the nearest that the scanner offers. */
export function scanSettings(capabilities: Capabilities, source: Source): string {
  const caps = source === 'Feeder' ? capabilities.feeder : capabilities.platen;
  const resolution = nearest(caps?.resolutions ?? [], WANTED_DPI);
  const colorMode = !caps || caps.colorModes.length === 0 || caps.colorModes.includes('RGB24') ? 'RGB24' : 'Grayscale8';
  const pdfOnly =
    caps && caps.formats.length > 0 && !caps.formats.includes('image/jpeg') && caps.formats.includes('application/pdf');
  const format = pdfOnly ? 'application/pdf' : 'image/jpeg';
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<scan:ScanSettings xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm">',
    `<pwg:Version>${capabilities.version}</pwg:Version>`,
    '<scan:Intent>Document</scan:Intent>',
    '<pwg:ScanRegions><pwg:ScanRegion>',
    '<pwg:ContentRegionUnits>escl:ThreeHundredthsOfInches</pwg:ContentRegionUnits>',
    '<pwg:XOffset>0</pwg:XOffset><pwg:YOffset>0</pwg:YOffset>',
    `<pwg:Width>${Math.min(A4.width, caps?.maxWidth ?? A4.width)}</pwg:Width>`,
    `<pwg:Height>${Math.min(A4.height, caps?.maxHeight ?? A4.height)}</pwg:Height>`,
    '</pwg:ScanRegion></pwg:ScanRegions>',
    `<pwg:InputSource>${source}</pwg:InputSource>`,
    ...(source === 'Feeder' ? ['<scan:Duplex>false</scan:Duplex>'] : []),
    `<scan:ColorMode>${colorMode}</scan:ColorMode>`,
    `<scan:XResolution>${resolution}</scan:XResolution><scan:YResolution>${resolution}</scan:YResolution>`,
    `<pwg:DocumentFormat>${format}</pwg:DocumentFormat>`,
    `<scan:DocumentFormatExt>${format}</scan:DocumentFormatExt>`,
    '</scan:ScanSettings>',
  ].join('');
}

function nearest(values: readonly number[], wanted: number): number {
  return values.reduce(
    (best, value) => (Math.abs(value - wanted) < Math.abs(best - wanted) ? value : best),
    values[0] ?? wanted,
  );
}

/**
 * The address of a new job from the `Location` that the scanner gave, relative or absolute. A scanner that sends us to
 * another machine is refused.
 */
export function jobUrl(root: string, location: string): string | undefined {
  if (location.length === 0 || location.length > 500) return undefined;
  try {
    const base = new URL(root);
    const url = new URL(location, `${root}/ScanJobs`);
    const same = url.protocol === base.protocol && url.host === base.host && url.username === '' && url.password === '';
    return same && url.search === '' && url.hash === '' && url.pathname.length > 1
      ? url.href.replace(/\/+$/, '')
      : undefined;
  } catch {
    return undefined;
  }
}
