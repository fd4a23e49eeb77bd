// The probe as it is typed: exit status, text and JSON, against the bench's ends of the wires.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { shippedProcedures } from '../../../main/domain/procedures/shipped.ts';
import { createSealer } from '../../../main/settings/sealer.ts';
import { databaseKey } from '../../../main/storage/keys.ts';
import { probe } from '../../../main/probe/probe.ts';
import { agency } from '../../fixtures/agency.ts';
import { gatewayBench, orderOf } from '../gateways/bench.ts';
import type { GatewayBench } from '../gateways/bench.ts';
import { messageOf, portalBench } from '../portal/bench.ts';
import type { PortalBench } from '../portal/bench.ts';
import { printerBench } from '../devices/receipt-printer/bench.ts';
import { scannerBench } from '../devices/code-scanner/bench.ts';
import { esclBench, smallJpeg } from '../devices/document-scanner/bench.ts';
import { ippBench } from '../devices/page-printer/bench.ts';

const json = async (...args: string[]) => {
  const { status, text } = await probe([...args, '--json']);
  return { status, output: JSON.parse(text) as Record<string, unknown> };
};

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'probe-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function settingsFile(changes: { portal?: object; gateway?: object; devices?: object; counter?: object; catalogue?: object } = {}): string {
  const file = join(dir, 'settings.json');
  const settings = {
    version: 1,
    counter: { mode: 'selfService', kioskId: 'K1', ...changes.counter },
    unit: { code: 'H36.12', name: 'UBND xã', parent: 'UBND tỉnh' },
    devices: changes.devices ?? {},
    portal: { url: 'http://127.0.0.1:9', session: 's', timeoutSeconds: 2, ...changes.portal },
    ...(changes.catalogue && { catalogue: changes.catalogue }),
    gateway: {
      kind: 'payos',
      url: 'http://127.0.0.1:9',
      clientId: 'c',
      apiKey: 'a',
      checksumKey: 'k',
      timeoutSeconds: 2,
      ...changes.gateway,
    },
  };
  writeFileSync(file, JSON.stringify(settings));
  return file;
}

describe('the probe', () => {
  it('lists what there is when it is asked for nothing or for something else', async () => {
    for (const args of [[], ['nothing'], ['toString']]) {
      const { status, text } = await probe(args);
      expect(status).toBe(2);
      for (const thing of [
        'identity-qr',
        'code-scanner',
        'receipt-printer',
        'portal',
        'gateway',
        'settings',
        'database',
        'card-reader',
      ])
        expect(text).toContain(thing);
    }
  });

  it('says yes and no in text and in JSON', async () => {
    expect(await json('vietqr', 'nonsense')).toMatchObject({ status: 1 });
    const { status, text } = await probe(['fee', '2.000635', '--date', '2026-06-01']);
    expect(status).toBe(0);
    expect(text).toMatch(/^\w+:/m);
  });

  it.each([
    ['portal'],
    ['portal', '--settings'],
    ['portal', 'status', '--settings', 'x'],
    ['portal', 'send', '--settings', 'x'],
    ['portal', 'send', 'x', '--session', 's'],
    ['portal', 'upload', 'x', '--settings', 'x', '--id', 'd1'],
    ['portal', 'ping', '--settings', 'x', '--out', 'y'],
    ['gateway', 'find', '--settings', 'x'],
    ['gateway', 'find', '12x', '--settings', 'x'],
    ['receipt-printer'],
    ['receipt-printer', 'dance', '--address', '127.0.0.1:9100'],
    ['receipt-printer', '--address', 'no-port'],
    ['receipt-printer', '--address', '127.0.0.1:9100', '--model', 'none'],
    ['receipt-printer', '--address', '127.0.0.1:9100', '--usb', '/dev/usb/lp0'],
    ['code-scanner', '--path', 'COM3', '--baud', 'fast'],
    ['document-scanner', 'scan', '--url', 'http://127.0.0.1'],
    ['document-scanner', '--url', 'ftp://127.0.0.1'],
    ['page-printer'],
    ['page-printer', '--url', 'ftp://127.0.0.1'],
    ['page-printer', 'print', '--url', 'ipp://127.0.0.1'],
    ['page-printer', 'test', '--url', 'ipp://127.0.0.1', '--media', 'letter'],
  ])('is used wrongly by %s %s %s', async (...args) => {
    const { status, output } = await json(...args);
    expect(status).toBe(2);
    expect(output['usage']).toContain(args[0]);
  });

  it('names what is wrong with a settings file', async () => {
    expect(await json('portal', '--settings', join(dir, 'missing.json'))).toMatchObject({
      status: 1,
      output: { code: 'missing' },
    });
    const file = settingsFile({ portal: { timeoutSeconds: 'soon' } });
    expect(await json('portal', '--settings', file)).toMatchObject({
      status: 1,
      output: { code: 'wrong', detail: expect.stringContaining('portal.timeoutSeconds') },
    });
    expect(await json('receipt-printer', '--settings', settingsFile())).toMatchObject({
      status: 1,
      output: { code: 'notConfigured' },
    });
  });
});

