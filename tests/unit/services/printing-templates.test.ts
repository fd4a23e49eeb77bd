import { expect, it } from 'vitest';
import { shippedTemplates } from '../../../main/domain/slips/forms/shipped.ts';
import { loadTemplates } from '../../../main/services/printing/templates.ts';

const file = (name: string, text: string) => ({ name, bytes: new TextEncoder().encode(text) });
const refusal = shippedTemplates().get('refusal')!;

it('a unit’s own template is used; one that is wrong changes nothing and is named with its line', async () => {
  const own = { ...refusal, title: 'Phiếu của xã' };
  const wrong = { ...shippedTemplates().get('stopping')!, title: 'X', lines: [{ part: 'head' }, { text: '{nobody}' }] };
  const loaded = await loadTemplates(async () => [file('a.json', JSON.stringify(own)), file('b.json', JSON.stringify(wrong)), file('c.json', JSON.stringify(refusal)), file('notes.txt', 'x')]);
  expect(loaded.templates.get('refusal')!.title).toBe('Phiếu của xã');
  expect(loaded.templates.get('stopping')).toEqual(shippedTemplates().get('stopping'));
  expect(loaded.refused).toEqual([
    { name: 'b.json', detail: 'badTemplate lines.2.text: nothing is called {nobody}' },
    { name: 'c.json', detail: 'refusal: already in a.json' },
  ]);
});
