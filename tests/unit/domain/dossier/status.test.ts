import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DOSSIER_STATUSES } from '../../../../main/domain/dossier/dossier.ts';
import type { DossierStatus } from '../../../../main/domain/dossier/dossier.ts';
import { clockStandsStill, doneAt, isDone, isFinal, mayFollow, nextStatuses, pausesOf, statusWhenFiled } from '../../../../main/domain/dossier/status.ts';
import type { Actor, StatusChange } from '../../../../main/domain/dossier/status.ts';

const ALL = Object.keys(DOSSIER_STATUSES) as DossierStatus[];
const ACTORS: Actor[] = ['citizen', 'officer', 'system'];

describe('the ten statuses', () => {
  it('stand still in 5, 6 and 8, and are done in 7, 9 and 10', () => {
    expect(ALL.filter(clockStandsStill).map((status) => DOSSIER_STATUSES[status])).toEqual([5, 6, 8]);
    expect(ALL.filter(isDone).map((status) => DOSSIER_STATUSES[status])).toEqual([7, 9, 10]);
  });

  it('end when refused, withdrawn or handed over', () => {
    expect(ALL.filter(isFinal)).toEqual(['notReceived', 'withdrawn', 'resultHandedOver']);
  });

  it('all lead to an end', () => {
    const ends = (status: DossierStatus, seen: Set<DossierStatus>): boolean =>
      isFinal(status) ||
      ACTORS.flatMap((actor) => nextStatuses(status, actor)).some((next) => {
        if (seen.has(next)) return false;
        return ends(next, new Set([...seen, next]));
      });
    for (const status of ALL) expect([status, ends(status, new Set([status]))]).toEqual([status, true]);
  });

  it('are all reached from the first', () => {
    const reached = new Set<DossierStatus>(['newlyRegistered']);
    for (const status of reached) for (const actor of ACTORS) for (const next of nextStatuses(status, actor)) reached.add(next);
    expect([...reached].sort()).toEqual([...ALL].sort());
  });

  it('never follow themselves', () => {
    for (const status of ALL) for (const actor of ACTORS) expect(mayFollow(status, status, actor)).toBe(false);
  });
});

describe('who may do what', () => {
  it('what is filed alone waits to be received; what an officer files with the citizen is received', () => {
    expect(statusWhenFiled('kiosk')).toBe('newlyRegistered');
    expect(statusWhenFiled('counter')).toBe('received');
    expect(nextStatuses(statusWhenFiled('counter'), 'officer')).toContain('inProcess');
  });

  it.each<[DossierStatus, DossierStatus, Actor, boolean]>([
    ['newlyRegistered', 'received', 'officer', true],
    ['newlyRegistered', 'received', 'citizen', false],
    ['newlyRegistered', 'processed', 'officer', false],
    ['received', 'withdrawn', 'citizen', true],
    ['inProcess', 'processed', 'citizen', false],
    ['inProcess', 'supplementsRequested', 'system', false],
    ['supplementsRequested', 'inProcess', 'citizen', true],
    ['paymentRequested', 'inProcess', 'system', true],
    ['paymentRequested', 'inProcess', 'citizen', false],
    ['processed', 'withdrawn', 'citizen', false],
    ['processed', 'resultHandedOver', 'officer', true],
    ['stopped', 'inProcess', 'officer', true],
    ['resultHandedOver', 'inProcess', 'officer', false],
  ])('%s → %s by %s: %s', (from, to, by, allowed) => {
    expect(mayFollow(from, to, by)).toBe(allowed);
    expect(nextStatuses(from, by).includes(to)).toBe(allowed);
  });
});

describe('a history', () => {
  const history: StatusChange[] = [
    { at: 100, status: 'received' },
    { at: 200, status: 'supplementsRequested' },
    { at: 300, status: 'inProcess' },
    { at: 400, status: 'paymentRequested' },
  ];

  it('tells when the clock stood still, up to now', () => {
    expect(pausesOf(history, 450)).toEqual([
      { from: 200, to: 300 },
      { from: 400, to: 450 },
    ]);
  });

  it('tells when it was done, not when it was handed over', () => {
    expect(doneAt(history)).toBeUndefined();
    expect(doneAt([...history, { at: 500, status: 'processed' }, { at: 600, status: 'resultHandedOver' }])).toBe(500);
  });

  it('any walk through the steps gives pauses in order that do not overlap', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(), fc.constantFrom(...ACTORS)), { maxLength: 30 }), (choices) => {
        const walk: StatusChange[] = [{ at: 0, status: 'newlyRegistered' }];
        for (const [choice, actor] of choices) {
          const next = nextStatuses(walk[walk.length - 1]!.status, actor);
          if (next.length > 0) walk.push({ at: walk.length * 10, status: next[choice % next.length]! });
        }
        let end = -1;
        for (const pause of pausesOf(walk, walk.length * 10)) {
          expect(pause.from).toBeGreaterThanOrEqual(end);
          expect(pause.to).toBeGreaterThan(pause.from);
          end = pause.to;
        }
      }),
    );
  });
});
