// What officers do with a dossier, on the real database.

import { describe, expect, it } from 'vitest';
import { starterCalendar } from '../../../../main/domain/calendar/calendar.ts';
import { isoMoment, momentOf } from '../../../../main/domain/calendar/vietnam-time.ts';
import { unwrap } from '../../../../main/domain/result.ts';
import { progressMessage } from '../../../../main/portal/progress-message.ts';
import { createDossierSteps } from '../../../../main/services/dossiers/dossier-steps.ts';
import type { DossierAction } from '../../../../main/services/dossiers/dossier-steps.ts';
import type { Store } from '../../../../main/services/store.ts';
import { guarded } from '../../../../main/storage/engine.ts';
import { progressProblem } from '../../../bench/portal/messages.ts';
import { inProcess, newDossier, temporaryDirectory } from '../../storage/helpers.ts';

async function desk() {
  let now = momentOf('2026-11-24', '09:00');
  const { engine } = inProcess(temporaryDirectory());
  const store: Store = {
    write: async (writes) => guarded(() => engine.write(writes, now)),
    read: async (query, ...args) => guarded(() => engine.read(query, args[0] as never)),
  };
  const act = createDossierSteps({ store, calendar: starterCalendar, clock: { now: () => now, after: () => () => {} }, outboxChanged: () => {} });
  // Received on Tuesday at nine, due on Friday when the office closes.
  unwrap(await store.write([{ write: 'dossier.register', dossier: newDossier('d-1', { receivedAt: now, dueAt: momentOf('2026-11-27', '17:00') }) }]));
  return {
    store,
    at: (day: string, time: string) => void (now = momentOf(day, time)),
    act: (wish: DossierAction) => act('d-1', wish, 'an'),
    step: (to: Extract<DossierAction, { action: 'step' }>['to'], reason = '') => act('d-1', { action: 'step', to, reason }, 'an'),
    dossier: async () => unwrap(await store.read('dossier.byId', { id: 'd-1' }))!.dossier,
    events: async () => unwrap(await store.read('dossier.events', { id: 'd-1' })),
    rows: async () => unwrap(await store.read('outbox.due', { now: now + 1, limit: 20 })),
  };
}

describe('an officer’s step', () => {
  it('is kept with its message to the portal and its audit line, and the portal takes the message', async () => {
    const { step, dossier, events, rows, store } = await desk();
    unwrap(await step('received'));
    expect((await dossier()).status).toBe('received');
    expect(await rows()).toMatchObject([{ kind: 'portal.progress', stream: 'portal:d-1', payload: '{"n":1}' }]);
    expect(unwrap(await store.read('audit.verify')).lines).toBe(1);
    const message = progressMessage(await dossier(), (await events())[1]!);
    expect(progressProblem(message.data[0]!)).toBeUndefined();
    expect(message.data[0]).toMatchObject({ NguoiXuLy: 'an', NoiDungXuLy: 'Đã tiếp nhận', TrangThai: '2' });
  });

  it('must be allowed by the rules, and explained where somebody must be able to account for it', async () => {
    const { step, events } = await desk();
    expect(await step('resultHandedOver')).toMatchObject({ ok: false, error: { code: 'notAllowed' } });
    expect(await step('notReceived', '   ')).toMatchObject({ ok: false, error: { code: 'reasonMissing' } });
    unwrap(await step('notReceived', 'Không thuộc thẩm quyền'));
    expect(await step('received')).toMatchObject({ ok: false, error: { code: 'notAllowed' } });
    expect((await events()).map(({ status }) => status)).toEqual(['newlyRegistered', 'notReceived']);
  });

  it('of two officers at once counts once', async () => {
    const { step, events, rows } = await desk();
    const both = await Promise.all([step('received'), step('received')]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(both.find(({ ok }) => !ok)).toMatchObject({ error: { code: 'changedMeanwhile' } });
    expect(await events()).toHaveLength(2);
    expect(await rows()).toHaveLength(1);
  });
});

describe('the clock', () => {
  it('stands still while supplements are awaited, and the due time moves by the office hours that passed', async () => {
    const { step, at, dossier } = await desk();
    unwrap(await step('received'));
    at('2026-11-25', '14:00');
    unwrap(await step('supplementsRequested', 'Thiếu giấy khai sinh'));
    // From Wednesday 14:00 to Monday 9:00.
    at('2026-11-30', '09:00');
    const before = (await dossier()).dueAt!;
    unwrap(await step('inProcess'));
    const after = (await dossier()).dueAt!;
    expect(isoMoment(before)).toBe('2026-11-27T17:00:00');
    expect(isoMoment(after)).toMatch(/^2026-12-02T/);
  });

  it('goes on standing through stopped after supplements, and moves nothing that was late before', async () => {
    const { step, at, dossier } = await desk();
    unwrap(await step('received'));
    at('2026-11-30', '09:00');
    unwrap(await step('supplementsRequested', 'Thiếu'));
    at('2026-12-01', '09:00');
    unwrap(await step('stopped', 'Quá hạn bổ sung'));
    at('2026-12-02', '09:00');
    unwrap(await step('inProcess'));
    expect(isoMoment((await dossier()).dueAt!)).toBe('2026-11-27T17:00:00');
  });
});

describe('an extension', () => {
  it('needs an apology and a later time, and is what counts then', async () => {
    const { act, dossier, events } = await desk();
    const later = momentOf('2026-12-04', '17:00');
    expect(await act({ action: 'extend', dueAt: later, reason: '' })).toMatchObject({ error: { code: 'reasonMissing' } });
    expect(await act({ action: 'extend', dueAt: momentOf('2026-11-26', '17:00'), reason: 'x' })).toMatchObject({ error: { code: 'badDueTime' } });
    unwrap(await act({ action: 'extend', dueAt: later, reason: 'Cần xác minh thêm' }));
    expect(await dossier()).toMatchObject({ status: 'newlyRegistered', dueAt: later });
    expect(progressMessage(await dossier(), (await events())[1]!).data[0]).toMatchObject({ NoiDungXuLy: 'Gia hạn đến 20261204170000: Cần xác minh thêm' });
  });
});
