// What is wrong with settings, in the technician's words: the place and the reason, in short English and Vietnamese.
// A reason never repeats the value: it may be a secret.

import type { z } from 'zod';
import { keysAt, nodeAt } from './shape.ts';

export type SettingsProblem = { readonly path: string; readonly reason: string };

type Issue = z.core.$ZodIssue;

const TYPES: Readonly<Record<string, string>> = {
  string: 'a text / văn bản',
  number: 'a number / số',
  int: 'a whole number / số nguyên',
  boolean: 'true or false / true hoặc false',
  object: 'a group { … } / nhóm { … }',
  array: 'a list [ … ] / danh sách [ … ]',
  null: 'null',
};

/** One problem a place, in the file's order. `input` is the whole of what was checked. */
export function problemsOf(issues: readonly Issue[], input: unknown): readonly SettingsProblem[] {
  return issues.flatMap((issue) => problems(issue, [], input));
}

function problems(issue: Issue, base: readonly PropertyKey[], input: unknown): SettingsProblem[] {
  const path = [...base, ...issue.path];
  const place = path.map(String).join('.') || '(whole file)';
  const missing = isMissing(path, input);
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key].map(String).join('.'),
      reason: unknownReason(key, keysAt(path)),
    }));
  }
  if (issue.code === 'invalid_union' && !missing) {
    const node = nodeAt(path);
    if (node?.kind === 'choice') return [{ path: place, reason: choiceReason(node.choices) }];
    // Of a secret's two forms the one that was meant: a text, or a group whose inside is wrong.
    const inside = issue.errors.find((inner) =>
      inner.some(({ path: at, code }) => at.length > 0 || code === 'unrecognized_keys'),
    );
    if (inside !== undefined) return inside.flatMap((inner) => problems(inner, path, input));
    const sized = issue.errors.flat().find(({ code }) => code === 'too_small' || code === 'too_big');
    return [{ path: place, reason: sized === undefined ? `must be ${TYPES.string}` : reasonOf(sized) }];
  }
  return [{ path: place, reason: missing ? 'is missing / còn thiếu' : reasonOf(issue) }];
}

function reasonOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${TYPES[issue.expected] ?? issue.expected}`;
    case 'invalid_value':
      return choiceReason(issue.values);
    case 'too_small':
      return issue.origin === 'string'
        ? issue.minimum === 1
          ? 'must not be empty / không được để trống'
          : `too short, at least ${issue.minimum} characters / ngắn quá, ít nhất ${issue.minimum} ký tự`
        : `too small, at least ${issue.minimum} / nhỏ quá, ít nhất ${issue.minimum}`;
    case 'too_big':
      return issue.origin === 'string'
        ? `too long, at most ${issue.maximum} characters / dài quá, nhiều nhất ${issue.maximum} ký tự`
        : issue.origin === 'array'
          ? `too many, at most ${issue.maximum} / nhiều quá, nhiều nhất ${issue.maximum}`
          : `too large, at most ${issue.maximum} / lớn quá, nhiều nhất ${issue.maximum}`;
    case 'invalid_format':
      return issue.format === 'url'
        ? 'must be an address that begins with http:// or https:// / phải là địa chỉ bắt đầu bằng http:// hoặc https://'
        : `does not have the right form / sai định dạng`;
    // What only another choice makes necessary.
    case 'custom':
      return 'is missing / còn thiếu';
    default:
      return 'is not allowed here / không được phép';
  }
}

function choiceReason(choices: readonly unknown[]): string {
  return `must be one of / phải là một trong: ${choices.map(String).join(', ')}`;
}

function isMissing(path: readonly PropertyKey[], input: unknown): boolean {
  let value = input;
  for (const key of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[key];
  return value === undefined;
}

function unknownReason(key: string, known: readonly string[]): string {
  const hint = nearest(key, known);
  const said = hint === null ? '' : ` – ${hint}?`;
  return `unknown setting / không có thiết đặt này${said}`;
}

/** The known name that a typing error could have been meant for. */
export function nearest(word: string, known: readonly string[]): string | null {
  const lower = word.slice(0, 60).toLowerCase();
  const ranked = known
    .map((name) => ({
      name,
      distance: editDistance(lower, name.toLowerCase()),
      sameStart: lower[0] === name[0]?.toLowerCase(),
    }))
    .sort((a, b) => a.distance - b.distance || Number(b.sameStart) - Number(a.sameStart));
  const best = ranked[0];
  return best !== undefined && best.distance <= Math.max(2, Math.floor(best.name.length / 3)) ? best.name : null;
}

/** Letters put in, left out, mistaken or swapped with their neighbour (optimal string alignment). */
function editDistance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  for (let j = 1; j <= b.length; j += 1) rows[0]![j] = j;
  for (let i = 1; i <= a.length; i += 1) {
    for (let j = 1; j <= b.length; j += 1) {
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      rows[i]![j] = Math.min(
        rows[i - 1]![j]! + 1,
        rows[i]![j - 1]! + 1,
        rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1),
        swapped ? rows[i - 2]![j - 2]! + 1 : Infinity,
      );
    }
  }
  return rows[a.length]![b.length]!;
}
