import { describe, expect, it } from 'vitest';
import { kindOf } from '../../../../main/domain/pages/saved-paper.ts';
import { catalogueProblem, createCatalogue } from '../../../../main/domain/procedures/catalogue.ts';
import type { Procedure } from '../../../../main/domain/procedures/procedure.ts';
import { shippedProcedures } from '../../../../main/domain/procedures/shipped.ts';
import vectors from '../../../fixtures/vectors/procedures.json' with { type: 'json' };

const shipped = shippedProcedures();
const catalogue = createCatalogue(shipped);
const TODAY = '2026-11-24';

describe('the catalogue', () => {
  it('offers the eleven procedures by their names', () => {
    const offered = catalogue.all(TODAY).map(({ code, name }) => ({ code, name: name.vi }));
    const expected = vectors.procedures.map(({ code, name }) => ({ code, name }));
    expect(offered).toHaveLength(11);
    expect(offered).toEqual(expect.arrayContaining(expected));
  });

  it('gives the version in force on a day, and any version that a dossier pinned', () => {
    expect(catalogue.on('2.000635', '2026-08-14')?.version).toBe('1');
    expect(catalogue.on('2.000635', '2026-08-15')?.version).toBe('2');
    expect(catalogue.on('2.000635', '2025-06-30')).toBeUndefined();
    expect(catalogue.on('9.999999', TODAY)).toBeUndefined();
    expect(catalogue.version('2.000635', '1')?.validTo).toBe('2026-08-14');
    expect(catalogue.version('2.000635', '3')).toBeUndefined();
  });

  it.each([
    ['khai sinh', '1.001193'],
    ['độc thân', '1.004873'],
    ['doc than', '1.004873'],
    ['HÔN NHÂN', '1.004873'],
    ['trich luc', '2.000635'],
    ['death', '1.000656'],
    ['tam tru', '1.004194'],
    ['1.004222', '1.004222'],
    ['mo ho kinh doanh', '1.001612'],
  ])('finds %j first as %s', (text, code) => {
    expect(catalogue.search(text, TODAY)[0]?.code).toBe(code);
  });

  it('finds nothing for what it does not have, and everything for nothing', () => {
    expect(catalogue.search('hộ chiếu', TODAY)).toEqual([]);
    expect(catalogue.search('  ')).toHaveLength(11);
    expect(catalogue.search('trich luc').map(({ version }) => version)).toContain('2');
  });
});

describe('the papers that are scanned', () => {
  /** The same words, another document each time: a letter of authorisation names what it is for. */
  const OTHER_DOCUMENTS = ['Văn bản ủy quyền'];
  const scanned = shipped.flatMap((procedure) =>
    procedure.cases.flatMap(({ papers }) => papers.filter(({ madeByForm, shownOnly }) => !madeByForm && !shownOnly).map((paper) => ({ code: procedure.code, name: paper.name.vi, kind: kindOf(procedure, paper) }))),
  );
  const inSeveral = (key: 'name' | 'kind') => [...new Set(scanned.map((paper) => paper[key]))].filter((value) => new Set(scanned.filter((paper) => paper[key] === value).map(({ code }) => code)).size > 1);

  it('are one document across procedures only where their kind says so, and no two of those that are shipped are', () => {
    expect(inSeveral('kind')).toEqual([]);
    const [lease, contract] = [{ id: 'lease', kind: 'lease' }, { id: 'contract', kind: 'lease' }];
    expect(kindOf({ code: '1.004222' }, lease)).toBe(kindOf({ code: '1.004194' }, contract));
    expect(kindOf({ code: '1.004222' }, { id: 'lease' })).not.toBe(kindOf({ code: '1.004194' }, { id: 'lease' }));
  });

  it('are of one kind where procedures ask for them by one name, or are known to be others', () => {
    expect(inSeveral('name')).toEqual(OTHER_DOCUMENTS);
  });
});

describe('a set of procedures that contradicts itself', () => {
  const [one, two] = shipped.filter(({ code }) => code === '2.000635') as [Procedure, Procedure];

  it.each([
    ['the same version twice', [one, one], 'version 1'],
    ['two versions in force on one day', [{ ...one, validTo: '2026-08-15' }, two], 'on the same day'],
    ['an older one without an end', [two, { ...one, validTo: undefined }], 'on the same day'],
  ] as const)('%s', (_, procedures, problem) => {
    expect(catalogueProblem(procedures as readonly Procedure[])).toContain(problem);
    expect(() => createCatalogue(procedures as readonly Procedure[])).toThrow(/catalogue/);
  });

  it('may leave a time in which nothing is in force', () => {
    expect(catalogueProblem([{ ...one, validTo: '2026-01-01' }, two])).toBeUndefined();
  });
});