describe('the probe of the portal', () => {
  let bench: PortalBench;
  beforeEach(async () => {
    bench = await portalBench();
  });
  afterEach(() => bench.close());

  it('pings, and says why it could not', async () => {
    const file = settingsFile({ portal: { url: bench.url, session: bench.session } });
    expect(await json('portal', '--settings', file)).toMatchObject({
      status: 0,
      output: { roundTripMs: expect.any(Number) },
    });
    await bench.fault('outage');
    expect(await json('portal', 'ping', '--settings', file)).toMatchObject({
      status: 1,
      output: { refused: 'unreachable', detail: 'ECONNREFUSED' },
    });
  });

  it('opens a session key that the program has sealed, with the counter’s data directory', async () => {
    const key = databaseKey(dir, null);
    if (!key.ok) throw new Error(key.error.code);
    const sealed = createSealer(key.value.key).seal('portal.session', bench.session);
    const file = settingsFile({ portal: { url: bench.url, session: { sealed } } });
    expect(await json('portal', '--settings', file)).toMatchObject({ status: 1, output: { refused: 'sealed' } });
    expect(await json('portal', '--settings', file, '--data', join(dir, 'elsewhere'))).toMatchObject({
      status: 1,
      output: { refused: 'noKey' },
    });
    expect(await json('portal', '--settings', file, '--data', dir)).toMatchObject({ status: 0 });
  });

  it('sends a message and a document from files, once however often, and asks what the portal knows', async () => {
    const settings = ['--settings', settingsFile({ portal: { url: bench.url, session: bench.session } })];
    const { key: _, ...message } = messageOf('', 'H36.12-261124-0001', ['d1']);
    const file = join(dir, 'message.json');
    writeFileSync(file, JSON.stringify(message));
    expect(await json('portal', 'status', 'H36.12-261124-0001', ...settings)).toEqual({ status: 1, output: { dossiers: [{ known: false, code: 'H36.12-261124-0001' }] } });
    const sent = await json('portal', 'send', file, ...settings);
    expect(sent).toMatchObject({ status: 0, output: { taken: true } });
    expect(await json('portal', 'send', file, '--key', String(sent.output['key']), ...settings)).toMatchObject({ status: 0 });
    // Told anew under another key, a dossier that is registered is refused, and why is in the portal's own records.
    expect(await json('portal', 'send', file, ...settings)).toMatchObject({ status: 1, output: { refused: 'refused', detail: 'error_code 2' } });
    expect(await json('portal', 'status', 'H36.12-261124-0001', ...settings)).toEqual({
      status: 0,
      output: { dossiers: [{ known: true, code: 'H36.12-261124-0001', status: 'newlyRegistered', receivedAt: '2026-11-24T15:00:00', dueAt: '2026-11-24T15:00:00' }] },
    });
    const page = join(dir, 'page.jpg');
    const picture = smallJpeg('a page');
    writeFileSync(page, picture);
    for (const id of ['d1', 'd1']) expect(await json('portal', 'upload', page, '--dossier', 'H36.12-261124-0001', '--id', id, '--mime', 'image/jpeg', ...settings)).toMatchObject({ status: 0, output: { bytes: picture.length } });
    expect(await json('portal', 'upload', page, '--dossier', 'H36.12-261124-0001', '--id', 'd9', '--mime', 'image/jpeg', ...settings)).toMatchObject({ status: 1, output: { refused: 'refused' } });
    const { dossiers, documents } = bench.records();
    expect(dossiers).toMatchObject([{ registrations: 1 }]);
    expect(documents).toMatchObject([{ id: 'd1', bytes: picture.length }]);
  });

  it('refuses a file that is no message, and never shows the session', async () => {
    const settings = ['--settings', settingsFile({ portal: { url: bench.url, session: bench.session } })];
    const file = join(dir, 'message.json');
    for (const content of ['', 'nonsense', '[]', '{"service":"KiemTra","isUpdating":false,"data":[{}]}', '{"session":"x","service":"DongBoHoSoMC","isUpdating":false,"data":[{}]}']) {
      writeFileSync(file, content);
      const { status, text } = await probe(['portal', 'send', file, ...settings]);
      expect(status).toBe(1);
      expect(text).toContain('notAMessage');
      expect(text).not.toContain(bench.session);
    }
    expect(await json('portal', 'send', join(dir, 'none.json'), ...settings)).toMatchObject({ status: 1, output: { refused: 'cannotRead', detail: 'ENOENT' } });
    expect(bench.records().requests).toBe(0);
  });

  it('says what is in the portal’s catalogue, or why it would not be taken, and keeps it in a new file', async () => {
    const [first] = shippedProcedures();
    const { sign, publicKey } = agency(dir);
    const settings = ['--settings', settingsFile({ portal: { url: bench.url, session: bench.session }, catalogue: { publicKey } })];
    expect(await json('portal', 'catalogue', ...settings)).toMatchObject({ status: 1, output: { refused: 'refused' } });
    writeFileSync(bench.catalogueFile, agency(dir, 'stranger').sign('{}'));
    expect(await json('portal', 'catalogue', ...settings)).toMatchObject({ status: 1, output: { refused: 'badSignature' } });
    const update = sign(JSON.stringify({ serial: 12, issuedOn: '2026-11-20', procedures: [first] }));
    writeFileSync(bench.catalogueFile, update);
    const out = join(dir, 'kept.catalogue');
    expect(await json('portal', 'catalogue', '--out', out, ...settings)).toMatchObject({ status: 0, output: { serial: 12, bytes: update.length } });
    expect(readFileSync(out)).toEqual(Buffer.from(update));
    expect(await json('portal', 'catalogue', '--out', out, ...settings)).toMatchObject({ status: 1, output: { refused: 'cannotWrite', detail: 'EEXIST' } });
  });
});

