// The bench's provincial portal: takes dossiers, their progress and their documents as one POST and resumable PUTs, counts
// every message once by its key, and keeps its own records. Strict about fields and dates; says which one is wrong.

import { createHash, randomUUID } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { isEntry, RawReply, runBenchProcess } from './control.ts';
import type { BenchPart, Options } from './control.ts';
import { BadControlRequest, Faults } from './faults.ts';
import { HTTP_FAULTS, HttpWire, json } from './http-wire.ts';
import type { Broken, WireReply, WireRequest } from './http-wire.ts';
import { Journal } from './journal.ts';
import { dossierProblem, fieldsUnknown, progressProblem } from './portal/messages.ts';

type Row = Readonly<Record<string, unknown>>;

type Entry =
  | {
      readonly entry: 'message';
      readonly key: string;
      readonly digest: string;
      readonly service: string;
      readonly isUpdating: boolean;
      readonly data: readonly Row[];
      readonly at: number;
    }
  | {
      readonly entry: 'duplicate';
      readonly key: string;
      readonly service: string;
      readonly sameContent: boolean;
      readonly at: number;
    }
  | {
      readonly entry: 'refused';
      readonly key: string;
      readonly service: string;
      readonly code: string;
      readonly message: string;
      readonly at: number;
    }
  | { readonly entry: 'unknownField'; readonly service: string; readonly field: string; readonly at: number }
  | {
      readonly entry: 'document';
      readonly id: string;
      readonly dossierCode: string;
      readonly bytes: number;
      readonly sha256: string;
      readonly mime: string;
      readonly again: boolean;
      readonly at: number;
    }
  | { readonly entry: 'badDocument'; readonly id: string; readonly reason: string; readonly at: number };

export type DossierRecord = {
  readonly code: string;
  readonly data: Row;
  readonly status: string;
  /** Times that it was registered, without updates; more than one would be a double. */
  readonly registrations: number;
  readonly updates: number;
  readonly progress: readonly Row[];
  readonly documents: readonly string[];
  readonly firstAt: number;
};

const FAULTS = [...HTTP_FAULTS, 'refuse', 'duplicate-reply'] as const;
const MAX_DOCUMENT_BYTES = 64 * 1024 * 1024;
const ID = /^[A-Za-z0-9._-]{1,100}$/;

const reply = (code: '0' | '1' | '2', message: string, data: unknown = null, status = 200) =>
  json({ error_code: code, message, data }, status);
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest('hex');

