// Changes to the settings, from the technician's window: made on a copy, checked whole, written whole. If one value is
// wrong nothing is changed.

import { err } from '../domain/result.ts';
import type { Result } from '../domain/result.ts';
import { checkSettings } from './check.ts';
import { keepLastGood, writeSettingsFile } from './file.ts';
import { hashPin } from './pin-hash.ts';
import type { SettingsProblem } from './problems.ts';
import { nearest } from './problems.ts';
import type { Settings } from './schema.ts';
import type { Sealer } from './sealer.ts';
import { sealSecrets } from './secrets.ts';
import { keysAt, nodeAt } from './shape.ts';
import type { Node } from './shape.ts';

/** `path` as in `devices.receiptPrinter.host`; list elements by number, the number after the last adds one. */
export type SettingChange = { readonly path: string; readonly value: string | number | boolean | null };

/**
 * A copy of the settings with the changes. A device is switched off by null or false at its own path and on by true or by
 * a value below it; an officer is removed by null. Secrets are given plain, PINs as digits, and come back hashed.
 */
export function applyChanges(
  current: Settings,
  changes: readonly SettingChange[],
): Result<Settings, readonly SettingsProblem[]> {
  const copy = structuredClone(current) as Tree;
  const problems: SettingsProblem[] = [];
  const emptied = new Set<unknown[]>();
  for (const change of changes) {
    const reason = applyOne(copy, change, emptied);
    if (reason !== null) problems.push({ path: change.path, reason });
  }
  for (const list of emptied) list.splice(0, list.length, ...list.filter((element) => element !== null));
  if (problems.length > 0) return err(problems);
  return checkSettings(copy);
}

/** Seals plain secrets and writes the file and the last good copy. Throws the file system's error; nothing is then changed. */
export function saveSettings(
  file: string,
  settings: Settings,
  sealer: Sealer,
  { dataDir }: { readonly dataDir: string },
): Settings {
  const { value } = sealSecrets(settings, sealer);
  writeSettingsFile(file, value);
  keepLastGood(dataDir, value);
  return value;
}

type Tree = Record<string, unknown>;

/** Why the change cannot be made, or null. */
function applyOne(root: Tree, { path, value }: SettingChange, emptied: Set<unknown[]>): string | null {
  const steps = path.split('.');
  const node = nodeAt(steps);
  if (node === null) {
    const parent = steps.slice(0, -1);
    const hint = nearest(steps.at(-1)!, keysAt(parent));
    return `unknown setting / không có thiết đặt này${hint === null ? '' : ` – ${[...parent, hint].join('.')}?`}`;
  }
  if (path === 'version') return 'cannot be changed / không đổi được';
  const name = steps.pop()!;
  const holder = holderOf(root, steps);
  if (holder === null) return 'there is no such place in the list / không có vị trí này trong danh sách';
  if (Array.isArray(holder) && Number(name) > holder.length)
    return 'there is no such place in the list / không có vị trí này trong danh sách';

  if (node.kind === 'group') {
    if (Array.isArray(holder) && value === null) {
      holder[Number(name)] = null;
      emptied.add(holder);
      return null;
    }
    if (node.nullable && (value === null || value === false)) holder[name] = null;
    else if (node.nullable && value === true) holder[name] ??= fixedPartsOf(node);
    else return 'is a group; change the settings in it / đây là một nhóm, hãy sửa từng mục';
    return null;
  }
  if (node.kind === 'list') return 'is a list; change its elements / đây là một danh sách, hãy sửa từng phần tử';
  if (node.kind === 'pin' && typeof value === 'string') {
    if (!/^\d{4,12}$/.test(value)) return 'a PIN has 4 to 12 digits / mã PIN gồm 4 đến 12 chữ số';
    holder[name] = hashPin(value);
    return null;
  }
  holder[name] = node.kind === 'choice' ? choiceMeant(node.choices, value) : value;
  return null;
}

/** The group that holds a setting, made where a device was switched off or a list is added to. */
function holderOf(root: Tree, steps: readonly string[]): Tree | null {
  let holder = root;
  for (let depth = 0; depth < steps.length; depth += 1) {
    const step = steps[depth]!;
    if (Array.isArray(holder) && Number(step) > holder.length) return null;
    const node = nodeAt(steps.slice(0, depth + 1))!;
    holder[step] ??= node.kind === 'list' ? [] : fixedPartsOf(node);
    holder = holder[step] as Tree;
  }
  return holder;
}

/** What a new group has anyway: the settings that have one choice only, such as a device's transport. */
function fixedPartsOf(node: Node): Tree {
  if (node.kind !== 'group') return {};
  return Object.fromEntries(
    Object.entries(node.children).flatMap(([name, child]) =>
      child.kind === 'choice' && child.choices.length === 1 ? [[name, child.choices[0]]] : [],
    ),
  );
}

/** Choices travel as texts; `576` means the number 576 where that is the choice. */
function choiceMeant(choices: readonly (string | number)[], value: SettingChange['value']): unknown {
  return choices.find((choice) => String(choice) === String(value)) ?? value;
}
