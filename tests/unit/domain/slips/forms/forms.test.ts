import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formSlip, testSlip, ticketSlip } from '../../../../../main/domain/slips/forms/form-slip.ts';
import { registerBook } from '../../../../../main/domain/slips/forms/register-book.ts';
import type { IsoDate } from '../../../../../main/domain/identity/identity.ts';
import { printable } from '../../../../../main/domain/slips/printable.ts';
import { formsFor, shippedTemplates } from '../../../../../main/domain/slips/forms/shipped.ts';
import { parseTemplate } from '../../../../../main/domain/slips/forms/template.ts';
import { slipText } from '../../../../../main/domain/slips/slip-text.ts';
import { FORM_IDS } from '../../../../../main/domain/slips/slip.ts';
import type { Slip } from '../../../../../main/domain/slips/slip.ts';
import { catalogue, content, dossier, procedure } from './dossier.ts';

const templates = shippedTemplates();
const all = (slip: Slip): string => JSON.stringify(slip.blocks);
const refusedFor = (data: unknown): string => {
  const parsed = parseTemplate(typeof data === 'string' ? data : JSON.stringify(data));
  if (parsed.ok) throw new Error('the template was taken');
  return `${parsed.error.code} ${parsed.error.detail ?? ''}`;
};
const right = { form: 'refusal', title: 'Phiếu', asks: { reason: 'Lý do' }, lines: [{ part: 'head' }, { label: 'Lý do', value: '{reason}' }] };

describe('the forms', () => {
  it('are all there, each with the heads of agency and state and a place to sign', () => {
    expect([...templates.keys()].sort()).toEqual([...FORM_IDS].sort());
    for (const form of formsFor(procedure, { paid: false })) {
      const template = templates.get(form)!;
      const slip = formSlip(template, content);
      expect(all(slip)).toContain('CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
      expect(all(slip)).toContain('TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG XÃ ĐỨC TRỌNG');
      expect(slip.blocks.some(({ kind }) => kind === 'signatures')).toBe(true);
      expect(slip.blocks).toContainEqual(expect.objectContaining({ kind: 'code', code: 'H36.12 – 261124 – 0042' }));
      expect(all(slip)).not.toMatch(/[{}]\w+[{}]|undefined|068099001234/);
    }
  });

  it('for residence are those of the police', () => {
    expect(formsFor(procedure, { paid: false }).slice(0, 3)).toEqual(['receipt', 'supplements', 'refusal']);
    expect(formsFor(catalogue.version('1.004194', '1')!, { paid: false }).slice(0, 3)).toEqual(['residenceReceipt', 'residenceSupplements', 'residenceRefusal']);
    expect(all(formSlip(templates.get('residenceReceipt')!, content))).toContain('Mẫu CT04');
  });

  it('have a receipt for money where some was paid', () => {
    expect(formsFor(procedure, { paid: false })).not.toContain('paymentReceipt');
    expect(formsFor(procedure, { paid: true })).toContain('paymentReceipt');
    const paid = formSlip(templates.get('paymentReceipt')!, { ...content, dossier: { ...dossier, payment: { orderCode: 2611240911004242, paidAt: content.printedAt } } });
    expect(paid.blocks).toContainEqual({ kind: 'pair', label: 'Số giao dịch', value: '2611240911004242' });
    expect(paid.blocks).toContainEqual({ kind: 'pair', label: 'Đã thanh toán lúc', value: '09:13 thứ Ba, 24/11/2026' });
    expect(slipText(paid)).toContain('Tổng cộng: Hai mươi tư nghìn đồng.');
  });

  it('give a number that is called, and read it aloud figure by figure', () => {
    const ticket = ticketSlip(templates.get('queueTicket')!, { unit: content.unit, number: 'B012', printedAt: content.printedAt });
    expect(ticket.blocks).toContainEqual({ kind: 'code', label: 'Số thứ tự của ông/bà', code: 'B012' });
    expect(slipText(ticket)).toContain('Số thứ tự của ông/bà: B 0 1 2.');
    expect(all(ticket)).not.toMatch(/undefined|…/);
  });

  it('list a period’s dossiers in the register, each with what is known', () => {
    const entries = [{ dossier, procedure, handedOverAt: content.printedAt }, { dossier: { ...dossier, code: 'H36.12-261124-0043', applicant: {}, phone: undefined } as never }];
    const book = registerBook(templates.get('registerBook')!, { unit: content.unit, printedAt: content.printedAt, from: '2026-11-01' as IsoDate, to: '2026-11-30' as IsoDate, entries });
    const table = book.blocks.find((block) => block.kind === 'register')!;
    expect(table.kind === 'register' && table.rows).toEqual([
      ['1', 'H36.12-261124-0042', 'Cấp bản sao trích lục hộ tịch', '01', 'Nguyễn Thị Thùy Dương', 'Thôn Phú Trung, xã Đức Trọng, tỉnh Lâm Đồng · 0912 345 678', '09:12 24/11/2026', '17:00 24/11/2026', '09:13 24/11/2026', ''],
      ['2', 'H36.12-261124-0043', '2.000635', '01', '', '', '09:12 24/11/2026', '17:00 24/11/2026', '', ''],
    ]);
    expect(all(book)).toContain('Từ ngày 01/11/2026 đến ngày 30/11/2026');
    expect(all(book)).toContain('Tổng số: 2 hồ sơ.');
  });

  it('test a printer with every Vietnamese letter and the printer’s own name', () => {
    const page = all(testSlip(templates.get('testPage')!, { unit: content.unit, device: 'generic-80mm', printedAt: content.printedAt }));
    for (const letter of 'ăâđêôơưắằẳẵặấầẩẫậếềểễệốồổỗộớờởỡợứừửữựýỳỷỹỵ') expect(page).toContain(letter);
    expect(page).toContain('generic-80mm');
    expect(page).toContain('"pattern"');
    expect(page).not.toMatch(/undefined|…/);
  });

  it('say what is missing and why', () => {
    const slip = formSlip(templates.get('supplements')!, content);
    expect(slip.blocks).toContainEqual({ kind: 'list', items: content.items });
    expect(slip.blocks).toContainEqual({ kind: 'pair', label: 'Lý do', value: content.reason, emphasis: 'strong' });
    expect(slip.blocks).toContainEqual(expect.objectContaining({ kind: 'qr', data: 'H36.12-261124-0042|7KQM4HXP' }));
    expect(all(slip)).toContain('ngày 24 tháng 11 năm 2026');
  });

  it('give a new appointment only to a dossier that was extended', () => {
    const { newDueAt: _, ...notExtended } = content;
    const apology = (of: typeof content) => formSlip(templates.get('extension')!, of).blocks.find((block) => block.kind === 'pair' && block.label === 'Hẹn lại ngày trả kết quả');
    expect(apology(content)).toMatchObject({ value: '17:00 thứ Ba, 24/11/2026' });
    expect(apology(notExtended)).toMatchObject({ value: expect.stringMatching(/^…+$/) });
  });

  it('leave dots to write on where nothing is known, and drop only what is optional', () => {
    const { dueAt: _, ...noDue } = dossier;
    const slip = formSlip(templates.get('refusal')!, { ...content, reason: ' ', dossier: { ...noDue, applicant: { number: dossier.applicant.number } } });
    expect(slip.blocks).toContainEqual(expect.objectContaining({ kind: 'pair', label: 'Lý do', value: expect.stringMatching(/^…+$/) }));
    expect(all(slip)).not.toContain('"Địa chỉ"');
  });

  it('keep every letter of what was typed, and no control or direction character and no emoji', () => {
    expect(printable('  Nguyê\u0303n\u0000\u001b[2J\nVăn\u202e An 🙂 ')).toBe('Nguyễn [2J Văn An');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069\p{Emoji_Presentation}]/u);
        expect(printable(printable(text))).toBe(printable(text));
      }),
    );
  });
});

