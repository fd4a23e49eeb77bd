// A dossier filed at one counter, looked up at another: the filing's real message, the real client and database, the bench's
// portal.

import { describe, expect, it } from 'vitest';
import { systemClock } from '../../main/base/clock.ts';
import { codeShape } from '../../main/domain/dossier/dossier-code.ts';
import { shippedProcedures } from '../../main/domain/procedures/shipped.ts';
import { unwrap } from '../../main/domain/result.ts';
import { dossierMessage } from '../../main/portal/dossier-message.ts';
import { createLookUp } from '../../main/services/dossiers/look-up.ts';
import { portalBench } from '../unit/portal/bench.ts';
import { inProcess, later, newDossier, temporaryDirectory } from '../unit/storage/helpers.ts';

const procedure = shippedProcedures().find(({ code }) => code === '2.000635')!;
const WRONG = 'AAAAAAAA';

/** One counter has filed a dossier; the other has an empty database and the same portal. */
async function twoCounters() {
  const bench = await portalBench();
  later(() => bench.close());
  const { store } = inProcess(temporaryDirectory());
  const [registered] = unwrap(await store.write([{ write: 'dossier.register', dossier: newDossier('d-1', { procedure: { code: procedure.code, version: procedure.version } }) }]));
  const { dossier } = unwrap(await store.read('dossier.byId', { id: 'd-1' }))!;
  unwrap(await bench.portal.send(dossierMessage(dossier, procedure, { code: 'H36.12', name: 'Xã Đức Trọng' })));
  const other = inProcess(temporaryDirectory());
  const lookUp = createLookUp({ store: other.store, clock: systemClock, reader: () => null, shape: codeShape('{unit}-{YYMMDD}-{running:4}', 'H36.99'), portal: bench.portal, outboxChanged: () => {} });
  later(() => lookUp.close());
  return { bench, lookUp, dossier, ...registered! };
}

describe('a slip of another counter', () => {
  it('shows how its dossier stands there, who handles it, and nothing that says whose it is', async () => {
    const { lookUp, code, secret, dossier } = await twoCounters();
    await lookUp.find(code, secret);
    const found = lookUp.current();
    expect(found).toMatchObject({ state: 'found', by: 'slip', dossiers: [], elsewhere: [{ code, procedure: { code: procedure.code, name: procedure.name.vi }, status: 'newlyRegistered', unit: 'Xã Đức Trọng' }] });
    for (const personal of [dossier.applicant.number.value, dossier.applicant.fullName!.value, secret]) expect(JSON.stringify(found)).not.toContain(personal);
  });

  it('shows nothing for another secret, and is locked here before the portal is asked too often', async () => {
    const { lookUp, code, secret, bench } = await twoCounters();
    for (let tries = 0; tries < 4; tries += 1) {
      await lookUp.find(code, WRONG);
      expect(lookUp.current()).toEqual({ state: 'failed', problem: 'notFound' });
    }
    await lookUp.find(code, WRONG);
    expect(lookUp.current()).toEqual({ state: 'failed', problem: 'locked' });
    const { requests } = bench.records();
    await lookUp.find(code, secret);
    expect(lookUp.current()).toEqual({ state: 'failed', problem: 'locked' });
    expect(bench.records().requests).toBe(requests);
  });

  it.each(['outage', 'html', 'error-500'])('is not found without the portal (%s), which is said, and is found when it is back', async (fault) => {
    const { lookUp, code, secret, bench } = await twoCounters();
    await bench.fault(fault);
    await lookUp.find(code, secret);
    expect(lookUp.current()).toEqual({ state: 'failed', problem: 'notFoundHere' });
    await bench.heal();
    await lookUp.find(code, secret);
    expect(lookUp.current()).toMatchObject({ state: 'found', elsewhere: [{ code }] });
  });
});