describe('the probe of the gateway', () => {
  let bench: GatewayBench;
  beforeEach(async () => {
    bench = await gatewayBench();
  });
  afterEach(() => bench.close());

  it('pings, finds an order, and does not find another', async () => {
    const file = settingsFile({ gateway: { ...bench.keys, url: bench.url } });
    expect(await json('gateway', '--settings', file)).toMatchObject({ status: 0 });
    await bench.gateway.create(orderOf(1001));
    expect(await json('gateway', 'find', '1001', '--settings', file)).toMatchObject({
      status: 0,
      output: { orderCode: 1001, status: 'pending' },
    });
    expect(await json('gateway', 'find', '7', '--settings', file)).toMatchObject({
      status: 1,
      output: { refused: 'notFound' },
    });
  });

  it('of the national platform also has its list of a day; payOS has none', async () => {
    const payee = { bin: '970418', account: '31410001234567', name: 'UBND XA DUC TRONG' };
    const file = settingsFile({ gateway: { kind: 'national', url: bench.nationalUrl, clientId: bench.nationalKeys.partner, checksumKey: bench.nationalKeys.secret, payee } });
    expect(await json('gateway', 'ping', '--settings', file)).toMatchObject({ status: 0, output: { kind: 'national', listsDays: true } });
    await bench.national.create(orderOf(1001));
    expect(await json('gateway', 'find', '1001', '--settings', file)).toMatchObject({ status: 0, output: { status: 'pending' } });
    await bench.stray({ reference: 'NOP TIEN', amount: 5_000, at: Date.UTC(2026, 10, 24, 3) });
    expect(await json('gateway', 'list', '2026-11-24', '--settings', file)).toMatchObject({ status: 0, output: [{ reference: 'NOP TIEN', amount: 5_000 }] });
    expect(await json('gateway', 'list', '2026-11-31', '--settings', file)).toMatchObject({ status: 2 });
    const payos = settingsFile({ gateway: { ...bench.keys, url: bench.url } });
    expect(await json('gateway', 'list', '2026-11-24', '--settings', payos)).toMatchObject({ status: 1, output: { refused: 'noList' } });
  });

  it('of bank transfers says where they go, and gives that account’s static QR', async () => {
    const payee = { bin: '970418', account: '31410001234567', name: 'UBND XA DUC TRONG' };
    const file = settingsFile({ counter: { mode: 'counter' }, gateway: { kind: 'bankTransfer', payee } });
    const answer = await json('gateway', '--settings', file);
    expect(answer).toMatchObject({ status: 0, output: { kind: 'bankTransfer', ...payee, bank: 'BIDV' } });
    expect(await json('vietqr', (answer.output as { qr: string }).qr)).toMatchObject({ status: 0, output: { static: true, account: '31410001234567', bank: 'BIDV' } });
    expect(await json('gateway', 'find', '1', '--settings', file)).toMatchObject({ status: 1, output: { refused: 'noGateway' } });
  });

  it('says whether a webhook is really payOS’s', async () => {
    const file = settingsFile({ gateway: { ...bench.keys, url: bench.url } });
    await bench.gateway.create(orderOf(1001));
    await bench.pay(1001);
    const message = (await bench.webhook(1001)) as { data: object };
    const [right, wrong] = [join(dir, 'right.json'), join(dir, 'wrong.json')];
    writeFileSync(right, JSON.stringify(message));
    writeFileSync(wrong, JSON.stringify({ ...message, data: { ...message.data, amount: 1 } }));
    expect(await json('gateway', 'webhook', right, '--settings', file)).toMatchObject({ status: 0, output: { orderCode: 1001, amount: 8000, succeeded: true } });
    expect(await json('gateway', 'webhook', wrong, '--settings', file)).toMatchObject({ status: 1, output: { refused: 'badSignature' } });
    expect(await json('gateway', 'webhook', join(dir, 'none'), '--settings', file)).toMatchObject({ status: 1, output: { refused: 'cannotRead' } });
  });

  it('says that the keys are wrong', async () => {
    const file = settingsFile({ gateway: { ...bench.keys, url: bench.url, apiKey: 'wrong' } });
    expect(await json('gateway', '--settings', file)).toMatchObject({
      status: 1,
      output: { refused: 'notAuthorised' },
    });
  });
});

