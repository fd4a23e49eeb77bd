// eSCL's documents (Mopria Alliance, eSCL 2.x): capabilities and status as XML, and what a scan job asks for.

export type AdfState =
  'ScannerAdfProcessing' | 'ScannerAdfEmpty' | 'ScannerAdfJam' | 'ScannerAdfLoaded' | 'ScannerAdfHatchOpen';
export type JobState = 'Processing' | 'Completed' | 'Canceled' | 'Aborted';
export type JobInfo = {
  readonly id: string;
  readonly state: JobState;
  readonly reason: string;
  readonly ageSeconds: number;
  readonly completed: number;
};

export const RESOLUTIONS = [75, 100, 150, 200, 300, 400, 600] as const;
export const COLOUR_MODES = ['BlackAndWhite1', 'Grayscale8', 'RGB24'] as const;
/** Units of 1/300 inch: A4. */
export const MAX_WIDTH = 2480;
export const MAX_HEIGHT = 3508;

const NAMESPACES =
  'xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm"';

const profile = `<scan:SettingProfiles><scan:SettingProfile>
<scan:ColorModes>${COLOUR_MODES.map((mode) => `<scan:ColorMode>${mode}</scan:ColorMode>`).join('')}</scan:ColorModes>
<scan:ContentTypes><pwg:ContentType>TextAndPhoto</pwg:ContentType><pwg:ContentType>Text</pwg:ContentType></scan:ContentTypes>
<scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat><scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>
<scan:SupportedResolutions><scan:DiscreteResolutions>${RESOLUTIONS.map(
  (dpi) =>
    `<scan:DiscreteResolution><scan:XResolution>${dpi}</scan:XResolution><scan:YResolution>${dpi}</scan:YResolution></scan:DiscreteResolution>`,
).join('')}</scan:DiscreteResolutions></scan:SupportedResolutions>
<scan:ColorSpaces><scan:ColorSpace>sRGB</scan:ColorSpace></scan:ColorSpaces>
</scan:SettingProfile></scan:SettingProfiles>`;

const inputCaps = `<scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>${MAX_WIDTH}</scan:MaxWidth>
<scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>${MAX_HEIGHT}</scan:MaxHeight><scan:MaxScanRegions>1</scan:MaxScanRegions>
${profile}
<scan:SupportedIntents><scan:Intent>Document</scan:Intent><scan:Intent>TextAndGraphic</scan:Intent><scan:Intent>Preview</scan:Intent></scan:SupportedIntents>
<scan:MaxOpticalXResolution>600</scan:MaxOpticalXResolution><scan:MaxOpticalYResolution>600</scan:MaxOpticalYResolution>`;

export const capabilitiesXml = (uuid: string) => `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerCapabilities ${NAMESPACES}>
<pwg:Version>2.63</pwg:Version>
<pwg:MakeAndModel>Mot Cua Bench Scanner</pwg:MakeAndModel>
<pwg:SerialNumber>BENCH-1</pwg:SerialNumber>
<scan:UUID>${uuid}</scan:UUID>
<scan:Platen><scan:PlatenInputCaps>${inputCaps}</scan:PlatenInputCaps></scan:Platen>
<scan:Adf><scan:AdfSimplexInputCaps>${inputCaps}</scan:AdfSimplexInputCaps>
<scan:FeederCapacity>50</scan:FeederCapacity><scan:AdfOptions><scan:AdfOption>DetectPaperLoaded</scan:AdfOption></scan:AdfOptions></scan:Adf>
</scan:ScannerCapabilities>`;

export const statusXml = (
  state: 'Idle' | 'Processing' | 'Stopped',
  adf: AdfState,
  jobs: readonly JobInfo[],
) => `<?xml version="1.0" encoding="UTF-8"?>
<scan:ScannerStatus ${NAMESPACES}>
<pwg:Version>2.63</pwg:Version>
<pwg:State>${state}</pwg:State>
<scan:AdfState>${adf}</scan:AdfState>
<scan:Jobs>${jobs
  .map(
    (job) => `<scan:JobInfo><pwg:JobUri>/eSCL/ScanJobs/${job.id}</pwg:JobUri><pwg:JobUuid>${job.id}</pwg:JobUuid>
<scan:Age>${job.ageSeconds}</scan:Age><pwg:ImagesCompleted>${job.completed}</pwg:ImagesCompleted>
<pwg:JobState>${job.state}</pwg:JobState><pwg:JobStateReasons><pwg:JobStateReason>${job.reason}</pwg:JobStateReason></pwg:JobStateReasons></scan:JobInfo>`,
  )
  .join('')}</scan:Jobs>
</scan:ScannerStatus>`;

export type ScanSettings = {
  readonly source: 'Platen' | 'Feeder';
  readonly dpi: number;
  readonly colour: 'colour' | 'grey' | 'bilevel';
  /** Units of 1/300 inch. */
  readonly region: { readonly x: number; readonly y: number; readonly width: number; readonly height: number };
};

/** The settings, or what is wrong with them. */
export function parseScanSettings(
  xml: string,
): ScanSettings | { readonly problem: string; readonly status: 400 | 409 } {
  const value = (name: string) => new RegExp(`<(?:[\\w-]+:)?${name}(?:\\s[^>]*)?>\\s*([^<]*?)\\s*</`).exec(xml)?.[1];
  const number = (name: string, fallback: number) => {
    const text = value(name);
    return text === undefined ? fallback : /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
  };
  if (!/<(?:[\w-]+:)?ScanSettings[\s>]/.test(xml)) return { problem: 'no ScanSettings', status: 400 };
  const source = value('InputSource') ?? 'Platen';
  if (source !== 'Platen' && source !== 'Feeder') return { problem: `InputSource ${source} is not here`, status: 409 };
  const dpi = number('XResolution', 300);
  if (number('YResolution', dpi) !== dpi || !RESOLUTIONS.some((known) => known === dpi))
    return { problem: `resolution ${dpi} is not supported`, status: 409 };
  const mode = value('ColorMode') ?? 'RGB24';
  const colour = ({ RGB24: 'colour', Grayscale8: 'grey', BlackAndWhite1: 'bilevel' } as const)[mode];
  if (colour === undefined) return { problem: `ColorMode ${mode} is not supported`, status: 409 };
  const format = value('DocumentFormatExt') ?? value('DocumentFormat') ?? 'image/jpeg';
  if (format !== 'image/jpeg') return { problem: `DocumentFormat ${format} is not supported`, status: 409 };
  const region = {
    x: number('XOffset', 0),
    y: number('YOffset', 0),
    width: number('Width', MAX_WIDTH),
    height: number('Height', MAX_HEIGHT),
  };
  const inside =
    region.width >= 16 &&
    region.height >= 16 &&
    region.x + region.width <= MAX_WIDTH &&
    region.y + region.height <= MAX_HEIGHT;
  if (!inside) return { problem: 'the scan region is outside the glass', status: 409 };
  return { source, dpi, colour, region };
}
