// Bytes that no device should send: the parsers of the drivers answer or refuse, quickly and without throwing.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSearch } from '../../main/devices/document-scanner/found-scanners.ts';
import { readPages } from '../../main/devices/document-scanner/page.ts';
import { picturesOf } from '../../main/devices/document-scanner/pdf-pictures.ts';
import { failureOf, pagesIn, readOptions, scanArguments } from '../../main/devices/document-scanner/scanimage.ts';
import { jobUrl, readCapabilities, readStatus } from '../../main/devices/document-scanner/protocol.ts';
import { readXml } from '../../main/devices/document-scanner/xml.ts';
import { GROUP, readMessage, writeRequest } from '../../main/devices/page-printer/ipp.ts';
import { jobIdOf, readJob, readPrinter, refusedAttributes } from '../../main/devices/page-printer/protocol.ts';
import { queueFailureOf, jobOf, MAX_LINE_CHARS, printerOf, readLine } from '../../main/devices/page-printer/queue-protocol.ts';
import { deviceStateOf } from '../../main/devices/page-printer/status.ts';
import { readAnswers } from '../../main/devices/receipt-printer/protocol.ts';
import { fromAutomatic, problemOf } from '../../main/devices/receipt-printer/status.ts';
import { capabilitiesXml, statusXml } from '../bench/document-scanner/escl.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A sound text with a few places overwritten, cut out or doubled. */
function mutated(text: string): fc.Arbitrary<Uint8Array> {
  const change = fc.record({
    at: fc.nat({ max: text.length }),
    length: fc.nat({ max: 40 }),
    put: fc.oneof(fc.string({ maxLength: 12 }), fc.constantFrom('<', '>', '&', '</', '<!', '\0', ']]>', '<a:b>')),
  });
  return fc
    .array(change, { minLength: 1, maxLength: 4 })
    .map((changes) =>
      encode(changes.reduce((sofar, { at, length, put }) => sofar.slice(0, at) + put + sofar.slice(at + length), text)),
    );
}

