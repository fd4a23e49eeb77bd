// Both languages say the same things, and every code that can come from main has its sentence.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createIntl } from 'react-intl';
import { describe, expect, it } from 'vitest';
import { STATIONS } from '../../../preload/contract/stations.ts';
import { REASON_SENTENCES } from '../../../renderer/citizen/overlays/reasons.ts';
import { stationMarks } from '../../../renderer/citizen/frame/station-marks.ts';
import { PROBLEMS } from '../../../renderer/citizen/problem/problem-names.ts';
import { MESSAGES, settingSentence } from '../../../renderer/i18n/messages.ts';
import settingsVi from '../../../renderer/i18n/settings.vi.json' with { type: 'json' };
import { SETTINGS_SHAPE, type Node } from '../../../main/settings/shape.ts';

const renderer = fileURLToPath(new URL('../../../renderer/', import.meta.url));
const { vi, en } = MESSAGES;

/** Codes of main/domain/procedures/form.ts and of the bridge's envelope. */
const ANSWER_PROBLEMS = ['required', 'tooShort', 'tooLong', 'notADate', 'dateInFuture', 'notANumber', 'tooSmall', 'tooLarge', 'badPhone', 'badPersonalNumber', 'notAnOption'];
const BRIDGE_ERRORS = ['notAllowed', 'notSignedIn', 'badRequest', 'failed', 'unavailable'];

describe('the sentences of the windows', () => {
  it('have the same keys in Vietnamese and English', () => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(vi).sort());
  });

  it.each(Object.keys(MESSAGES) as (keyof typeof MESSAGES)[])('are sound in %s, with the same values to fill in', (language) => {
    const errors: unknown[] = [];
    const intl = createIntl({ locale: language, messages: MESSAGES[language], onError: (error) => errors.push(error) });
    const names = (text: string): string[] => [...new Set([...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]!))].sort();
    for (const [id, text] of Object.entries(MESSAGES[language])) {
      expect(text.trim(), id).not.toBe('');
      expect(names(text), id).toEqual(names(vi[id]!));
      intl.formatMessage({ id }, Object.fromEntries(names(text).map((name) => [name, 2])));
    }
    expect(errors).toEqual([]);
  });

  it('say for every problem what is safe and what to do', () => {
    expect(PROBLEMS.length).toBeGreaterThan(25);
    for (const problem of PROBLEMS) {
      expect(vi, problem).toHaveProperty([`problem.${problem}.title`]);
      expect(vi, problem).toHaveProperty([`problem.${problem}.do`]);
    }
  });

  it('name every station, every wrong answer, every reason to be closed and every error of the bridge', () => {
    for (const station of STATIONS) for (const { name } of stationMarks(station)) expect(vi).toHaveProperty([name]);
    for (const code of ANSWER_PROBLEMS) expect(vi).toHaveProperty([`error.${code}`]);
    for (const sentence of Object.values(REASON_SENTENCES)) expect(vi).toHaveProperty([sentence]);
    for (const code of BRIDGE_ERRORS) expect(vi).toHaveProperty([`bridge.${code}`]);
  });

  it('say in Vietnamese what each setting means, and of nothing that is no setting', () => {
    const places = (node: Node, path: readonly string[]): string[] => {
      const own = node.sentence !== '' && path.length > 0 ? [path.join('.')] : [];
      if (node.kind === 'group') return [...own, ...Object.entries(node.children).flatMap(([name, child]) => places(child, [...path, name]))];
      return node.kind === 'list' ? [...own, ...places(node.element, [...path, '*'])] : own;
    };
    // The file's version is not shown.
    const wanted = places(SETTINGS_SHAPE, []).filter((place) => place !== 'version');
    expect(Object.keys(settingsVi).sort()).toEqual(wanted.sort());
    expect(settingSentence('vi', 'accounts.officers.12.name', 'English')).toMatch(/^Họ tên cán bộ/);
    expect(settingSentence('en', 'accounts.officers.12.name', 'English')).toBe('English');
  });

  it('hold no sentence that nothing shows', () => {
    const sources = readdirSync(renderer, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .map((file) => readFileSync(join(renderer, file), 'utf8'))
      .join('\n');
    // A key is shown if it stands in the source, or if its stem is filled in there: `problem.${…}`.
    const stems = [...sources.matchAll(/`([\w.]+\.)\$\{/g)].map((match) => match[1]!);
    const unused = Object.keys(vi).filter((id) => !sources.includes(`'${id}'`) && !sources.includes(`"${id}"`) && !stems.some((stem) => id.startsWith(stem)));
    expect(unused).toEqual([]);
  });
});
