// The default app of the runtime from the npm registry: `electron [-r MODULE]… PATH [ARGUMENT]…` as any Electron
// understands it. It takes name, version and paths from the package at PATH and loads the main file that it names.
'use strict';
const { app } = require('electron');
const Module = require('node:module');
const path = require('node:path');

const args = process.argv.slice(1);
const preloads = [];
let target;
for (let i = 0; i < args.length && target === undefined; i += 1) {
  if (args[i] === '-r' || args[i] === '--require') preloads.push(args[(i += 1)]);
  else if (!args[i].startsWith('-')) target = args[i];
}

if (target === undefined) {
  console.error('Which app? Give the path of its folder.');
  app.exit(2);
} else {
  Object.defineProperty(process, 'defaultApp', { value: true, enumerable: true });
  const place = path.resolve(target);
  let entry = place;
  if (path.extname(place) === '') {
    const manifest = require(path.join(place, 'package.json'));
    entry = path.resolve(place, manifest.main ?? 'index.js');
    app.setName(manifest.productName ?? manifest.name ?? 'Electron');
    app.setVersion(manifest.version ?? '0.0.0');
    app.setPath('userData', path.join(app.getPath('appData'), app.getName()));
    app.setAppPath(place);
  } else {
    app.setAppPath(path.dirname(place));
  }
  try {
    for (const preload of preloads) Module._load(path.resolve(preload), module, false);
    Module._load(entry, module, true);
  } catch (error) {
    // A dialog would wait for a click that never comes in a test.
    console.error('The app threw an error while it was loaded.');
    console.error(error);
    app.exit(1);
  }
}
