// `probe settings FILE [--data DIR]`: checks a settings file whole and names every wrong place. With the counter's data
// directory it also tries whether sealed secrets open here. Changes nothing.

import { readChecked } from '../settings/load.ts';
import { createSealer } from '../settings/sealer.ts';
import type { Sealer } from '../settings/sealer.ts';
import { countSecrets } from '../settings/secrets.ts';
import { presentDatabaseKey } from '../storage/keys.ts';
import { fine, parseArguments, refused, wrongUsage } from './member.ts';
import type { ProbeAnswer } from './member.ts';

export async function settings(args: string[]): Promise<ProbeAnswer> {
  const parsed = parseArguments(args, ['data']);
  if (parsed?.words.length !== 1) return wrongUsage('settings FILE [--data DIR]');
  const dir = parsed.options.get('data');
  let sealer: Sealer | null = null;
  if (dir !== undefined) {
    const found = presentDatabaseKey(dir, null);
    if (!found.ok) return refused(found.error);
    sealer = createSealer(found.value.key);
  }
  const read = readChecked(parsed.words[0]!, sealer);
  if (!read.ok) return { status: 1, output: { refused: read.error.code, problems: read.error.problems } };
  const { counter, unit, devices, accounts } = read.value.settings;
  return fine({
    valid: true,
    counter: { kioskId: counter.kioskId, mode: counter.mode },
    unit: unit.code,
    devices: Object.entries(devices).flatMap(([name, device]) => (device === null ? [] : [name])),
    officers: accounts.officers.length,
    technicianPinIsSet: accounts.technicianPin !== null,
    secrets: countSecrets(read.value.settings),
  });
}
