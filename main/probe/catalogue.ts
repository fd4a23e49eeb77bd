// `probe catalogue check FILE --key BASE64 [--data DIR]`: whether an update of the catalogue would be taken, and if not, the
// line and the reason. With the data folder of a counter also against the updates that it knows.

import { readFile, stat } from 'node:fs/promises';
import { MAX_CATALOGUE_BYTES, readCatalogue } from '../domain/procedures/catalogue-file.ts';
import type { Procedure } from '../domain/procedures/procedure.ts';
import { shippedProcedures } from '../domain/procedures/shipped.ts';
import { ok } from '../domain/result.ts';
import type { Failure, Result } from '../domain/result.ts';
import { checkUpdate } from '../services/catalogue/updates.ts';
import { publicKeyOf } from '../settings/public-key.ts';
import { guarded, openEngine } from '../storage/engine.ts';
import { presentDatabaseKey } from '../storage/keys.ts';
import { fine, parseArguments, refused, tools, wrongUsage } from './member.ts';
import type { ProbeMember } from './member.ts';

const USAGE = 'catalogue check FILE --key BASE64 [--data DIR]';

export const catalogue: ProbeMember = async (args) => {
  const parsed = parseArguments(args, ['key', 'data']);
  const [action, file, ...rest] = parsed?.words ?? [];
  const key = parsed?.options.get('key');
  if (action !== 'check' || file === undefined || rest.length > 0 || key === undefined) return wrongUsage(USAGE);
  const size = await stat(file).then((found) => found.size, () => undefined);
  if (size === undefined) return refused({ code: 'unreadable' });
  if (size > MAX_CATALOGUE_BYTES) return refused({ code: 'tooLarge', detail: `more than ${MAX_CATALOGUE_BYTES} bytes` });
  const known = knownIn(parsed?.options.get('data'));
  if (!known.ok) return refused(known.error);
  const checked = checkUpdate(new Uint8Array(await readFile(file)), publicKeyOf(key), [...shippedProcedures(), ...known.value]);
  if (!checked.ok) {
    const { code, line, detail } = checked.error;
    return { status: 1, output: { refused: code, ...(line !== undefined && { line }), ...(detail !== undefined && { detail }) } };
  }
  const { serial, issuedOn, procedures } = checked.value;
  return fine({ serial, issuedOn, procedures: procedures.map(({ code, version, validFrom, validTo }) => ({ code, version, validFrom, ...(validTo !== undefined && { validTo }) })) });
};

/** The versions of the updates that a counter has ever held. */
function knownIn(dir: string | undefined): Result<Procedure[], Failure> {
  if (dir === undefined) return ok([]);
  const found = presentDatabaseKey(dir, null);
  if (!found.ok) return found;
  const opened = openEngine({ dir, key: found.value.key, firstStart: false, now: tools.clock.now() });
  if (!opened.ok) return opened;
  try {
    const rows = guarded(() => opened.value.read('catalogue.updates', undefined));
    if (!rows.ok) return rows;
    return ok(rows.value.flatMap(({ text }) => {
      const read = readCatalogue(new TextEncoder().encode(text));
      return read.ok ? [...read.value.procedures] : [];
    }));
  } finally {
    opened.value.close();
  }
}
