import { describe, expect, it } from 'vitest';
import { momentOf } from '../../../../main/domain/calendar/vietnam-time.ts';
import type { Dossier } from '../../../../main/domain/dossier/dossier.ts';
import { computeFee } from '../../../../main/domain/fees/compute-fee.ts';
import { dong } from '../../../../main/domain/money.ts';
import { createCatalogue } from '../../../../main/domain/procedures/catalogue.ts';
import { shippedProcedures } from '../../../../main/domain/procedures/shipped.ts';
import { receiptSlip as filledSlip } from '../../../../main/domain/slips/forms/form-slip.ts';
import type { ReceiptContent } from '../../../../main/domain/slips/forms/form-slip.ts';
import { shippedTemplates } from '../../../../main/domain/slips/forms/shipped.ts';
import { parseTemplate } from '../../../../main/domain/slips/forms/template.ts';
import { unwrap } from '../../../../main/domain/result.ts';
import type { Slip } from '../../../../main/domain/slips/slip.ts';
import { slipText } from '../../../../main/domain/slips/slip-text.ts';

const procedure = createCatalogue(shippedProcedures()).version('2.000635', '2')!;
const unit = {
  name: 'TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ ĐỨC TRỌNG',
  parent: 'UBND XÃ ĐỨC TRỌNG',
  address: 'Số 1 Đường Mẫu, Đức Trọng, Lâm Đồng',
  phone: '0263 384 0123',
};
const receivedAt = momentOf('2026-11-24', '09:12');
const printedAt = momentOf('2026-11-24', '09:13');
const dossier: Dossier = {
  id: 'journey-1',
  code: 'H36.12-261124-0042',
  secret: '7KQM4HXP',
  procedure: { code: '2.000635', version: '2' },
  caseId: 'proxy',
  channel: 'kiosk',
  applicant: {
    number: { value: '068099001234', source: 'qr' },
    fullName: { value: 'Nguyễn Văn An', source: 'qr' },
    residence: { value: 'Đức Trọng, Lâm Đồng', source: 'qr' },
  },
  phone: '0912345678',
  answers: { copies: '3' },
  documents: [
    { id: 'd1', paperId: 'authorisation', fileName: 'a.jpg', mime: 'image/jpeg', pages: 1, bytes: 1, sha256: '' },
    { id: 'd2', paperId: 'authorisation', fileName: 'b.jpg', mime: 'image/jpeg', pages: 2, bytes: 1, sha256: '' },
  ],
  fee: computeFee(procedure, { answers: { copies: '3', vneidLevel2: 'no' }, date: '2026-11-24', channel: 'online' }),
  payment: { orderCode: 261124000042, paidAt: momentOf('2026-11-24', '09:11') },
  status: 'received',
  receivedAt,
  dueAt: momentOf('2026-11-24', '17:00'),
};
const content = { dossier, procedure, unit, language: 'vi', copy: false, provisional: false, printedAt } as const;

const template = shippedTemplates().get('receiptAndAppointment')!;
const receiptSlip = (given: ReceiptContent): Slip => filledSlip(template, given);
const valueOf = (slip: Slip, label: string): string | undefined =>
  slip.blocks.flatMap((block) => (block.kind === 'pair' && block.label === label ? [block.value] : []))[0];
const everything = (slip: Slip): string => JSON.stringify(slip.blocks);

