import { describe, expect, it } from 'vitest';
import { jpegSize, readPages } from '../../../../main/devices/document-scanner/page.ts';
import {
  chooseSource,
  jobUrl,
  readCapabilities,
  readStatus,
  scanSettings,
} from '../../../../main/devices/document-scanner/protocol.ts';
import { readXml } from '../../../../main/devices/document-scanner/xml.ts';
import { capabilitiesXml, parseScanSettings, statusXml } from '../../../bench/document-scanner/escl.ts';
import { smallJpeg } from './bench.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const capabilities = readCapabilities(bytes(capabilitiesXml('uuid')))!;

describe('eSCL capabilities and status', () => {
  it('are read with whatever prefix the maker uses', () => {
    expect(capabilities).toMatchObject({
      version: '2.63',
      model: 'Mot Cua Bench Scanner',
      platen: { maxWidth: 2480 },
      feeder: { formats: ['image/jpeg'] },
    });
    const renamed = capabilitiesXml('uuid')
      .replaceAll('scan:', 'x:')
      .replaceAll('xmlns:scan', 'xmlns:x')
      .replaceAll('pwg:', 'y:')
      .replaceAll('xmlns:pwg', 'xmlns:y');
    expect(readCapabilities(bytes(renamed))).toEqual(capabilities);
  });

  it('tell what the feeder is doing', () => {
    expect(readStatus(bytes(statusXml('Idle', 'ScannerAdfLoaded', [])))).toEqual({
      state: 'idle',
      adf: 'loaded',
      jobs: [],
    });
    expect(readStatus(bytes(statusXml('Stopped', 'ScannerAdfJam', [])))).toMatchObject({
      state: 'stopped',
      adf: 'jammed',
    });
    expect(readStatus(bytes(statusXml('Idle', 'ScannerAdfEmpty', []).replace('Idle', 'Dancing')))).toBeUndefined();
  });

  it('choose the feeder when there is paper in it, else the glass', () => {
    const source = (adf: Parameters<typeof statusXml>[1], state: Parameters<typeof statusXml>[0] = 'Idle') =>
      chooseSource(capabilities, readStatus(bytes(statusXml(state, adf, [])))!);
    expect(source('ScannerAdfLoaded')).toEqual({ ok: true, value: 'Feeder' });
    expect(source('ScannerAdfEmpty')).toEqual({ ok: true, value: 'Platen' });
    expect(source('ScannerAdfHatchOpen')).toMatchObject({ ok: false, error: { reason: 'coverOpen' } });
    expect(source('ScannerAdfJam', 'Stopped')).toMatchObject({ ok: false, error: { reason: 'jammed' } });
    expect(source('ScannerAdfEmpty', 'Processing')).toMatchObject({ ok: false, error: { reason: 'busy' } });
    const { platen: _, ...feederOnly } = capabilities;
    expect(chooseSource(feederOnly, { state: 'idle', adf: 'empty', jobs: [] })).toMatchObject({
      ok: false,
      error: { reason: 'empty' },
    });
  });
});

describe('what is asked for', () => {
  it('is A4 in colour at 300 dpi', () => {
    expect(parseScanSettings(scanSettings(capabilities, 'Feeder'))).toEqual({
      source: 'Feeder',
      dpi: 300,
      colour: 'colour',
      region: { x: 0, y: 0, width: 2480, height: 3508 },
    });
  });

  it('is no more than the scanner has', () => {
    const small = {
      ...capabilities,
      platen: {
        maxWidth: 2400,
        maxHeight: 3000,
        resolutions: [75, 200, 600],
        colorModes: ['Grayscale8'],
        formats: ['application/pdf'],
      },
    };
    const xml = scanSettings(small, 'Platen');
    expect(xml).toContain('<pwg:Width>2400</pwg:Width><pwg:Height>3000</pwg:Height>');
    expect(xml).toContain('<scan:XResolution>200</scan:XResolution>');
    expect(xml).toContain('Grayscale8');
    expect(xml).toContain('<pwg:DocumentFormat>application/pdf</pwg:DocumentFormat>');
    expect(readXml(bytes(xml))?.name).toBe('ScanSettings');
  });
});