export async function startPortal(options: Options): Promise<BenchPart> {
  const { dir } = options;
  const uploads = join(dir, 'uploads');
  mkdirSync(uploads, { recursive: true });
  const catalogueFile = join(dir, 'catalogue.json');
  const sessionFile = join(dir, 'session.json');
  if (!existsSync(sessionFile)) writeFileSync(sessionFile, JSON.stringify({ session: randomUUID() }), { mode: 0o600 });
  const { session } = JSON.parse(readFileSync(sessionFile, 'utf8')) as { session: string };
  const journal = new Journal<Entry>(join(dir, 'records.jsonl'));
  const faults = new Faults(FAULTS);

  const entries = <K extends Entry['entry']>(kind: K) =>
    journal.all().filter((entry): entry is Extract<Entry, { entry: K }> => entry.entry === kind);

  function dossiers(): readonly DossierRecord[] {
    const found = new Map<string, DossierRecord>();
    for (const message of entries('message')) {
      for (const row of message.data) {
        const code = String(row['MaHoSo']);
        const known = found.get(code);
        if (message.service === 'DongBoHoSoMC') {
          found.set(code, {
            code,
            data: { ...known?.data, ...row },
            status: String(row['TrangThaiHoSo']),
            registrations: (known?.registrations ?? 0) + (message.isUpdating ? 0 : 1),
            updates: (known?.updates ?? 0) + (message.isUpdating ? 1 : 0),
            progress: known?.progress ?? [],
            documents: [],
            firstAt: known?.firstAt ?? message.at,
          });
        } else if (known !== undefined) {
          found.set(code, { ...known, progress: [...known.progress, row], status: String(row['TrangThai']) });
        }
      }
    }
    const documents = entries('document');
    return [...found.values()].map((dossier) => ({
      ...dossier,
      documents: [
        ...new Set(
          documents.filter((document) => document.dossierCode === dossier.code).map((document) => document.id),
        ),
      ],
    }));
  }
  const isKnown = (code: unknown) =>
    entries('message').some(
      (message) => message.service === 'DongBoHoSoMC' && message.data.some((row) => row['MaHoSo'] === code),
    );

  const refused = (key: string, service: string, message: string, code: '1' | '2' = '2'): WireReply => {
    journal.add({ entry: 'refused', key, service, code, message, at: Date.now() });
    return reply(code, message);
  };

  function post(request: WireRequest): WireReply {
    const message = parse(request.body);
    if (message === undefined) return refused('', '', 'the body is not a JSON object');
    const { service, isUpdating, data } = message;
    const key = String(request.headers['x-message-key'] ?? '');
    const name = typeof service === 'string' ? service : '';
    if (message['session'] !== session) return refused(key, name, 'session is not valid', '1');
    if (typeof isUpdating !== 'boolean') return refused(key, name, 'isUpdating must be true or false');
    if (!Array.isArray(data)) return refused(key, name, 'data must be a list');
    const rows = data as readonly unknown[];
    if (!rows.every((row): row is Row => typeof row === 'object' && row !== null && !Array.isArray(row)))
      return refused(key, name, 'data must be a list of objects');

    if (name === 'KiemTra') return reply('0', 'OK', []);
    if (name === 'TraCuuHoSo') {
      const wanted = rows.map((row) => row['MaHoSo']);
      return reply(
        '0',
        'OK',
        dossiers()
          .filter((dossier) => wanted.includes(dossier.code))
          .map((dossier) => ({ ...dossier.data, MaHoSo: dossier.code, TrangThaiHoSo: dossier.status })),
      );
    }
    if (name === 'LayDanhSachTTHC') {
      if (!existsSync(catalogueFile)) return refused(key, name, 'no catalogue is published');
      return reply('0', 'OK', [{ NoiDung: readFileSync(catalogueFile).toString('base64') }]);
    }
    if (name !== 'DongBoHoSoMC' && name !== 'CapNhatTienDoHoSoMC')
      return refused(key, name, `service ${JSON.stringify(service)} is not known`);

    if (key === '' || key.length > 200) return refused(key, name, 'header X-Message-Key is missing');
    const digest = sha256(JSON.stringify([name, isUpdating, rows]));
    const first = entries('message').find((known) => known.key === key);
    if (first !== undefined) {
      journal.add({ entry: 'duplicate', key, service: name, sameContent: first.digest === digest, at: Date.now() });
      return first.digest === digest
        ? reply(
            '0',
            'already received',
            first.data.map((row) => ({ MaHoSo: row['MaHoSo'] })),
          )
        : refused(key, name, 'X-Message-Key was used for another message');
    }
    if (rows.length === 0) return refused(key, name, 'data is empty');
    const poison = faults.find('refuse', name);
    if (
      poison !== undefined &&
      (poison['maHoSo'] === undefined || rows.some((row) => row['MaHoSo'] === poison['maHoSo']))
    ) {
      faults.take('refuse', name);
      return refused(
        key,
        name,
        typeof poison['message'] === 'string' ? poison['message'] : 'MaTTHC is not served by this unit',
      );
    }
    for (const [index, row] of rows.entries()) {
      const problem = name === 'DongBoHoSoMC' ? dossierProblem(row) : progressProblem(row);
      if (problem !== undefined) return refused(key, name, `data[${index}] ${problem}`);
      const known = isKnown(row['MaHoSo']);
      if (name === 'DongBoHoSoMC' && known && !isUpdating)
        return refused(key, name, `data[${index}] MaHoSo is registered already`);
      if (!known && (name === 'CapNhatTienDoHoSoMC' || isUpdating))
        return refused(key, name, `data[${index}] MaHoSo is not known`);
    }
    for (const row of rows) {
      for (const field of fieldsUnknown(row, name === 'DongBoHoSoMC' ? 'dossier' : 'progress')) {
        if (!entries('unknownField').some((entry) => entry.field === field && entry.service === name))
          journal.add({ entry: 'unknownField', service: name, field, at: Date.now() });
      }
    }
    journal.add({ entry: 'message', key, digest, service: name, isUpdating, data: rows, at: Date.now() });
    return reply(
      '0',
      'OK',
      rows.map((row) => ({ MaHoSo: row['MaHoSo'] })),
    );
  }

  const partFile = (id: string) => join(uploads, `${id}.part`);
  const wholeFile = (id: string) => join(uploads, `${id}.bin`);
  const received = (id: string) =>
    existsSync(wholeFile(id))
      ? statSync(wholeFile(id)).size
      : existsSync(partFile(id))
        ? statSync(partFile(id)).size
        : 0;
  const withReceived = (id: string, answer: WireReply): WireReply => ({
    ...answer,
    headers: { ...answer.headers, 'x-received': String(received(id)) },
  });

  function put(id: string, request: WireRequest): WireReply {
    const dossierCode = decoded(request.headers['x-mahoso']);
    const hash = String(request.headers['x-sha256'] ?? '').toLowerCase();
    const body = request.body;
    const bad = (reason: string, status = 400) => {
      journal.add({ entry: 'badDocument', id, reason, at: Date.now() });
      return withReceived(id, reply('2', reason, null, status));
    };
    if (dossierCode === undefined || dossierCode === '' || dossierCode.length > 60)
      return bad('header X-MaHoSo is missing');
    if (!/^[0-9a-f]{64}$/.test(hash)) return bad('header X-SHA256 must be 64 hex digits');
    const range = request.headers['content-range'];
    const match =
      range === undefined
        ? [String(range), '0', String(body.length - 1), String(body.length)]
        : /^bytes (\d{1,12})-(\d{1,12})\/(\d{1,12})$/.exec(range);
    if (match === null) return bad('header Content-Range must be "bytes FROM-TO/TOTAL"');
    const [from, to, total] = match.slice(1).map(Number) as [number, number, number];
    if (total > MAX_DOCUMENT_BYTES) return bad(`over ${MAX_DOCUMENT_BYTES} bytes`, 413);
    if (to - from + 1 !== body.length || to >= total) return bad('Content-Range and the body do not agree');

    const done = entries('document').find((document) => document.id === id);
    if (done !== undefined && existsSync(wholeFile(id))) {
      if (done.sha256 !== hash) return bad('this TepDinhKemId is another document already', 409);
      if (to === total - 1) journal.add({ ...done, again: true, at: Date.now() });
      return withReceived(id, reply('0', 'already received', { received: done.bytes }));
    }
    if (from === 0) rmSync(partFile(id), { force: true });
    if (from !== received(id)) return bad('a piece is missing before this one', 416);
    appendFileSync(partFile(id), body);
    if (received(id) < total) return withReceived(id, reply('0', 'go on', { received: received(id) }));
    const bytes = readFileSync(partFile(id));
    if (sha256(bytes) !== hash) {
      rmSync(partFile(id), { force: true });
      return bad('X-SHA256 does not match what was received', 422);
    }
    renameSync(partFile(id), wholeFile(id));
    journal.add({
      entry: 'document',
      id,
      dossierCode,
      bytes: total,
      sha256: hash,
      mime: String(request.headers['content-type'] ?? ''),
      again: false,
      at: Date.now(),
    });
    return withReceived(id, reply('0', 'OK', { received: total }));
  }

  const documentPath = /^\/TepDinhKem\/([^/]+)$/;
  const wire = new HttpWire(options.port, faults, {
    operation(request) {
      if (documentPath.test(request.path)) return request.method === 'HEAD' ? 'head' : 'upload';
      const service = parse(request.body)?.['service'];
      return typeof service === 'string' ? service : 'other';
    },
    handle(request): WireReply | Broken {
      const match = documentPath.exec(request.path);
      if (match !== null) {
        const id = decoded(match[1]) ?? '';
        if (!ID.test(id)) return reply('2', 'TepDinhKemId is not allowed', null, 400);
        if (request.headers['x-session'] !== undefined && request.headers['x-session'] !== session)
          return reply('1', 'session is not valid', null, 401);
        if (request.method === 'PUT') return put(id, request);
        if (request.method === 'HEAD') return { status: 200, headers: { 'x-received': String(received(id)) } };
        return reply('2', 'method not allowed', null, 405);
      }
      if (request.method !== 'POST' || request.path !== '/') return reply('2', 'not found', null, 404);
      const answer = post(request);
      return faults.take('duplicate-reply') === undefined
        ? answer
        : { ...answer, body: `${String(answer.body)}${String(answer.body)}` };
    },
  });
  await wire.open();

  const records = () => ({
    dossiers: dossiers(),
    documents: entries('document').filter((document) => !document.again),
    repeatedDocuments: entries('document').filter((document) => document.again).length,
    badDocuments: entries('badDocument'),
    messages: entries('message').map(({ key, service, isUpdating, data, at }) => ({
      key,
      service,
      isUpdating,
      dossierCodes: data.map((row) => String(row['MaHoSo'])),
      at,
    })),
    duplicates: entries('duplicate'),
    refused: entries('refused'),
    unknownFields: entries('unknownField').map(({ service, field }) => `${service}.${field}`),
  });

  return {
    addresses: { url: `http://127.0.0.1:${wire.port}/`, sessionFile },
    faults,
    state: () => ({ requests: wire.requests, ...records() }),
    reset() {
      journal.clear();
      rmSync(uploads, { recursive: true, force: true });
      mkdirSync(uploads, { recursive: true });
    },
    faultsChanged: () => wire.follow(),
    routes: {
      'GET /records': records,
      /** A document's bytes, as they were received. */
      'GET /documents/*': ({ rest }) => {
        if (!ID.test(rest) || !existsSync(wholeFile(rest))) throw new BadControlRequest('no such document');
        const mime = entries('document').find((document) => document.id === rest)?.mime;
        return new RawReply(
          mime === undefined || mime === '' ? 'application/octet-stream' : mime,
          readFileSync(wholeFile(rest)),
        );
      },
    },
    close: () => wire.close(),
  };
}

function decoded(value: unknown): string | undefined {
  try {
    return typeof value === 'string' ? decodeURIComponent(value) : undefined;
  } catch {
    return undefined;
  }
}

function parse(body: Buffer): Row | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Row) : undefined;
  } catch {
    return undefined;
  }
}

if (isEntry(import.meta.url)) await runBenchProcess('portal', startPortal);
