import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../../main/domain/calendar/iso-date.ts';
import { DOSSIER_STATUSES } from '../../../../main/domain/dossier/dossier.ts';
import type { Dossier, DossierStatus } from '../../../../main/domain/dossier/dossier.ts';
import { dong } from '../../../../main/domain/money.ts';
import { erasureDue, erasureOnRequest, registerEntry } from '../../../../main/domain/retention/retention.ts';

const rule = { documentsDays: 30, personalDataDays: 365 };
const ended = { status: 'resultHandedOver', lastStepOn: '2026-01-01', atPortal: true } as const;
const NOTHING = { documents: false, personalData: false };
const STATUSES = Object.keys(DOSSIER_STATUSES) as DossierStatus[];

describe('what is to go', () => {
  it.each([
    ['2026-01-01', NOTHING],
    ['2026-01-31', NOTHING],
    ['2026-02-01', { documents: true, personalData: false }],
    ['2027-01-01', { documents: true, personalData: false }],
    ['2027-01-02', { documents: true, personalData: true }],
  ])('on %s: %j', (today, expected) => {
    expect(erasureDue(ended, rule, today)).toEqual(expected);
  });

  it('is nothing while a step is still to come, however old', () => {
    const kept = STATUSES.filter((status) => erasureDue({ ...ended, status }, rule, '2036-01-01').documents === false);
    expect(kept).toEqual([
      'newlyRegistered', 'received', 'inProcess', 'supplementsRequested', 'paymentRequested', 'stopped', 'processed',
    ]);
  });

  it('is nothing that the portal has not got', () => {
    expect(erasureDue({ ...ended, atPortal: false }, rule, '2036-01-01')).toEqual(NOTHING);
  });

  it('never is the person before the papers, and never comes back', () => {
    fc.assert(
      fc.property(fc.nat({ max: 500 }), fc.nat({ max: 500 }), fc.nat({ max: 1000 }), (documentsDays, personalDataDays, days) => {
        const one = erasureDue(ended, { documentsDays, personalDataDays }, addDays(ended.lastStepOn, days));
        const later = erasureDue(ended, { documentsDays, personalDataDays }, addDays(ended.lastStepOn, days + 1));
        if (one.personalData) expect(one.documents).toBe(true);
        if (one.documents) expect(later.documents).toBe(true);
        if (one.personalData) expect(later.personalData).toBe(true);
      }),
    );
  });
});

describe('a request for erasure', () => {
  it('is met at once when the dossier has ended', () => {
    expect(erasureOnRequest(ended)).toEqual({ answer: 'erase', what: { documents: true, personalData: true } });
  });

  it.each([
    ['inProcess', true, 'inProcess'],
    ['processed', true, 'inProcess'],
    ['supplementsRequested', true, 'withdrawFirst'],
    ['withdrawn', false, 'notAtPortal'],
  ] as const)('waits when %s, at the portal %s: %s', (status, atPortal, reason) => {
    expect(erasureOnRequest({ ...ended, status, atPortal })).toEqual({ answer: 'notYet', reason });
  });
});

describe('the register', () => {
  it('keeps how it went and nothing of who it was', () => {
    const dossier: Dossier = {
      id: 'j1',
      code: 'H36.12-261124-0042',
      secret: '7KQM4HXP',
      procedure: { code: '2.000635', version: '2' },
      caseId: 'self',
      channel: 'kiosk',
      applicant: { number: { value: '068099001234', source: 'qr' }, fullName: { value: 'Nguyễn Văn An', source: 'qr' } },
      phone: '0912345678',
      answers: { registeredName: 'Nguyễn Văn An' },
      documents: [{ id: 'd', paperId: 'p', fileName: 'a.jpg', mime: 'image/jpeg', pages: 1, bytes: 1, sha256: 'x' }],
      fee: { lines: [], total: dong(0) },
      payment: { orderCode: 1, paidAt: 2 },
      status: 'resultHandedOver',
      receivedAt: 1,
      dueAt: 3,
    };
    const entry = registerEntry(dossier);
    expect(entry).toMatchObject({ code: 'H36.12-261124-0042', receivedAt: 1, dueAt: 3, payment: { orderCode: 1 } });
    expect(JSON.stringify(entry)).not.toMatch(/068099001234|Nguyễn|0912345678|7KQM4HXP|a\.jpg/);
  });
});
