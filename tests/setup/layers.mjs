// `npm run layers`: the dependency rules of .dependency-cruiser.cjs over all sources. Runs on Node 24.
// dependency-cruiser reads TypeScript by the compiler's JavaScript API, which TypeScript 7 no longer has; it gets version 6.
import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { tool } from './command.mjs';

registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier.replace(/^typescript(?=$|\/)/, '@typescript/typescript6'), context),
});

// Without a compiler it would skip every TypeScript file in silence, and all rules would hold.
const { default: cruiser } = await import('dependency-cruiser');
if (!cruiser.allExtensions.some(({ extension, available }) => extension === '.tsx' && available)) {
  throw new Error('dependency-cruiser cannot read TypeScript: is @typescript/typescript6 installed?');
}

const all = ['--config', '.dependency-cruiser.cjs', 'main', 'preload', 'renderer', 'tests'];
if (process.argv.length === 2) process.argv.push(...all);
await import(pathToFileURL(tool('dependency-cruiser', 'depcruise')).href);