describe('the receipt and appointment slip', () => {
  const slip = receiptSlip(content);

  it('carries what Form 01 asks for', () => {
    expect(slip.title).toBe('Giấy tiếp nhận hồ sơ và hẹn trả kết quả');
    expect(valueOf(slip, 'Đơn vị tiếp nhận')).toBe(unit.name);
    expect(valueOf(slip, 'Người nộp')).toBe('Nguyễn Văn An');
    expect(valueOf(slip, 'Địa chỉ')).toBe('Đức Trọng, Lâm Đồng');
    expect(valueOf(slip, 'Điện thoại')).toBe('0912 345 678');
    expect(valueOf(slip, 'Nội dung yêu cầu')).toBe('Cấp bản sao trích lục hộ tịch');
    expect(valueOf(slip, 'Nhận lúc')).toBe('09:12 thứ Ba, 24/11/2026');
    expect(valueOf(slip, 'Hẹn trả kết quả')).toBe('17:00 thứ Ba, 24/11/2026');
    expect(valueOf(slip, 'Nhận kết quả tại')).toBe(procedure.collectAt.vi);
    expect(valueOf(slip, 'Thời gian giải quyết')).toContain('15:00');
    expect(slip.blocks).toContainEqual({ kind: 'code', label: 'Mã hồ sơ', code: 'H36.12 – 261124 – 0042' });
    expect(slip.blocks).toContainEqual(expect.objectContaining({ kind: 'qr', data: 'H36.12-261124-0042|7KQM4HXP' }));
    expect(slip.blocks.at(-3)).toMatchObject({ kind: 'signatures' });
  });

  it('counts what was handed over at the counter, scanned or not', () => {
    const listed = (language: 'vi' | 'en') => receiptSlip({ ...content, language, dossier: { ...dossier, handedIn: { authorisation: { originals: 1, copies: 2 }, identity: { originals: 1, copies: 0 } } } }).blocks.find(({ kind }) => kind === 'list');
    expect(JSON.stringify(listed('vi'))).toMatch(/\(3 trang, 1 bản chính, 2 bản sao\).*\(1 bản chính\)/);
    expect(JSON.stringify(listed('en'))).toMatch(/\(3 pages, 1 original, 2 copies\).*\(1 original\)/);
  });

  it('lists the papers with their pages, each once', () => {
    expect(slip.blocks).toContainEqual({
      kind: 'list',
      items: ['Tờ khai cấp bản sao trích lục hộ tịch', 'Văn bản ủy quyền (3 trang)'],
    });
  });

  it('says what was paid, in words too', () => {
    expect(slip.blocks).toContainEqual({
      kind: 'amounts',
      lines: [{ label: 'Phí cấp bản sao trích lục hộ tịch × 3', amount: 24_000 }],
      total: { label: 'Tổng cộng', amount: 24_000, inWords: 'Hai mươi tư nghìn đồng' },
    });
    expect(valueOf(slip, 'Đã thanh toán lúc')).toBe('09:11 thứ Ba, 24/11/2026');
  });

  it('never prints the personal number', () => {
    expect(everything(slip)).not.toContain('068099001234');
  });

  it('begins with the heads of the agency and of the state', () => {
    expect(slip.blocks[0]).toEqual({
      kind: 'head', parent: unit.parent, unit: unit.name, nation: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', motto: 'Độc lập – Tự do – Hạnh phúc',
    });
  });

  it('leaves out what is not known', () => {
    const { phone: _, ...rest } = dossier;
    const bare = receiptSlip({ ...content, dossier: { ...rest, applicant: { number: dossier.applicant.number } } });
    for (const label of ['Người nộp', 'Địa chỉ', 'Điện thoại']) expect(valueOf(bare, label)).toBeUndefined();
  });

  it('says that no papers were submitted where there were none', () => {
    const nothing = receiptSlip({ ...content, dossier: { ...dossier, caseId: 'none', documents: [] } });
    expect(everything(nothing)).toContain('Không nộp giấy tờ kèm theo');
  });

  it('has no table of amounts where nothing costs, and names what only the officer knows', () => {
    const free = receiptSlip({ ...content, dossier: { ...dossier, fee: { lines: [], total: dong(0) } } });
    expect(free.blocks.some(({ kind }) => kind === 'amounts')).toBe(false);
    const unknown = [{ vi: 'Lệ phí quá hạn', en: 'Late fee' }];
    const late = receiptSlip({ ...content, dossier: { ...dossier, fee: { lines: [], total: dong(0), unknown } } });
    expect(valueOf(late, 'Lệ phí quá hạn')).toBe('Cán bộ sẽ báo số tiền');
    expect(everything(late)).not.toContain('Không thu phí');
  });

  it('speaks English when asked, with the same facts', () => {
    const english = receiptSlip({ ...content, language: 'en' });
    expect(english.blocks[0]).toMatchObject({ nation: 'SOCIALIST REPUBLIC OF VIET NAM' });
    expect(everything(english)).toContain('Letter of authorisation (3 pages)');
    const onePage = receiptSlip({ ...content, language: 'en', dossier: { ...dossier, documents: [dossier.documents[0]!] } });
    expect(everything(onePage)).toContain('Letter of authorisation (1 page)');
    expect(english.title).toBe('Receipt of dossier and appointment');
    expect(valueOf(english, 'Result due')).toBe('17:00 Tuesday, 24/11/2026');
  });

  it('is marked as a copy by whoever draws it, and says so aloud', () => {
    const copy = receiptSlip({ ...content, copy: true });
    expect(copy.copy).toBe(true);
    expect(everything(copy)).not.toContain('BẢN SAO');
    expect(slipText(copy)).toMatch(/^Bản sao\./);
    expect(slipText(slip)).not.toContain('Bản sao.');
  });

  it('says what is provisional, and only then', () => {
    expect(everything(slip)).not.toContain('tạm');
    expect(everything(receiptSlip({ ...content, provisional: true }))).toContain('Giấy hẹn tạm');
  });

  it('says that nothing is paid yet, or that nothing is to pay', () => {
    const { payment: _, ...unpaid } = dossier;
    expect(everything(receiptSlip({ ...content, dossier: unpaid }))).toContain('Chưa thanh toán');
    const fee = computeFee(procedure, { answers: { copies: '3', vneidLevel2: 'yes' }, date: '2026-11-24', channel: 'online' });
    const waived = receiptSlip({ ...content, dossier: { ...unpaid, fee } });
    expect(everything(waived)).toContain('Không thu phí, lệ phí');
    expect(waived.blocks).toContainEqual(
      expect.objectContaining({
        kind: 'amounts',
        lines: [expect.objectContaining({ amount: 0, note: expect.stringContaining('VNeID') })],
      }),
    );
  });

  it('leaves the appointment to the officer where no rule gives it', () => {
    const { dueAt: _, ...withoutDue } = dossier;
    expect(valueOf(receiptSlip({ ...content, dossier: withoutDue }), 'Hẹn trả kết quả')).toBe('Cán bộ sẽ báo');
  });
});