describe('the probe of a receipt printer', () => {
  it('says how it is, prints a test, and says what is wrong', async () => {
    const bench = await printerBench();
    await bench.printer.close();
    const { address } = bench.printer;
    const at = ['--address', address.slice('tcp '.length)];
    expect(await json('receipt-printer', ...at)).toMatchObject({
      status: 0,
      output: { online: true, paper: 'full', cover: 'closed' },
    });
    expect(await json('receipt-printer', 'test', ...at)).toEqual({
      status: 0,
      output: { summary: 'printed, paper full' },
    });
    await bench.fault('paper-out');
    expect(await json('receipt-printer', ...at)).toMatchObject({
      status: 1,
      output: { refused: 'paperOut', paper: 'out' },
    });
    expect(await json('receipt-printer', 'test', ...at)).toMatchObject({ status: 1, output: { refused: 'paperOut' } });
    await bench.close();
  });
});

describe('the probe of a code scanner', () => {
  it('shows the code that is held before it, and says when none was', async () => {
    const bench = await scannerBench();
    await bench.scanner.close();
    const asked = json('code-scanner', '--path', bench.path, '--seconds', '20');
    // What is held before it while its port is not open yet is not seen.
    let answered = false;
    void asked.finally(() => {
      answered = true;
    });
    while (!answered) {
      await bench.scan('Nguyễn');
      await new Promise((resolve) => setTimeout(resolve, 300));
    }
    expect(await asked).toEqual({ status: 0, output: { bytes: 8, text: 'Nguyễn', hex: '4e677579e1bb856e' } });
    expect(await json('code-scanner', '--path', bench.path, '--seconds', '1')).toMatchObject({
      status: 1,
      output: { refused: 'noScan' },
    });
    expect(await json('code-scanner', '--path', join(dir, 'no-port'), '--seconds', '1')).toMatchObject({
      status: 1,
      output: { refused: 'noDevice' },
    });
    await bench.close();
  });
});