describe('hostile bytes from devices', () => {
  it('as eSCL documents', () => {
    const noise = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc.string({ maxLength: 300 }).map(encode),
      mutated(capabilitiesXml('u')),
      mutated(
        statusXml('Idle', 'ScannerAdfLoaded', [
          { id: '1', state: 'Aborted', reason: 'x', ageSeconds: 1, completed: 1 },
        ]),
      ),
    );
    fc.assert(
      fc.property(noise, (bytes) => {
        readXml(bytes);
        const capabilities = readCapabilities(bytes);
        if (capabilities) expect(capabilities.model.length).toBeLessThanOrEqual(80);
        readStatus(bytes);
      }),
      // These are the longest documents, and each is read three times.
      { numRuns: Math.ceil(RUNS / 4) },
    );
  });

  it('as IPP messages', () => {
    const sound = writeRequest(0, 7, [
      { tag: GROUP.printer, attributes: [['printer-make-and-model', 'name', 'Máy in'], ['printer-state-reasons', 'keyword', 'media-low', 'none'], ['copies-supported', 'integer', 3]] },
      { tag: GROUP.job, attributes: [['job-id', 'integer', 4], ['job-state', 'integer', 9]] },
    ]);
    const spoilt = fc
      .array(fc.tuple(fc.nat({ max: sound.length - 1 }), fc.nat({ max: 255 })), { minLength: 1, maxLength: 6 })
      .map((changes) => changes.reduce((bytes, [at, value]) => Uint8Array.from(bytes, (old, index) => (index === at ? value : old)), new Uint8Array(sound)));
    // Begins of collections without end.
    const deep = fc.nat({ max: 400 }).map((depth) => Buffer.concat([sound.subarray(0, -1), ...Array.from({ length: depth }, () => Buffer.from([0x34, 0, 1, 0x78, 0, 0]))]));
    const cut = fc.nat({ max: sound.length - 1 }).map((length) => new Uint8Array(sound.subarray(0, length)));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), spoilt, deep), (bytes) => {
        const message = readMessage(bytes);
        if (!message) return;
        jobIdOf(message);
        readJob(message);
        refusedAttributes(message);
        const printer = readPrinter(message);
        if (!printer) return;
        expect(printer.model.length).toBeLessThanOrEqual(80);
        expect((deviceStateOf(printer).detail ?? '').length).toBeLessThanOrEqual(200);
      }),
      { numRuns: RUNS },
    );
    fc.assert(fc.property(cut, (bytes) => readMessage(bytes) === undefined), { numRuns: Math.ceil(RUNS / 3) });
  });

  it('as what is said at a queue of Windows: only lines of its own, with little in them', () => {
    const sound = [
      '{"say":"queue","driver":"HP \\u0111","port":"USB001","status":16,"attributes":576,"media":["a4","a5"],"copies":99}',
      '{"say":"job","n":1,"id":17,"status":4096,"spooled":true}',
      '{"say":"failed","n":1,"step":"print","about":"no"}',
    ];
    const noise = fc.oneof(fc.string({ maxLength: 200 }), fc.json(), fc.constantFrom(...sound).chain(mutated).map((bytes) => new TextDecoder().decode(bytes)), fc.constantFrom(...sound));
    fc.assert(
      fc.property(noise, (text) => {
        const line = readLine(text);
        if (!line) return;
        if (line.say === 'queue') {
          const printer = printerOf(line);
          expect(printer.model.length).toBeLessThanOrEqual(80);
          expect(/\p{Cc}/u.test(printer.model)).toBe(false);
          expect(typeof deviceStateOf(printer).status).toBe('string');
        } else if (line.say === 'job') expect(['completed', 'canceled', 'stopped', 'processing']).toContain(jobOf({ status: line.status, gone: false, canceled: false }).state);
        else if (line.say === 'failed') expect((queueFailureOf(line).detail ?? '').length).toBeLessThanOrEqual(200);
      }),
      { numRuns: RUNS },
    );
    expect(readLine(sound[0]!)).toBeDefined();
    expect(readLine(sound[0]! + ' '.repeat(MAX_LINE_CHARS))).toBeUndefined();
  });

  it('as job addresses: never another machine', () => {
    const root = 'http://192.168.1.20/eSCL';
    const part = <T>(...values: T[]): fc.Arbitrary<T> => fc.constantFrom(...values);
    const elsewhere = fc
      .tuple(
        part('http:', 'HTTP:', 'https:', 'file:', ''),
        part('//', '/', '\\\\', '///'),
        part('', '192.168.1.20@', 'a:b@'),
        part('192.168.1.20', '192.168.1.21', 'evil.example', '3232235796', '[::1]', '192.168.1.20.evil.example'),
        part('', ':80', ':81', ':', '.'),
        part('/x', '', '?q', '#f', '/..//x'),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ maxLength: 60 }),
          elsewhere,
          fc.string({ maxLength: 30 }).map((text) => `/\\${text}`),
          fc.string({ maxLength: 20 }).map((text) => `http:${text}`),
        ),
        (location) => {
          const url = jobUrl(root, location);
          if (url !== undefined) expect(new URL(url).origin).toBe('http://192.168.1.20');
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('as pages', () => {
    const head = fc.constantFrom(Uint8Array.of(0xff, 0xd8, 0xff), encode('%PDF-'), new Uint8Array(0));
    fc.assert(
      fc.property(
        head,
        fc.uint8Array({ maxLength: 300 }),
        fc.constantFrom(Uint8Array.of(0xff, 0xd9), encode('%%EOF'), new Uint8Array(0)),
        (start, middle, end) => {
          readPages(Buffer.concat([start, middle, end]));
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('as answers of the network: never an address that no scanner of this network has', () => {
    const records = fc.array(fc.record({ type: fc.constantFrom('PTR', 'SRV', 'TXT', 'A'), name: fc.constantFrom('_uscan._tcp.local', 'x._uscan._tcp.local', 'h.local'), data: fc.oneof(fc.constantFrom<unknown>('x._uscan._tcp.local', '10.0.0.1', '127.0.0.1'), fc.record({ port: fc.integer(), target: fc.constantFrom('h.local', '') }), fc.array(fc.uint8Array({ maxLength: 40 })), fc.anything()) }), { maxLength: 20 });
    fc.assert(
      fc.property(records, (answers) => {
        const search = createSearch();
        search.take(answers, '192.168.1.20');
        for (const { url, name, model } of search.found()) {
          expect(new URL(url).hostname).toMatch(/^(10|192\.168|172|169\.254)\./);
          expect([new URL(url).search, new URL(url).hash, new URL(url).username]).toEqual(['', '', '']);
          expect(name.length + model.length).toBeLessThanOrEqual(160);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('as a copier’s PDF: no more pages than it may have, each a part of the file', () => {
    const sound = `%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R 3 0 R]/Count 2/MediaBox[0 0 100 100]>>endobj\n3 0 obj<</Type/Page/Contents 5 0 R/Resources<</XObject<</I 4 0 R>>>>>>endobj\n4 0 obj<</Subtype/Image/Filter/DCTDecode/Length 6>>stream\nabcdef\nendstream endobj\n5 0 obj<</Length 30>>stream\n100 0 0 100 0 0 cm /I Do\nendstream endobj\n6 0 obj(string \\( (nested))endobj\n%%EOF`;
    const deep = fc.tuple(fc.constantFrom('<<', '[', '(', '<</K '), fc.nat({ max: 3_000 })).map(([open, depth]) => encode(`%PDF-1.4\n1 0 obj${open.repeat(depth)}endobj%%EOF`));
    fc.assert(
      fc.property(fc.oneof(mutated(sound), deep, fc.uint8Array({ maxLength: 400 })), (bytes) => {
        const pictures = picturesOf(bytes);
        if (!pictures.ok) return;
        expect(pictures.value.length).toBeLessThanOrEqual(60);
        for (const picture of pictures.value) expect(picture.length).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: RUNS },
    );
  });

  it('as what scanimage prints: no argument is made of it that is an option, no file is named outside the folder', () => {
    const listing = `All options specific to device \`x':\n    --mode Gray|Color [Color]\n    --resolution 75|300dpi [75]\n    --source Flatbed|ADF [ADF]\n    -x 0..215.9mm [215.9]\n`;
    fc.assert(
      fc.property(fc.oneof(mutated(listing), mutated('page-1.jpg\npage-2.jpg\n'), fc.uint8Array({ maxLength: 300 })), fc.integer(), (bytes, status) => {
        const printed = new TextDecoder().decode(bytes);
        for (const name of pagesIn(printed)) expect(name).toMatch(/^page-\d{1,4}\.jpg$/);
        failureOf(status, printed);
        const options = readOptions(printed);
        if (!options) return;
        for (const source of options.sources) {
          const args = scanArguments('x', options, source, 60);
          expect(args.filter((argument) => argument.startsWith('--source=') || argument.startsWith('--mode='))).toHaveLength(1 + (options.modes.some((mode) => /colou?r|gr[ae]y/i.test(mode)) ? 1 : 0));
          expect(args.every((argument) => /^(--[a-z-]+(=.*)?|-[dxy]|x|[\d.]+)$/s.test(argument))).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('as a printer’s answers: whatever comes, little is kept and every byte is accounted for', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 50 }), { maxLength: 10 }), (pieces) => {
        let open: readonly number[] = [];
        let accounted = 0;
        for (const piece of pieces) {
          const [next, answers] = readAnswers(open, piece);
          for (const answer of answers) {
            if (answer.answer === 'automatic') problemOf(fromAutomatic(answer.bytes));
            accounted += answer.answer === 'automatic' ? 4 : answer.answer === 'block' ? answer.length : 1;
          }
          open = next;
          expect(open.length).toBeLessThanOrEqual(80);
        }
        expect(accounted + open.length).toBe(pieces.reduce((sum, piece) => sum + piece.length, 0));
      }),
      { numRuns: RUNS },
    );
  });
});
