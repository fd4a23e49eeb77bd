import { expect, it } from 'vitest';
import { csvOf } from '../../../../main/base/sheet.ts';
import { differencesSheet, ledgerSheet } from '../../../../main/services/payment/payment-sheets.ts';

// 15:30 in Vietnam.
const AT = Date.UTC(2026, 10, 24, 8, 30);
const lines = (csv: string): string[] => csv.replace('\uFEFF', '').trimEnd().split('\r\n');

it('the ledger is a line an entry, in the words of the office', () => {
  const [head, ...rows] = lines(csvOf(ledgerSheet([{ entry: 7, at: AT, orderCode: 1764000000001, debit: 'gatewayReceivable', credit: 'fees', amount: 16_000 }])));
  expect(head).toBe('Số,Ngày,Giờ,Mã thanh toán,Nợ,Có,Số tiền (đồng)');
  expect(rows).toEqual(['7,24/11/2026,15:30,1764000000001,Phải thu ở cổng thanh toán,"Phí, lệ phí đã thu",16000']);
});

it('a difference has what it is and how it ended, and no officer’s word becomes a formula', () => {
  const owed = { orderCode: '77', kind: 'late', amount: 16_000, openedAt: AT } as const;
  const closed = { at: AT + 60_000, by: 'Trần Thị Bình', outcome: 'refunded', reason: '=HYPERLINK("x")' } as const;
  const [, open, done] = lines(csvOf(differencesSheet([owed, { ...owed, dossierCode: 'H36.12-261124-0001', kind: 'double', closed }])));
  expect(open).toBe('24/11/2026,15:30,77,,Tiền đến muộn,16000,,,,,');
  expect(done).toBe('24/11/2026,15:30,77,H36.12-261124-0001,Trả hai lần,16000,Đã hoàn tiền,24/11/2026,15:31,Trần Thị Bình,"\'=HYPERLINK(""x"")"');
});
