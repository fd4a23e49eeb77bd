import { expect, it } from 'vitest';
import { checkLogo } from '../../../main/base/logo.ts';
import { shippedTemplates } from '../../../main/domain/slips/forms/shipped.ts';
import { loadTemplates } from '../../../main/services/printing/templates.ts';
import type { TemplateFile } from '../../../main/services/printing/templates.ts';

const file = (name: string, text: string): TemplateFile => ({ name, bytes: new TextEncoder().encode(text) });
const refusal = shippedTemplates().get('refusal')!;
const own = { ...refusal, title: 'Phiếu của xã' };

/** The folder of last good versions, as it is on disk from one start to the next. */
function disk() {
  const files = new Map<string, TemplateFile>();
  return {
    files,
    start: (...given: TemplateFile[]) => loadTemplates({ checkLogo, own: async () => given, kept: async () => [...files.values()], keep: (good) => void files.set(good.name, good) }),
  };
}

it('a unit’s own template is used; one that is wrong changes nothing and is named with its line', async () => {
  const wrong = { ...shippedTemplates().get('stopping')!, title: 'X', lines: [{ part: 'head' }, { text: '{nobody}' }] };
  const loaded = await disk().start(file('a.json', JSON.stringify(own)), file('b.json', JSON.stringify(wrong)), file('c.json', JSON.stringify(refusal)), file('notes.txt', 'x'));
  expect(loaded.templates.get('refusal')!.title.vi).toBe('Phiếu của xã');
  expect(loaded.templates.get('stopping')).toEqual(shippedTemplates().get('stopping'));
  expect(loaded.refused).toEqual([
    { name: 'b.json', detail: 'badTemplate lines.2.text: nothing is called {nobody}', lastGood: false },
    { name: 'c.json', detail: 'refusal: already in a.json', lastGood: false },
  ]);
});

it('the last good version of a file that was spoilt stays in force, start after start, until it is mended or taken away', async () => {
  const { files, start } = disk();
  await start(file('a.json', JSON.stringify(own)));
  for (let again = 0; again < 2; again += 1) {
    const spoilt = await start(file('a.json', '{ "form": "refusal", '));
    expect(spoilt.templates.get('refusal')!.title.vi).toBe('Phiếu của xã');
    expect(spoilt.refused).toEqual([{ name: 'a.json', detail: 'notJson', lastGood: true }]);
  }
  const mended = await start(file('a.json', JSON.stringify({ ...own, title: 'Phiếu mới' })));
  expect(mended.templates.get('refusal')!.title.vi).toBe('Phiếu mới');
  expect(mended.refused).toEqual([]);
  expect((await start(file('a.json', 'x'))).templates.get('refusal')!.title.vi).toBe('Phiếu mới');
  expect((await start()).templates.get('refusal')).toEqual(refusal);
  // What is kept is trusted no more than what was given.
  files.set('a.json', file('a.json', 'spoilt too'));
  const both = await start(file('a.json', 'x'));
  expect(both.templates.get('refusal')).toEqual(refusal);
  expect(both.refused).toEqual([{ name: 'a.json', detail: 'notJson', lastGood: false }]);
});

it('a disk that keeps nothing does not hold up a good template', async () => {
  const loaded = await loadTemplates({
    checkLogo,
    own: async () => [file('a.json', JSON.stringify(own))],
    kept: async () => [],
    keep: () => {
      throw new Error('ENOSPC');
    },
  });
  expect(loaded.templates.get('refusal')!.title.vi).toBe('Phiếu của xã');
  expect(loaded.refused).toEqual([]);
});
