// The yardstick of a start: an Electron with one empty window of the kiosk's size. Says on stdout when it is drawn.
'use strict';
const { app, BrowserWindow } = require('electron');

app.setPath('userData', process.argv.at(-1));
app.on('window-all-closed', () => app.quit());
process.on('SIGTERM', () => app.quit());

void app.whenReady().then(async () => {
  const window = new BrowserWindow({ width: 1080, height: 1920, webPreferences: { sandbox: true, contextIsolation: true } });
  await window.loadURL('data:text/html,<!doctype html><title>empty</title><p>empty</p>');
  await window.webContents.executeJavaScript('new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => drawn())))');
  process.stdout.write(`${JSON.stringify({ event: 'window.interactive', role: 'empty' })}\n`);
});
