// The lock file can be installed anywhere. A registry that lacks a platform's package makes npm leave it out of the lock
// file in silence; `npm ci` then refuses the whole file ("Missing: … from lock file").
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Entry {
  optionalDependencies?: Record<string, string>;
  resolved?: string;
}

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Entry> };

it('names every platform’s optional packages', () => {
  const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => ![`node_modules/${name}`, `${place}/node_modules/${name}`].some((path) => path in packages),
    ),
  );
  expect(missing).toEqual([]);
});

it('names no registry, so that each machine’s own is used', () => {
  expect(Object.values(packages).flatMap(({ resolved }) => resolved ?? [])).toEqual([]);
});
