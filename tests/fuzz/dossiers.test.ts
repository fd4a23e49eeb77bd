// What people, files and a lying portal may hand in about dossiers: search words that are a query's syntax, codes with letters
// that only look right, tables that would become formulas, moments and periods that are none.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvOf } from '../../main/base/sheet.ts';
import { lookupUrlData, parseLookup, readLookUp, SECRET_ALPHABET } from '../../main/domain/dossier/dossier-code.ts';
import { unwrap } from '../../main/domain/result.ts';
import { foldVietnamese } from '../../main/domain/text/fold.ts';
import { readFound } from '../../main/portal/portal-client.ts';
import { searchQuery } from '../../main/storage/search-text.ts';
import { inProcess, newDossier, NOW, temporaryDirectory } from '../unit/storage/helpers.ts';

const RUNS = Number(process.env['FUZZ_RUNS'] ?? 300);
const encode = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

/** Words, and what a query's language, a database or a terminal would make something of. */
const piece = fc.constantFrom(
  ...['do', 'thi', 'hằng', 'Đỗ', '068190001234', '24/11/2026', '11/2026', 'chờ bổ sung', 'đã tiếp nhận', 's4', 'd20261124'],
  ...['"', '""', '*', '^', ':', '-', '+', '(', ')', '{', '}', '[', ']', ',', ';', '\\', '%', '_', "'", '`', '~', '/', '.', '|', '&', '<', '>'],
  ...['NEAR', 'NEAR(do hang, 1)', 'AND', 'OR', 'NOT', 'text:do', '-text:do', '{text}:do', 'rank', 'dossier_search', "' OR 1=1 --", '"; DROP TABLE dossiers; --'],
  ...['\0', '\n', '\t', '\u0300', '\u202e', '\u200b', '\ud800', '\udc00', '\ufeff', '０６８', 'Ｎguyễn', '𝐃ỗ', 'ﬁ', 'ß', 'İ', '😀'],
);
const hostileText = fc.oneof(fc.array(piece, { maxLength: 12 }).map((all) => all.join(' ')), fc.array(piece, { maxLength: 40 }).map((all) => all.join('')), fc.string({ unit: 'binary', maxLength: 300 }));

describe('words to search by', () => {
  it('are never a query’s syntax: quoted words, each of which must be there', () => {
    const query = /^"[a-z0-9]+"\*?( AND "[a-z0-9]+"\*?)*$/;
    fc.assert(
      fc.property(hostileText, (text) => {
        const found = searchQuery(text);
        if (found !== null) expect(found).toMatch(query);
        expect((found ?? '').split(' AND ').length).toBeLessThan(200);
      }),
      { numRuns: RUNS },
    );
    for (const long of ['x'.repeat(10_000), 'x '.repeat(5_000), '"'.repeat(10_000), '\u0300'.repeat(10_000), 'ﷺ'.repeat(10_000), '24/11/2026 '.repeat(1_000)]) expect((searchQuery(long) ?? '').length).toBeLessThan(5_000);
  });

  it('find what has them all, in the real index, and nothing else', () => {
    const { engine } = inProcess(temporaryDirectory());
    const names = ['Đỗ Thị Hằng', 'Trần Văn Near', 'Lê Or Not', 'Phạm Text Rank', 'K’ Bờm-An', '"Ngoặc" *Sao*'];
    names.forEach((name, at) =>
      engine.write([{ write: 'dossier.register', dossier: newDossier(`d-${at}`, { applicant: { number: { value: `06819000${1000 + at}`, source: 'qr' }, fullName: { value: name, source: 'qr' } } }) }], NOW),
    );
    const wordsOf = (text: string): string[] => foldVietnamese(text).match(/[a-z0-9]+/g) ?? [];
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.constantFrom(...names)), (text) => {
        const { found } = engine.read('dossiers.search', { text, limit: 50 });
        const asked = searchQuery(text);
        if (asked === null) {
          expect(found).toEqual([]);
          return;
        }
        const prefixes = asked.split(' AND ').map((term) => term.replace(/["*]/g, ''));
        for (const { dossier } of found) {
          const words = [...wordsOf(dossier.applicant.fullName!.value), ...wordsOf(dossier.code), dossier.applicant.number.value, 'd20261124', 'm202611', 's1'];
          for (const prefix of prefixes) expect(words.some((word) => word.startsWith(prefix)), `${prefix} in ${words.join(' ')}`).toBe(true);
        }
      }),
      { numRuns: RUNS },
    );
    for (const [at, name] of names.entries()) expect(engine.read('dossiers.search', { text: name, limit: 50 }).found.map(({ dossier }) => dossier.id), name).toEqual([`d-${at}`]);
  });
});