describe('a template', () => {
  it('that is right is taken, with a byte order mark too', () => {
    expect(parseTemplate(`\uFEFF${JSON.stringify(right)}`)).toMatchObject({ ok: true, value: { form: 'refusal', title: { vi: 'Phiếu' }, lines: [{ part: 'head' }, { value: { vi: '{reason}' } }] } });
  });

  it('that is wrong is refused with the line and the reason', () => {
    expect(refusedFor('{"form":')).toBe('notJson ');
    expect(refusedFor(' '.repeat(60_000))).toMatch(/^tooLong/);
    expect(refusedFor({ ...right, form: 'poem' })).toMatch(/^badTemplate form: /);
    expect(refusedFor({ ...right, colour: 'red' })).toContain('colour');
    expect(refusedFor({ ...right, lines: [{ part: 'head' }, { label: 'Tên', value: '{aplicant}' }] })).toBe('badTemplate lines.2.value: nothing is called {aplicant}');
    expect(refusedFor({ ...right, lines: [{ text: 'Kính gửi {applicant' }] })).toBe('badTemplate lines.1.text: a brace without its other half');
    expect(refusedFor({ ...right, lines: [{ picture: 'x' }] })).toBe('badTemplate lines.1: no such kind of line');
    expect(refusedFor({ ...right, lines: Array.from({ length: 200 }, () => ({ part: 'rule' })) })).toMatch(/lines: Too big/);
    expect(refusedFor({ ...right, lines: [] })).toMatch(/lines: /);
    const ticket = { ...right, form: 'queueTicket', asks: {} };
    expect(refusedFor({ ...ticket, lines: [{ code: 'Số' }, { text: 'Kính gửi {applicant}' }] })).toBe('badTemplate lines.2.text: {applicant} is not known on this form');
    expect(refusedFor({ ...ticket, lines: [{ qr: 'Quét' }] })).toBe('badTemplate lines.1: no qr on this form');
    expect(refusedFor({ ...ticket, lines: [{ part: 'fees' }] })).toBe('badTemplate lines.1: no fees on this form');
    expect(refusedFor({ ...right, form: 'registerBook', paper: 'roll', lines: [{ part: 'table' }] })).toBe('badTemplate paper: a table needs a page');
    expect(refusedFor({ ...right, lines: [{ part: 'pattern' }] })).toBe('badTemplate lines.1: no pattern on this form');
    expect(refusedFor({ ...right, lines: [{ signatures: ['Số {number}', 'x'] }] })).toBe('badTemplate lines.1.signatures: {number} is not known on this form');
  });

  it('of whatever bytes never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseTemplate(text)));
    fc.assert(fc.property(fc.jsonValue(), (value) => void parseTemplate(JSON.stringify(value))));
    fc.assert(fc.property(fc.array(fc.jsonValue(), { maxLength: 5 }), (lines) => void parseTemplate(JSON.stringify({ ...right, lines }))));
  });
});
