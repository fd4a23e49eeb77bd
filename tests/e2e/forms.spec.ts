// An officer prints forms of a dossier on pages: what the printer got is looked at by programs that are not ours, and a power cut
// in the middle of a form makes the next one a copy.

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import type { PageJobRecord } from '../bench/page-printer.ts';
import { press } from './citizen.ts';
import { carryOn, until } from './driver.ts';
import { signInOfficer } from './people.ts';
import { expect, ROOT, test } from './program.ts';
import type { Place, Program } from './program.ts';

test.use({ mode: 'counter' });

test('forms come out on A5 and A4 as they were shown; a cut in the middle makes a copy', async ({ place }) => {
  const { bench } = place;
  const program = await place.start();
  const staff = await withDossier(program, place);

  await staff.getByRole('tab', { name: 'Thống kê' }).click();
  await press(staff, 'In sổ theo dõi');
  await expect(staff.getByText('Sổ theo dõi 1 hồ sơ: đã in xong.')).toBeVisible();
  const register = read(await bench.pagePrinter.document((await bench.pagePrinter.state()).jobs[0]!));
  expect(register.text).toContain('SỔ THEO DÕI HỒ SƠ');
  expect(register.text).toMatch(/Nguyễn Văn An[^]*Tổng số: 1 hồ sơ\.[^]*Trang 1\/1/);
  expect(register.size).toMatch(/^Pages: +1$[^]*Page size: +84\d\.\d+ x 59\d\.\d+ pts \(A4\)/m);
  await staff.getByRole('tab', { name: 'Hôm nay' }).click();

  await open(staff);
  await press(staff, 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả');
  await expect(staff.getByText('Sẽ in 2 bản trên giấy A5.')).toBeVisible();
  await press(staff, 'In mẫu này');
  await expect(staff.getByText('đã in', { exact: true }).nth(1)).toBeVisible();
  const [, first] = (await bench.pagePrinter.state()).jobs;
  expect(first).toMatchObject({ media: 'iso_a5_148x210mm', copies: 2, scaling: 'none', state: 'completed' });
  const receipt = read(await bench.pagePrinter.document(first!));
  expect(receipt.size).toMatch(/^Pages: +1$[^]*\(A5\)/m);
  expect(receipt.text).toContain('GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ');
  expect(receipt.text).toContain('Nguyễn Văn An');
  expect(receipt.codes[0]).toMatch(/^H36\.12-\d{6}-0001\|/);

  // Paper out, then a cut while the page is on its way.
  await bench.pagePrinter.fault('paper-out');
  await press(staff, 'Chọn mẫu khác');
  await press(staff, 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ');
  await staff.getByLabel('Giấy tờ, nội dung').fill('Bản sao giấy khai sinh');
  await staff.getByLabel('Lý do').last().fill('Bản đã nộp bị mờ');
  await press(staff, 'In mẫu này');
  await expect(staff.getByText('Máy in hết giấy. Xin thêm giấy: máy sẽ tự in.')).toBeVisible();
  await bench.pagePrinter.fault('slow-print', { ms: 600_000, times: 1 });
  await bench.pagePrinter.heal('paper-out');
  const [, , cut] = (await bench.pagePrinter.until(({ jobs }) => jobs.length === 3, 'the form at the printer')).jobs as readonly PageJobRecord[];
  expect(cut!.state).toBe('processing');
  await program.kill();

  const second = await place.start();
  await second.logged('print.state', ({ to, copy }) => to === 'printed' && copy === 'copy');
  const again = (await bench.pagePrinter.state()).jobs.at(-1)!;
  expect(again).toMatchObject({ media: 'iso_a4_210x297mm', copies: 1 });
  const supplements = read(await bench.pagePrinter.document(again));
  // Its letters stand apart.
  expect(supplements.text.replace(/\s/g, '')).toContain('BẢNSAO');
  expect(supplements.text).toContain('Bản sao giấy khai sinh');
  expect(supplements.size).toMatch(/^Pages: +1$[^]*\(A4\)/m);
});

test.describe('at a kiosk that has a page printer only', () => {
  test.use({ mode: 'self-service', settings: { devices: { receiptPrinter: null } } });

  test('the citizen’s slip comes out on A5, as the agency has laid it out', async ({ place }) => {
    const { bench, data } = place;
    mkdirSync(join(data, 'form-templates'), { recursive: true });
    const shipped = readFileSync(join(ROOT, 'main/domain/slips/forms/data/receipt-and-appointment.json'), 'utf8');
    writeFileSync(join(data, 'form-templates/phieu-hen.json'), shipped.replace('"Quét để tra cứu hồ sơ"', '"Quét mã này để xem hồ sơ ở Đức Trọng"'));
    const program = await place.start();
    const citizen = await program.window('citizen');
    await carryOn(citizen, bench, ({ station }) => station === 'goodbye');
    const [slip] = (await bench.pagePrinter.state()).jobs;
    expect(slip).toMatchObject({ media: 'iso_a5_148x210mm', copies: 1, state: 'completed' });
    const paper = read(await bench.pagePrinter.document(slip!));
    expect(paper.text).not.toContain('BẢN SAO');
    expect(paper.text.replace(/\s+/g, ' ')).toContain('ở Đức Trọng');
    expect(paper.codes[0]).toMatch(/^H36\.12-\d{6}-0001\|/);
  });
});

/** The desk of an officer after one citizen has filed. */
async function withDossier(program: Program, { bench }: Place): Promise<Page> {
  const staff = await program.window('staff');
  await signInOfficer(staff, bench.pins.officer);
  await press(staff, 'Bắt đầu hồ sơ cho người dân');
  await carryOn(staff, bench, ({ station }) => station === 'goodbye');
  await until(staff, ({ station }) => station === 'attract', 'the end of the journey');
  return staff;
}

async function open(staff: Page): Promise<void> {
  await staff.getByRole('button', { name: /^Xem hồ sơ H36/ }).click();
}

/** A PDF as poppler and zbar see it: its text, its size, the codes on its drawn pages. */
function read(pdf: Buffer): { readonly text: string; readonly size: string; readonly codes: readonly string[] } {
  const dir = mkdtempSync(join(tmpdir(), 'form-'));
  try {
    const file = join(dir, 'form.pdf');
    writeFileSync(file, pdf);
    const run = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    run('pdftoppm', '-r', '130', '-gray', '-png', file, join(dir, 'page'));
    const pages = readdirSync(dir).filter((name) => name.endsWith('.png'));
    return {
      text: run('pdftotext', '-layout', file, '-').normalize('NFC'),
      size: run('pdfinfo', file),
      codes: pages.flatMap((page) => {
        try {
          return run('zbarimg', '-q', '--raw', '-Sdisable', '-Sqrcode.enable', join(dir, page)).trim().split('\n');
        } catch {
          return [];
        }
      }),
    };
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
