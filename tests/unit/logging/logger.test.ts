import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LOG_EVENTS } from '../../../main/logging/catalogue.ts';
import type { EventShape } from '../../../main/logging/catalogue.ts';
import { eventsDocument } from '../../../main/logging/events-document.ts';
import { createLogger, logLine, REFUSED } from '../../../main/logging/logger.ts';
import { rotatingFile } from '../../../main/logging/rotating-file.ts';

function temporaryDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'mot-cua-log-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const clock = { now: () => 1_700_000_000_000 };

describe('the log', () => {
  it('is one JSON object a line, to both places', () => {
    const file = join(temporaryDirectory(), 'logs', 'mot-cua.log');
    const lines: string[] = [];
    const { log, close } = createLogger({ write: (line) => lines.push(line), clock, file: rotatingFile(file) });
    log('journey.moved', { journey: 'j-1', from: 'notice', to: 'identify', cause: 'accept' });
    log('device.command', {
      device: 'receiptPrinter',
      command: 'Printer.printRaster',
      completion: 'success',
      took: 12.6,
      detail: undefined,
    });
    close();
    expect(lines).toEqual(
      [
        '{"time":1700000000000,"level":"info","event":"journey.moved","journey":"j-1","from":"notice","to":"identify","cause":"accept"}',
        '{"time":1700000000000,"level":"info","event":"device.command","device":"receiptPrinter","command":"Printer.printRaster","completion":"success","took":13}',
      ].map((line) => JSON.stringify(JSON.parse(line))),
    );
    expect(readFileSync(file, 'utf8')).toBe(`${lines.join('\n')}\n`);
  });

  it('has no event with a field that is named as the line’s own', () => {
    for (const [name, { fields }] of Object.entries(LOG_EVENTS as Record<string, EventShape>)) {
      for (const own of ['time', 'level', 'event']) expect(Object.keys(fields), name).not.toContain(own);
    }
  });

  it('takes nothing that is not of its field’s kind, whatever the types were told', () => {
    const careless = (event: string, fields: Record<string, unknown>) => JSON.parse(logLine(event, fields, 1));
    expect(careless('staff.signedIn', { officer: 'Nguyễn Thị Hằng' }).officer).toBe(REFUSED);
    expect(careless('staff.signedIn', { officer: '068190001234' }).officer).toBe(REFUSED);
    expect(careless('staff.signedIn', { officer: '0912345678' }).officer).toBe(REFUSED);
    expect(careless('staff.signedIn', { officer: 'officer-1', name: 'Hằng' })).toEqual({
      time: 1,
      level: 'info',
      event: 'staff.signedIn',
      officer: 'officer-1',
    });
    expect(careless('scan.refused', { reason: '068190001234|Nguyen|', length: 5 }).reason).toBe(REFUSED);
    expect(careless('scan.refused', { reason: 'tooShort', length: '068190001234' }).length).toBe(REFUSED);
    expect(careless('scan.refused', { reason: { name: 'x' }, length: NaN })).toMatchObject({
      reason: REFUSED,
      length: REFUSED,
    });
    expect(careless('app.failed', { where: 'x', detail: 'no Đỗ Thị Hằng, 068190001234' }).detail).toBe(
      'no ••• ••• •••, •••',
    );
    expect(careless('citizen.named', { name: 'Hằng' })).toMatchObject({ event: 'app.failed', where: 'logging' });
    expect(careless('toString', {})).toMatchObject({ event: 'app.failed' });
  });

  it('goes on when standard output is gone', () => {
    const file = join(temporaryDirectory(), 'mot-cua.log');
    const broken = () => {
      throw new Error('EPIPE');
    };
    const { log, flush } = createLogger({ write: broken, clock, file: rotatingFile(file) });
    log('app.ready', { sinceStart: 5 });
    flush();
    expect(readFileSync(file, 'utf8')).toContain('app.ready');
  });
});

describe('the log file', () => {
  it('is rotated, the oldest goes, and no line is cut or lost before that', () => {
    const directory = temporaryDirectory();
    const file = join(directory, 'mot-cua.log');
    const log = rotatingFile(file, { maxBytes: 100, files: 3 });
    for (let line = 0; line < 40; line += 1) log.write(`line ${String(line).padStart(4, '0')}`);
    log.close();
    expect(readdirSync(directory).sort()).toEqual(['mot-cua.log', 'mot-cua.log.1', 'mot-cua.log.2']);
    const kept = ['mot-cua.log.2', 'mot-cua.log.1', 'mot-cua.log'].flatMap((name) =>
      readFileSync(join(directory, name), 'utf8').trimEnd().split('\n'),
    );
    expect(kept).toEqual(
      Array.from({ length: kept.length }, (_, index) => `line ${String(40 - kept.length + index).padStart(4, '0')}`),
    );
    expect(kept.length).toBeGreaterThan(20);
  });

  it('is continued after a restart, and rotated at once if it is full', () => {
    const file = join(temporaryDirectory(), 'mot-cua.log');
    writeFileSync(file, 'x'.repeat(99));
    const first = rotatingFile(file, { maxBytes: 100, files: 3 });
    first.write('a');
    first.close();
    expect(readFileSync(file, 'utf8')).toBe(`${'x'.repeat(99)}a\n`);
    const second = rotatingFile(file, { maxBytes: 100, files: 3 });
    second.write('b');
    second.close();
    expect(readFileSync(file, 'utf8')).toBe('b\n');
  });

  it('costs lines and says how many where it cannot be written, and goes on when it can', () => {
    const directory = temporaryDirectory();
    const file = join(directory, 'mot-cua.log');
    mkdirSync(file);
    const log = rotatingFile(file);
    log.write('lost');
    log.write('lost');
    rmSync(file, { recursive: true });
    log.write('kept');
    log.close();
    log.write('after the end');
    expect(readFileSync(file, 'utf8')).toBe('{"level":"error","event":"log.lost","lines":2}\nkept\n');
  });
});

it('docs/log-events.md is up to date', () => {
  const place = new URL('../../../docs/log-events.md', import.meta.url);
  expect(existsSync(place)).toBe(true);
  expect(readFileSync(place, 'utf8')).toBe(eventsDocument());
});