describe('the address of a job', () => {
  const root = 'http://192.168.1.20/eSCL';
  it.each([
    ['/eSCL/ScanJobs/7', 'http://192.168.1.20/eSCL/ScanJobs/7'],
    ['7', 'http://192.168.1.20/eSCL/7'],
    ['http://192.168.1.20/eSCL/ScanJobs/7/', 'http://192.168.1.20/eSCL/ScanJobs/7'],
    ['http://192.168.1.20:80/x', 'http://192.168.1.20/x'],
  ])('%s is %s', (location, url) => expect(jobUrl(root, location)).toBe(url));

  it.each([
    'http://192.168.1.21/eSCL/ScanJobs/7',
    'http://192.168.1.20:81/x',
    'https://192.168.1.20/x',
    '//evil.example/x',
    'file:///etc/passwd',
    'http://user:pw@192.168.1.20/x',
    '',
    'http://[',
    '/x?y',
    'a'.repeat(501),
  ])('%s is refused', (location) => expect(jobUrl(root, location)).toBeUndefined());
});

describe('XML from a scanner', () => {
  it.each([
    ['a document type', '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
    ['an entity of its own', '<a>&e;</a>'],
    ['elements that do not close', '<a><b></a>'],
    ['a prefix that was not declared', '<x:a/>'],
    ['two roots', '<a/><b/>'],
    ['nothing', ''],
    ['depth without end', '<a>'.repeat(100) + '</a>'.repeat(100)],
    ['too many elements', `<a>${'<b/>'.repeat(10_001)}</a>`],
    ['too many bytes', `<a>${' '.repeat(262_144)}</a>`],
  ])('is refused with %s', (_, xml) => expect(readXml(bytes(xml))).toBeUndefined());

  it('is refused when it is not UTF-8', () => {
    expect(readXml(Uint8Array.of(0x3c, 0x61, 0x3e, 0xff, 0x3c, 0x2f, 0x61, 0x3e))).toBeUndefined();
  });

  it('gives local names, trimmed text, character data and the five entities', () => {
    expect(readXml(bytes('<p:a xmlns:p="u"> <p:b> 1 &lt; 2 </p:b><c><![CDATA[<x>]]></c></p:a>'))).toEqual({
      name: 'a',
      text: '',
      children: [
        { name: 'b', text: '1 < 2', children: [] },
        { name: 'c', text: '<x>', children: [] },
      ],
    });
  });
});

describe('a page', () => {
  it('is taken for what its bytes say', () => {
    expect(readPages(smallJpeg('x'))).toMatchObject({ ok: true, value: [{ mime: 'image/jpeg' }] });
    expect(readPages(bytes('II*\0'))).toMatchObject({ ok: false, error: { code: 'unsupportedData', reason: 'tiff' } });
  });

  it('may be padded at its end', () => {
    expect(readPages(Buffer.concat([smallJpeg('x'), Buffer.alloc(500)]))).toMatchObject({ ok: true });
  });

  it('is wrong wherever it is cut off', () => {
    const jpeg = smallJpeg('a comment');
    for (let length = 0; length < jpeg.length; length += 1)
      expect(readPages(jpeg.subarray(0, length)).ok, `${length}`).toBe(false);
  });

  it('has the size that its frame header says', () => {
    expect(jpegSize(smallJpeg('x'))).toEqual({ width: 1, height: 1 });
    const huge = smallJpeg('x');
    huge.fill(0xff, huge.indexOf(Buffer.from([0xff, 0xc0])) + 5, huge.indexOf(Buffer.from([0xff, 0xc0])) + 9);
    expect(readPages(huge)).toMatchObject({ ok: false, error: { reason: 'tooLarge', detail: '65535 × 65535 pixels' } });
  });
});
