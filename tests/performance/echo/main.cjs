// Loaded into main before the program (`-r`): the barest call there is from a window to main, as a yardstick for the bridge.

const { join } = require('node:path');
const { app, ipcMain, session } = require('electron');

ipcMain.handle('yardstick:echo', (_event, value) => value);
app.whenReady().then(() => session.fromPartition('mot-cua', { cache: false }).setPreloads([join(__dirname, 'preload.cjs')]));