describe('a slip’s code', () => {
  const CODE = 'H36.12-261124-0042';
  const SECRET = '7KQM4HXP';

  it.each([
    ['a Cyrillic Н', 'Н36.12-261124-0042'],
    ['figures of full width', 'H36.12-261124-００42'],
    ['Arabic figures', 'H36.12-261124-٠٠٤٢'],
    ['a minus for its hyphen', 'H36.12−261124−0042'],
    ['a letter O for a nought', 'H36.12-261124-OO42'],
    ['a small h', 'h36.12-261124-0042'],
    ['a space of no width', 'H36.12-\u200b261124-0042'],
    ['a text that runs backwards', '\u202eH36.12-261124-0042'],
    ['a nought byte at its end', 'H36.12-261124-0042\0'],
    ['a wildcard', 'H36.12-261124-%'],
    ['another query behind it', "H36.12-261124-0042' OR '1'='1"],
  ])('with %s opens nothing', (_, code) => {
    const { engine } = inProcess(temporaryDirectory());
    for (let at = 0; at < 42; at += 1) engine.write([{ write: 'dossier.register', dossier: newDossier(`d-${at}`, { secret: SECRET }) }], NOW);
    expect(engine.read('dossier.byCode', { code: CODE })).not.toBeNull();
    const read = parseLookup(lookupUrlData(code, SECRET));
    if (read.ok) expect(engine.read('dossier.byCode', { code: read.value.code })).toBeNull();
    expect(engine.read('dossier.byCode', { code })).toBeNull();
  });

  it('is read back as it was printed, or not at all', () => {
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.string({ unit: 'grapheme', maxLength: 80 }), fc.tuple(fc.string(), fc.string()).map((both) => both.join('|'))), (text) => {
        const read = parseLookup(text);
        if (!read.ok) return;
        expect(read.value.code).toMatch(/^[A-Za-z0-9.\-/]{3,64}$/);
        expect([...read.value.secret].every((letter) => SECRET_ALPHABET.includes(letter))).toBe(true);
      }),
      { numRuns: RUNS },
    );
    const shape = [{ fixed: 'H36.12-' }, { digits: 6 }, { fixed: '-' }, { digits: 4 }] as const;
    fc.assert(
      fc.property(fc.oneof(hostileText, fc.string({ unit: fc.constantFrom(...'0123456789٠١２'), maxLength: 45 })), hostileText, (figures, secret) => {
        const read = readLookUp(shape, figures, secret);
        if (read.ok) expect(read.value.code).toBe(`H36.12-${figures.slice(0, 6)}-${figures.slice(6)}`);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('what a lying portal says of dossiers', () => {
  const row = { MaHoSo: 'H36.12-261124-0042', MaTTHC: '1.004873', TenTTHC: 'Cấp giấy', TrangThaiHoSo: '2', NgayTiepNhan: '20261124150000' };
  const text = fc.oneof(hostileText, fc.constantFrom('x'.repeat(2_000), '<script>alert(1)</script>', '\u202e\u2066evil', '', ' '));
  const odd = fc.oneof(text, fc.jsonValue({ maxDepth: 3 }));

  it('is shown in letters that a code, a name or an office has, short enough to be read, or left out', () => {
    fc.assert(
      fc.property(fc.array(fc.record({ MaHoSo: fc.oneof(fc.constant(row.MaHoSo), odd), MaTTHC: fc.oneof(fc.constant(row.MaTTHC), odd), TenTTHC: odd, TrangThaiHoSo: fc.oneof(fc.constant('2'), odd), NgayTiepNhan: fc.oneof(fc.constant(row.NgayTiepNhan), odd), NgayHenTra: odd, DonViXuLy: odd }, { requiredKeys: [] }), { maxLength: 5 }), (rows) => {
        const read = readFound({ status: 200, bytes: encode({ error_code: '0', data: rows }) }, { number: '068190001234' });
        for (const { code, procedure, unit = '' } of read.ok ? read.value : []) {
          expect(code).toMatch(/^[A-Za-z0-9._\-/]{1,64}$/);
          expect(procedure.code).toMatch(/^[A-Za-z0-9._\-/]{1,64}$/);
          for (const shown of [procedure.name, unit]) {
            expect(shown).not.toMatch(/[\p{Cc}\p{Cf}\p{Co}\p{Cs}]/u);
            expect([...shown].length).toBeLessThanOrEqual(300);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('in a megabyte of a name is a name that fits the screen', () => {
    const [found] = unwrap(readFound({ status: 200, bytes: encode({ error_code: '0', data: { ...row, TenTTHC: '\u202eNgũ '.repeat(80) } }) }, { number: '068190001234' }));
    expect([...found!.procedure.name].length).toBeLessThanOrEqual(300);
    expect(unwrap(readFound({ status: 200, bytes: encode({ error_code: '0', data: [{ ...row, TenTTHC: 'x'.repeat(999_000) }, row] }) }, { number: '068190001234' }))).toHaveLength(1);
  });

  it('of a dossier that a slip did not ask for is nothing', () => {
    const rows = ['H36.12-261124-0043', 'h36.12-261124-0042', 'Н36.12-261124-0042', 'H36.12-261124-0042 ', 'H36.12-261124-0042\u200b'].map((MaHoSo) => ({ ...row, MaHoSo }));
    const asked = { code: row.MaHoSo, secret: '7KQM4HXP' };
    expect(unwrap(readFound({ status: 200, bytes: encode({ error_code: '0', data: rows }) }, asked))).toEqual([]);
    expect(unwrap(readFound({ status: 200, bytes: encode({ error_code: '0', data: [...rows, row] }) }, asked)).map(({ code }) => code)).toEqual([row.MaHoSo]);
  });
});

describe('a table for other programs', () => {
  const cell = fc.array(fc.oneof(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', ';', ',', '|', '"', "'", ' ', '\u00a0', '\u200b', '\ufeff', '＝', '＋', '－', '＠', '=1+1', "=cmd|'/C calc'!A0"), fc.string({ maxLength: 5 })), { maxLength: 8 }).map((all) => all.join(''));

  it('holds no formula, whatever a spreadsheet takes for what parts its columns', () => {
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 4 }), (rows) => {
        const text = csvOf({ name: 'x', head: ['a'], rows });
        for (const separator of [',', ';', '\t', '|']) {
          for (const one of cellsOf(text, separator)) expect(one, `parted by ${JSON.stringify(separator)}`).not.toMatch(/^[\s\u200b\ufeff]*[=+\-@＝＋－＠]/);
        }
      }),
      { numRuns: RUNS },
    );
  });
});

/** As a spreadsheet reads it: a quote at a cell's beginning holds it together, any other is a letter. */
function cellsOf(text: string, separator: string): string[] {
  const cells: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = '';
    if (text[at] === '"') {
      for (at += 1; at < text.length; at += 1) {
        if (text[at] !== '"') cell += text[at];
        else if (text[at + 1] === '"') cell += text[++at];
        else break;
      }
      at += 1;
    }
    while (at < text.length && text[at] !== separator && text[at] !== '\n' && text[at] !== '\r') cell += text[at++];
    at += 1;
    cells.push(cell);
  }
  return cells;
}