describe('the probe of a document scanner', () => {
  it('says what it is, and scans into a folder', async () => {
    const bench = await esclBench();
    await bench.scanner.close();
    const file = settingsFile({ devices: { documentScanner: { transport: 'escl', url: bench.url } } });
    expect(await json('document-scanner', '--settings', file)).toMatchObject({
      status: 0,
      output: { summary: expect.stringContaining('Bench Scanner') },
    });
    await bench.load([smallJpeg('one'), smallJpeg('two')]);
    const into = join(dir, 'pages');
    expect(await json('document-scanner', 'scan', '--into', into, '--url', bench.url)).toMatchObject({
      status: 0,
      output: { pages: [{}, {}] },
    });
    expect(readFileSync(join(into, 'page-2.jpg')).equals(smallJpeg('two'))).toBe(true);
    await bench.fault('cover-open');
    expect(await json('document-scanner', 'scan', '--into', into, '--url', bench.url)).toMatchObject({
      status: 1,
      output: { refused: 'coverOpen', pages: [] },
    });
    await bench.close();
  });

  it('says of a document camera that only a window sees through it', async () => {
    const file = settingsFile({ devices: { documentScanner: { transport: 'camera', device: 'HD Document' } } });
    for (const args of [[], ['scan', '--into', join(dir, 'camera')]])
      expect(await json('document-scanner', ...args, '--settings', file)).toMatchObject({ status: 1, output: { refused: 'needsWindow', detail: expect.stringMatching(/window.*Devices/) } });
  });
});

describe('the probe of a page printer', () => {
  it('says how it is, prints a test page and a file, and says why it cannot', async () => {
    const bench = await ippBench();
    await bench.printer.close();
    const file = settingsFile({ devices: { pagePrinter: { transport: 'ipp', url: bench.url } } });
    expect(await json('page-printer', '--settings', file)).toMatchObject({ status: 0, output: { model: 'Bench Page Printer', state: 'idle', media: ['a4', 'a5'], pdf: true } });
    expect(await json('page-printer', 'test', '--url', bench.url)).toMatchObject({ status: 0, output: { summary: 'printed, A4, Bench Page Printer' } });
    const pdf = join(dir, 'form.pdf');
    writeFileSync(pdf, '%PDF-1.7\nsigned');
    expect(await json('page-printer', 'print', pdf, '--media', 'a5', '--copies', '2', '--url', bench.url)).toEqual({ status: 0, output: { confirmed: true } });
    const [, job] = bench.jobs();
    expect([job?.media, job?.copies, bench.document(job!).toString()]).toEqual(['iso_a5_148x210mm', 2, '%PDF-1.7\nsigned']);
    await bench.fault('paper-out');
    expect(await json('page-printer', '--url', bench.url)).toMatchObject({ status: 1, output: { refused: 'paperOut', reasons: ['media-needed'] } });
    expect(await json('page-printer', 'print', pdf, '--url', bench.url)).toMatchObject({ status: 1, output: { refused: 'paperOut', sent: false } });
    expect(await json('page-printer', 'print', join(dir, 'none.pdf'), '--url', bench.url)).toMatchObject({ status: 1, output: { refused: 'unreadable' } });
    await bench.close();
  });
});