describe('an agency’s own layout of it', () => {
  const own = (lines: readonly unknown[]) => parseTemplate(JSON.stringify({ form: 'receiptAndAppointment', title: 'Phiếu hẹn', paper: 'roll', asks: {}, lines }));
  const refusedFor = (lines: readonly unknown[]): string => {
    const parsed = own(lines);
    return parsed.ok ? 'taken' : (parsed.error.detail ?? '');
  };

  it('stands on the slip, in the citizen’s language where it says both', () => {
    const taken = unwrap(own([{ head: ['UBND TỈNH', '{unit}'] }, { heading: { vi: 'Phiếu hẹn', en: 'Appointment' } }, { text: { vi: 'Kính gửi {applicant}', en: 'Dear {applicant}' } }, { list: 'papers', label: 'Kèm theo' }]));
    const english = filledSlip(taken, { ...content, language: 'en' });
    expect(english).toMatchObject({ form: 'receiptAndAppointment', language: 'en', title: 'Phiếu hẹn', copy: false });
    expect(english.blocks.slice(0, 4)).toEqual([
      { kind: 'head', parent: 'UBND TỈNH', unit: unit.name, nation: 'SOCIALIST REPUBLIC OF VIET NAM', motto: expect.any(String) },
      { kind: 'heading', text: 'Appointment', level: 1 },
      { kind: 'text', text: 'Dear Nguyễn Văn An' },
      { kind: 'heading', text: 'Kèm theo', level: 3 },
    ]);
    expect(everything(filledSlip(taken, content))).toContain('Kính gửi Nguyễn Văn An');
  });

  it('says something else where a fact is not known', () => {
    const { dueAt: _, ...withoutDue } = dossier;
    const taken = unwrap(own([{ label: 'Hẹn', value: '{dueAt}', otherwise: 'Gọi {phone}' }, { text: '{dueAt}', optional: true }]));
    expect(filledSlip(taken, { ...content, dossier: withoutDue }).blocks).toEqual([{ kind: 'pair', label: 'Hẹn', value: 'Gọi 0263 384 0123' }]);
    expect(filledSlip(taken, content).blocks).toHaveLength(2);
  });

  it.each([
    ['a fact that is the officer’s', [{ text: 'Cán bộ {officer}' }], 'lines.1.text: {officer} is not known on this form'],
    ['what nothing is called', [{ part: 'head' }, { label: { vi: 'Tên', en: 'Name' }, value: { vi: '{aplicant}', en: '' } }], 'lines.2.value.vi: nothing is called {aplicant}'],
    ['one language of two', [{ text: { vi: 'Kính gửi' } }], 'lines.1.text.en: Invalid input: expected string, received undefined'],
    ['a list of the officer’s', [{ list: 'items', label: 'Thiếu' }], 'lines.1: no list on this form'],
    ['an unknown condition', [{ text: 'x', when: 'raining' }], 'lines.1.when: Invalid input: expected "provisional"'],
  ])('with %s is refused', (_what, lines, reason) => {
    expect(refusedFor(lines)).toBe(reason);
  });

  it('has what no officer’s form has', () => {
    const refusal = (lines: readonly unknown[]) => parseTemplate(JSON.stringify({ form: 'refusal', title: 'Phiếu', asks: {}, lines }));
    expect(refusal([{ text: { vi: 'Kính gửi', en: 'Dear' } }])).toMatchObject({ ok: false, error: { detail: 'lines.1.text: this form is printed in Vietnamese only' } });
    expect(refusal([{ text: 'Tạm', when: 'provisional' }])).toMatchObject({ ok: false, error: { detail: expect.stringContaining('lines.1.when: only the citizen') } });
  });
});

describe('the slip read aloud', () => {
  const text = slipText(receiptSlip(content));

  it('spells the code and says money in words', () => {
    expect(text).toContain('Mã hồ sơ: H 3 6 chấm 1 2, 2 6 1 1 2 4, 0 0 4 2.');
    expect(text).toContain('Tổng cộng: Hai mươi tư nghìn đồng.');
    expect(text).toContain('Hẹn trả kết quả: 17:00 thứ Ba, 24/11/2026.');
  });

  it('is whole sentences without what only the eye can use', () => {
    for (const line of text.split('\n')) expect(line).toMatch(/[.!?…]$/);
    expect(text).not.toContain('……');
    expect(text).not.toContain('|');
  });
});
