// The agency's logo: what is a whole PNG of a useful size is taken, everything else is refused with the reason, and the last good
// one stays. `pngjs`, which is not ours, writes the good ones and judges the damaged.

import fc from 'fast-check';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { checkLogo, MAX_LOGO_BYTES } from '../../../main/base/logo.ts';
import { loadTemplates } from '../../../main/services/printing/templates.ts';
import type { TemplateFile } from '../../../main/services/printing/templates.ts';

const COLOUR_TYPES = [0, 2, 4, 6] as const;
function png(width: number, height: number, colorType: (typeof COLOUR_TYPES)[number] = 6): Uint8Array {
  const picture = new PNG({ width, height });
  picture.data.forEach((_, at) => (picture.data[at] = (at * 31) & 0xff));
  return new Uint8Array(PNG.sync.write(picture, { colorType }));
}
const refusal = (bytes: Uint8Array): string => {
  const checked = checkLogo(bytes);
  if (checked.ok) throw new Error('the logo was taken');
  return `${checked.error.code} ${checked.error.detail ?? ''}`;
};

describe('a logo', () => {
  it.each(COLOUR_TYPES)('of colour type %i is taken as it is', (colorType) => {
    const bytes = png(120, 90, colorType);
    expect(checkLogo(bytes)).toEqual({ ok: true, value: { bytes, width: 120, height: 90 } });
  });

  it('of a wrong kind or size is refused with what would be right', () => {
    expect(refusal(new TextEncoder().encode('<svg/>'))).toBe('notPng ');
    expect(refusal(png(40, 90))).toBe('badSize 40 × 90 pixels; each side 48 to 1600');
    expect(refusal(png(700, 60))).toBe('badSize 700 × 60 pixels; at most 6 times as long as wide');
    expect(refusal(new Uint8Array(MAX_LOGO_BYTES + 1))).toBe('tooLong 300001 bytes, at most 300000');
  });

  it('with any byte changed, or cut anywhere, is refused', () => {
    const good = png(48, 48, 2);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = good.slice();
        changed[at]! ^= by;
        expect(checkLogo(changed).ok).toBe(false);
        expect(checkLogo(good.slice(0, at)).ok).toBe(false);
      }),
    );
  });

  it('that says it is larger than it unpacks to, or smaller, is refused', () => {
    const [small, large] = [png(60, 60, 2), png(64, 64, 2)];
    // The head of one before the data of the other, each chunk sound by itself.
    const mixed = (head: Uint8Array, data: Uint8Array) => new Uint8Array([...head.slice(0, 33), ...data.slice(33)]);
    expect(refusal(mixed(small, large))).toBe('damaged its picture cannot be unpacked');
    expect(refusal(mixed(large, small))).toBe('damaged its picture cannot be unpacked');
  });

  it('of whatever bytes never throws', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void checkLogo(bytes)));
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void checkLogo(new Uint8Array([...png(48, 48).slice(0, 33), ...bytes]))));
  });
});

it('the last good logo stays while the file is spoilt, and goes with it', async () => {
  const kept = new Map<string, TemplateFile>();
  const start = (...own: TemplateFile[]) => loadTemplates({ checkLogo, own: async () => own, kept: async () => [...kept.values()], keep: (file) => void kept.set(file.name, file) });
  const good = png(64, 64);
  expect((await start({ name: 'Logo.PNG', bytes: good })).logo).toEqual(good);
  const spoilt = await start({ name: 'Logo.PNG', bytes: good.slice(0, 90) });
  expect(spoilt.logo).toEqual(good);
  expect(spoilt.refused).toEqual([{ name: 'Logo.PNG', detail: 'damaged the file ends before its end', lastGood: true }]);
  expect((await start()).logo).toBeNull();
  kept.clear();
  expect(await start({ name: 'logo.png', bytes: good.slice(0, 90) })).toMatchObject({ logo: null, refused: [{ lastGood: false }] });
});
