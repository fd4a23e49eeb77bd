// A district's eleven years: a million dossiers in the encrypted database, asked through the storage worker as the program
// asks. They are made once and kept in .cache/bench-dossiers; a run that is cut short goes on where it was.
//   MOT_CUA_DOSSIERS=20000 npm run bench -- dossiers

import { createReadStream, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { systemClock } from '../../main/base/clock.ts';
import { momentOf } from '../../main/domain/calendar/vietnam-time.ts';
import { unwrap } from '../../main/domain/result.ts';
import { foldVietnamese } from '../../main/domain/text/fold.ts';
import type { NewDossier } from '../../main/services/store.ts';
import { openStore } from '../../main/storage/client.ts';
import { configureForWriting, connect } from '../../main/storage/database.ts';
import { openEngine } from '../../main/storage/engine.ts';
import { storagePaths } from '../../main/storage/paths.ts';
import { repositories } from '../../main/storage/repositories/index.ts';
import { percentile } from './row.ts';
import type { Context, Row } from './row.ts';

const COUNT = Number(process.env['MOT_CUA_DOSSIERS'] ?? 1_000_000);
const A_DAY = 250;
const OPEN = 3_000;
const MS_A_DAY = 86_400_000;
const FIRST_DAY = momentOf('2016-01-04', '00:00');
const key = new Uint8Array(32).fill(9);

const SURNAMES = ['Nguyễn', 'Nguyễn', 'Nguyễn', 'Nguyễn', 'Trần', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Huỳnh', 'Phan', 'Vũ', 'Võ', 'Đặng', 'Bùi', 'Đỗ', 'Hồ', 'Ngô', 'Dương', 'Lý', 'K’'];
const MIDDLES = ['Thị', 'Thị', 'Thị', 'Văn', 'Văn', 'Văn', 'Hữu', 'Đức', 'Minh', 'Ngọc', 'Thanh', 'Thị Thu', 'Thị Ngọc', 'Quốc', 'Hoàng', 'Bảo'];
const GIVEN = ['An', 'Anh', 'Ánh', 'Bình', 'Châu', 'Chi', 'Cường', 'Dung', 'Dũng', 'Dương', 'Đạt', 'Đức', 'Giang', 'Hà', 'Hạnh', 'Hằng', 'Hiền', 'Hiếu', 'Hoa', 'Hòa', 'Hùng', 'Hương', 'Khánh', 'Lan', 'Linh', 'Long', 'Mai', 'Minh', 'Nam', 'Nga', 'Ngân', 'Nhung', 'Phong', 'Phúc', 'Phương', 'Quân', 'Quang', 'Sơn', 'Tâm', 'Thảo', 'Thắng', 'Thủy', 'Trang', 'Trung', 'Tuấn', 'Tùng', 'Uyên', 'Vân', 'Vinh', 'Yến'];
const PROCEDURES = ['2.000815', '2.000908', '2.000884', '1.001193', '1.000894', '1.004873', '1.000656', '2.000635', '1.004222', '1.004194', '1.001612'];

/** A number's own noise in [0, 1): the same dossier whenever and in whatever order it is made. */
function noise(at: number, salt: number): number {
  let x = (at * 0x9e3779b1 + salt * 0x85ebca6b) >>> 0;
  x = Math.imul(x ^ (x >>> 16), 0x7feb352d) >>> 0;
  x = Math.imul(x ^ (x >>> 15), 0x846ca68b) >>> 0;
  return ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
}
const pick = <T>(list: readonly T[], at: number, salt: number): T => list[Math.floor(noise(at, salt) * list.length)]!;
const nameOf = (at: number): string => `${pick(SURNAMES, at, 1)} ${pick(MIDDLES, at, 2)} ${pick(GIVEN, at, 3)}`;
const dayOf = (at: number): string => new Date(FIRST_DAY + Math.floor(at / A_DAY) * MS_A_DAY + 7 * 3_600_000).toISOString().slice(0, 10);
const receivedAt = (at: number): number => FIRST_DAY + Math.floor(at / A_DAY) * MS_A_DAY + 8 * 3_600_000 + (at % A_DAY) * 100_000;
const codeOf = (at: number): string => `H36.12-${dayOf(at).slice(2).replace(/-/g, '')}-${String((at % A_DAY) + 1).padStart(4, '0')}`;

function dossier(at: number): NewDossier {
  const received = receivedAt(at);
  const sourced = (value: string) => ({ value, source: 'chip' as const });
  return {
    id: `j${String(at).padStart(8, '0')}-0000-4000-8000-000000000000`,
    secret: '7KQM4HXP',
    procedure: { code: pick(PROCEDURES, at, 4), version: '1' },
    caseId: 'self',
    channel: noise(at, 5) < 0.6 ? 'counter' : 'kiosk',
    applicant: {
      number: sourced(`068${at % 2}${String(40 + (at % 60)).padStart(2, '0')}${String(Math.floor(noise(at, 6) * 1e6)).padStart(6, '0')}`),
      fullName: sourced(nameOf(at)),
      birthDate: sourced('1985-03-07'),
      sex: sourced(at % 2 ? 'female' : 'male') as NewDossier['applicant']['sex'] & object,
      residence: sourced('Thôn Phú Thịnh, xã Đức Trọng, tỉnh Lâm Đồng'),
    },
    phone: `09${String(Math.floor(noise(at, 7) * 1e8)).padStart(8, '0')}`,
    answers: { phone: '0912345678', eventType: 'birth', registeredName: nameOf(at + 1), registeredBirthDate: '1999-05-20', registeredPlace: 'UBND xã Liên Nghĩa', copies: '2' },
    documents: [{ id: `p${at}`, paperId: 'certificate', fileName: 'giay-khai-sinh.jpg', mime: 'image/jpeg', pages: 1, bytes: 240_000, sha256: 'ab'.repeat(32) }],
    fee: { lines: [], total: 0 as NewDossier['fee']['total'] },
    ...(noise(at, 8) < 0.2 && { payment: { orderCode: at + 1, paidAt: received } }),
    status: 'newlyRegistered',
    receivedAt: received,
    dueAt: received + 3 * MS_A_DAY + 6 * 3_600_000,
    unit: 'H36.12',
    template: '{unit}-{YYMMDD}-{running:4}',
    day: dayOf(at),
  };
}

/** How a dossier ends: the newest are open, one in three hundred is late. */
function settledAfterDays(at: number): 2 | 3 | 4 | null {
  if (at >= COUNT - OPEN) return null;
  const luck = noise(at, 9);
  return luck < 0.0035 ? 4 : luck < 0.11 ? 3 : 2;
}

export default async function run({ root, scratch, say }: Pick<Context, 'root' | 'scratch' | 'say'>): Promise<Row[]> {
  const dir = join(root, '.cache', `bench-dossiers-${COUNT}`);
  mkdirSync(dir, { recursive: true });
  make(dir, say);
  const { database } = storagePaths(dir);

  const opening: number[] = [];
  for (let count = 0; count < 5; count += 1) opening.push(await timed(() => unwrap(openEngine({ dir, key, firstStart: true, now: 1 })).close()));
  const workerFile = new URL('../../main/storage/worker.ts', import.meta.url);
  const { store, backup, close } = unwrap(await openStore({ dir, key, workerFile, clock: systemClock, log: () => {} }));
  try {
    const p99 = async (batches: number, each: number, work: (at: number) => Promise<unknown>): Promise<number[]> => {
      const found: number[] = [];
      for (let batch = 0; batch < batches; batch += 1) {
        const times: number[] = [];
        for (let at = 0; at < each; at += 1) times.push(await timed(() => work(batch * each + at)));
        found.push(percentile(times, 0.99));
      }
      return found;
    };
    const anyone = (at: number): number => Math.floor(noise(at, 11) * COUNT);
    // As it is typed: any beginning of two letters or more.
    const typed = (at: number): string => {
      const name = foldVietnamese(nameOf(anyone(at)));
      return name.slice(0, 2 + Math.floor(noise(at, 12) * (name.length - 1)));
    };
    const names = await p99(20, 200, async (at) => unwrap(await store.read('dossiers.search', { text: typed(at), limit: 50 })));
    const whole = await p99(10, 200, async (at) => {
      let found = 0;
      let before: number | undefined;
      do {
        const part = unwrap(await store.read('dossiers.search', { text: typed(at), limit: 50, ...(before !== undefined && { before }) }));
        found += part.found.length;
        before = found < 50 ? part.olderThan : undefined;
      } while (before !== undefined);
    });
    const numbers = await p99(10, 100, async (at) => unwrap(await store.read('dossiers.search', { text: dossier(anyone(at)).applicant.number.value.slice(0, 2 + (at % 11)), limit: 50 })));
    // As on a machine that has been running for a while: what is measured is not the disk.
    for await (const _ of createReadStream(database, { highWaterMark: 1 << 20 }));
    // In turn with a call that finds its one row at hand: what lies between is the look-up's, the rest the threads' and the machine's.
    const codes: number[][] = [];
    const calls: number[][] = [];
    for (let batch = 0; batch < 20; batch += 1) {
      const times = { code: [] as number[], call: [] as number[] };
      for (let at = batch * 200; at < (batch + 1) * 200; at += 1) {
        times.call.push(await timed(async () => unwrap(await store.read('search.toForget'))));
        times.code.push(
          await timed(async () => {
            if (unwrap(await store.read('dossier.byCode', { code: codeOf(anyone(at)) })) === null) throw new Error('a code is not there');
          }),
        );
      }
      codes.push(times.code);
      calls.push(times.call);
    }
    const statistics: number[] = [];
    for (let year = 2016; year < 2026; year += 1)
      statistics.push(await timed(async () => unwrap(await store.read('statistics.groups', { from: momentOf(`${year}-01-01`, '00:00'), to: momentOf(`${year + 1}-01-01`, '00:00') }))));

    // A copy of the whole file, made and checked beside it.
    let made = false;
    const copying = backup().finally(() => (made = true));
    const besides: number[] = [];
    while (!made) besides.push(...(await p99(1, 50, async (at) => unwrap(await store.read('dossiers.search', { text: typed(at + besides.length * 50), limit: 50 })))));
    rmSync(unwrap(await copying).file);

    const bare = new Database(join(scratch, 'bare.db'));
    bare.pragma('journal_mode = WAL');
    bare.pragma('synchronous = FULL');
    bare.exec('CREATE TABLE dossiers (id INTEGER PRIMARY KEY, data TEXT)');
    const insert = bare.prepare('INSERT INTO dossiers (data) VALUES (?)');
    const filing: number[] = [];
    const yardstick: number[] = [];
    const run = Date.now();
    for (let at = 0; at < 300; at += 1) {
      const filed = { ...dossier(at), id: `n-${run}-${at}`, day: new Date(run).toISOString().slice(0, 10), unit: `X${run % 100_000}` };
      yardstick.push(await timed(() => insert.run(JSON.stringify(filed))));
      filing.push(
        await timed(async () =>
          unwrap(
            await store.write([
              { write: 'dossier.register', dossier: filed },
              { write: 'dossier.step', id: filed.id, event: { n: 1, actor: 'an', kind: 'step', status: 'received', dueAt: filed.dueAt! } },
              { write: 'audit', line: { actor: 'an', action: 'dossier.registered', subject: filed.id, details: {} } },
            ]),
          ),
        ),
      );
    }
    bare.close();
    const of = `of ${COUNT.toLocaleString('en')}`;
    return [
      { name: `search by folded name as it is typed, p99 of 200, ${of}`, ours: names, unit: 'ms', aim: '≤ 10' },
      { name: `the same until fifty are found or all are looked through, p99 of 200, ${of}`, ours: whole, unit: 'ms' },
      { name: `search by the beginning of a number, p99 of 100, ${of}`, ours: numbers, unit: 'ms', aim: '≤ 10' },
      { name: `search by folded name while the backup is made, p99 of 50, ${of}`, ours: besides, unit: 'ms' },
      { name: `look-up by code, the file in memory, p99 of 200, ${of}`, ours: codes.map((times) => percentile(times, 0.99)), unit: 'ms', aim: '≤ 1' },
      { name: `a call that finds its row at hand, p99 of 200, in turn with the look-up`, ours: calls.map((times) => percentile(times, 0.99)), unit: 'ms' },
      { name: `look-up by code, to that call, ${of}`, ours: codes.flat(), yardstick: calls.flat(), unit: 'ms', aim: '≤ 4' },
      { name: `a dossier with two events and an audit line, FULL sync, ${of}, to a bare insert`, ours: filing, yardstick, unit: 'ms', aim: '≤ 6' },
      { name: `statistics of a year, ${of}`, ours: statistics, unit: 'ms', aim: '≤ 200' },
      { name: `database a dossier, ${of}`, ours: [statSync(database).size / COUNT], unit: 'bytes' },
      { name: `opening the database, ${of}`, ours: opening, unit: 'ms', aim: '≤ 1000' },
    ];
  } finally {
    await close();
  }
}

/**
 * In the order in which they came, from where an earlier run stopped: most of them many days in one transaction, the last
 * ones each by itself, so that the search's index lies in as many parts as at a counter.
 */
function make(dir: string, say: Context['say']): void {
  unwrap(openEngine({ dir, key, firstStart: true, now: 1 })).close();
  const connection = connect(storagePaths(dir).database, { key });
  try {
    configureForWriting(connection);
    // A kill does not hurt; should the power be cut, they are made again.
    connection.pragma('synchronous = OFF');
    const { writes, queries } = repositories(connection);
    const kept = (at: number): boolean => queries['dossier.byId']({ id: dossier(at).id }) !== null;
    let at = 0;
    for (let step = 2 ** 24; step >= 1; step /= 2) if (at + step <= COUNT && kept(at + step - 1)) at += step;
    if (at < COUNT) say(`${at} of ${COUNT} dossiers are there`);
    const file = connection.transaction((end: number) => {
      for (; at < end; at += 1) {
        const one = dossier(at);
        writes['dossier.register']({ write: 'dossier.register', dossier: one }, one.receivedAt);
        const days = settledAfterDays(at);
        if (days === null) continue;
        const event = { n: 1, actor: 'an', kind: 'step', status: 'withdrawn', dueAt: one.dueAt! } as const;
        writes['dossier.step']({ write: 'dossier.step', id: one.id, event }, one.receivedAt + days * MS_A_DAY + 3_600_000);
      }
    });
    while (at < COUNT) {
      const bulk = COUNT - OPEN;
      file(at < bulk ? Math.min(bulk, at + A_DAY * 20) : at + 1);
      if (at % 50_000 === 0) say(`${at} dossiers`);
    }
  } finally {
    connection.close();
  }
}

async function timed(work: () => unknown): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}
