// Memory of a process and all that it started, from Linux's /proc.

import { readFileSync, readdirSync } from 'node:fs';

/** Proportional set size of the process and its descendants in MiB: memory that several share counts once, in parts. */
export function treeMemory(root: number): number {
  let kibibytes = 0;
  for (const pid of descendants(root)) {
    try {
      const rollup = readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8');
      kibibytes += Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? 0);
    } catch {
      // The process has ended meanwhile.
    }
  }
  return kibibytes / 1024;
}

/** The process and its descendants. */
export function descendants(root: number): number[] {
  const children = new Map<number, number[]>();
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid)) continue;
    try {
      // After the command's name in parentheses, which may hold anything: state, parent.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      children.set(parent, [...(children.get(parent) ?? []), pid]);
    } catch {
      // The process has ended meanwhile.
    }
  }
  const found = [root];
  for (let index = 0; index < found.length; index += 1) found.push(...(children.get(found[index] ?? -1) ?? []));
  return found;
}
