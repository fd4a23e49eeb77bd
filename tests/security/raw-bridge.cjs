// Loaded into main before the program (`-r`): gives every window of the program's session a second preload script that
// passes any call to main, as a page that has taken over its own preload would.

const { app, session } = require('electron');
const { join } = require('node:path');

app.whenReady().then(() => session.fromPartition('mot-cua', { cache: false }).setPreloads([join(__dirname, 'raw-preload.cjs')]));
