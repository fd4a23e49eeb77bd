import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../../main/domain/result.ts';
import type { AuditLine } from '../../../main/services/store.ts';
import { connect } from '../../../main/storage/database.ts';
import { storagePaths } from '../../../main/storage/paths.ts';
import { inProcess, temporaryDirectory, TEST_KEY } from './helpers.ts';

const line = (subject: string, details: AuditLine['details'] = {}): AuditLine => ({
  actor: 'kiosk',
  action: 'dossier.register',
  subject,
  details,
});

/** Ten audit lines, then somebody with the key and an SQL shell. */
async function tampered(sql: string) {
  const dir = temporaryDirectory();
  const { store } = inProcess(dir);
  for (let index = 1; index <= 10; index += 1)
    unwrap(await store.write([{ write: 'audit', line: line(`j-${index}`, { pages: index, paid: true }) }]));
  expect(unwrap(await store.read('audit.verify'))).toEqual({ lines: 10, brokenAt: null });
  const intruder = connect(storagePaths(dir).database, { key: TEST_KEY });
  intruder.exec(sql);
  intruder.close();
  return unwrap(await store.read('audit.verify')).brokenAt;
}

describe('the audit log', () => {
  it('finds the first line that was changed, in any of its columns', async () => {
    expect(await tampered(`UPDATE audit SET actor = 'officer-1' WHERE line = 4`)).toBe(4);
    expect(await tampered(`UPDATE audit SET at = at + 1 WHERE line IN (9, 6)`)).toBe(6);
    expect(await tampered(`UPDATE audit SET details = replace(details, 'true', 'false') WHERE line = 1`)).toBe(1);
    expect(await tampered(`UPDATE audit SET hash = upper(hash) WHERE line = 10`)).toBe(10);
  });

  it('finds lines that were taken out, put in or changed places', async () => {
    expect(await tampered(`DELETE FROM audit WHERE line = 5`)).toBe(5);
    expect(await tampered(`DELETE FROM audit WHERE line > 8`)).toBe(9);
    expect(await tampered(`DELETE FROM audit`)).toBe(1);
    expect(
      await tampered(
        `INSERT INTO audit SELECT 11, at, actor, action, subject, details, hash FROM audit WHERE line = 10`,
      ),
    ).toBe(11);
    expect(
      await tampered(
        `UPDATE audit SET line = -1 WHERE line = 3; UPDATE audit SET line = 3 WHERE line = 4; UPDATE audit SET line = 4 WHERE line = -1`,
      ),
    ).toBe(3);
  });

  it('finds the line after one that was changed together with its own hash', async () => {
    const dir = temporaryDirectory();
    const { store } = inProcess(dir);
    for (let index = 1; index <= 5; index += 1)
      unwrap(await store.write([{ write: 'audit', line: line(`j-${index}`) }]));
    const intruder = connect(storagePaths(dir).database, { key: TEST_KEY });
    const before = intruder.prepare('SELECT hash FROM audit WHERE line = 2').pluck().get() as string;
    const at = intruder.prepare('SELECT at FROM audit WHERE line = 3').pluck().get() as number;
    const hash = createHash('sha256')
      .update(before)
      .update(JSON.stringify([3, at, 'kiosk', 'dossier.register', 'j-9', '{}']))
      .digest('hex');
    intruder.prepare(`UPDATE audit SET subject = 'j-9', hash = ? WHERE line = 3`).run(hash);
    intruder.close();
    expect(unwrap(await store.read('audit.verify'))).toEqual({ lines: 3, brokenAt: 4 });
  });

  it('does not depend on the order of the details', async () => {
    const { store } = inProcess(temporaryDirectory());
    unwrap(
      await store.write([
        { write: 'audit', line: line('j', { b: 1, a: 'x' }) },
        { write: 'audit', line: line('j', { a: 'x', b: 1 }) },
      ]),
    );
    expect(unwrap(await store.read('audit.verify'))).toEqual({ lines: 2, brokenAt: null });
  });
});
