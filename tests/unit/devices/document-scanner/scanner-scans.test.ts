import { afterEach, describe, expect, it } from 'vitest';
import { never, until } from '../support.ts';
import type { EsclBench } from './bench.ts';
import { esclBench, smallJpeg } from './bench.ts';

describe('a document scanner on a good day', () => {
  let bench: EsclBench;
  afterEach(() => bench.close());

  it('scans all sheets in the feeder, in order', async () => {
    bench = await esclBench();
    const sheets = ['one', 'two', 'three'].map(smallJpeg);
    await bench.load(sheets);
    const scanned = await bench.scanner.scan(never());
    expect(scanned.ok && scanned.value.map((page) => ({ ...page, bytes: Buffer.from(page.bytes) }))).toEqual(
      sheets.map((bytes) => ({ bytes, mime: 'image/jpeg' })),
    );
    expect(bench.state().jobs).toMatchObject([{ state: 'Completed', source: 'Feeder', dpi: 300 }]);
  });

  it('fetches three pages ahead of what is kept of them, and leaves the rest to the scanner', async () => {
    bench = await esclBench();
    const sheets = Array.from({ length: 8 }, (_, at) => smallJpeg(`sheet ${at}`));
    await bench.load(sheets);
    const waiting: (() => void)[] = [];
    let handed = 0;
    const scanned = bench.scanner.scan(never(), () => {
      handed += 1;
      return new Promise((resolve) => waiting.push(() => resolve(true)));
    });
    for (let kept = 0; kept < sheets.length; kept += 1) {
      const wanted = Math.min(sheets.length, kept + 3);
      await until(() => handed === wanted, `page ${wanted}`);
      // As long as the scanner would need for more.
      for (let asked = 0; asked < 3; asked += 1) await fetch(`${bench.url}/ScannerStatus`);
      expect(handed).toBe(wanted);
      waiting.shift()!();
    }
    expect(await scanned).toMatchObject({ ok: true });
  });

  it('stops waiting for pages to be kept when it is canceled', async () => {
    bench = await esclBench();
    await bench.load(Array.from({ length: 5 }, (_, at) => smallJpeg(`sheet ${at}`)));
    const cancel = new AbortController();
    let handed = 0;
    const scanned = bench.scanner.scan(cancel.signal, () => {
      handed += 1;
      return new Promise(() => {});
    });
    await until(() => handed === 3, 'three pages');
    cancel.abort();
    expect(await scanned).toMatchObject({ ok: false, error: { code: 'canceled' } });
  });

  it('scans the glass when the feeder is empty', async () => {
    bench = await esclBench();
    await bench.load([smallJpeg('card')], 'glass');
    const scanned = await bench.scanner.scan(never());
    expect(scanned.ok && scanned.value).toHaveLength(1);
    expect(bench.state().jobs).toMatchObject([{ source: 'Platen' }]);
  });

  it('takes a job address without a host', async () => {
    bench = await esclBench();
    await bench.fault('relative-location');
    await bench.load([smallJpeg('card')], 'glass');
    expect(await bench.scanner.scan(never())).toMatchObject({ ok: true });
  });

  it('scans one job after another', async () => {
    bench = await esclBench();
    await bench.load([smallJpeg('card')], 'glass');
    const both = await Promise.all([bench.scanner.scan(never()), bench.scanner.scan(never())]);
    expect(both.map((scanned) => scanned.ok)).toEqual([true, true]);
  });

  it('says what it is in a test', async () => {
    bench = await esclBench();
    expect(await bench.scanner.test(never())).toEqual({
      ok: true,
      value: { summary: 'Mot Cua Bench Scanner, idle, glass, feeder empty' },
    });
    expect(bench.scanner.model).toBe('Mot Cua Bench Scanner');
  });

  it('sees paper that is put into the feeder', async () => {
    bench = await esclBench();
    expect(bench.scanner.state().media).toEqual({ feeder: 'notPresent' });
    await bench.load([smallJpeg('one')]);
    await until(() => bench.scanner.state().media['feeder'] === 'present', 'the paper to be seen');
  });
});
