// Loaded before the program (`electron -r`): opens the window for pages as the program does and lets a measurement send it
// pictures from files. The answers' bytes go to files, since a measurement reads them with other programs.
'use strict';

const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { BrowserWindow, MessageChannelMain, session } = require('electron');
const { drawPaper } = require('./draw.cjs');

const root = join(__dirname, '..', '..', '..');
let opening;
let pagesWindow;
let nextId = 1;

function open() {
  opening ??= (async () => {
    const window = new BrowserWindow({
      show: false,
      webPreferences: { preload: join(root, 'dist/preload/studio.cjs'), session: session.fromPartition('mot-cua', { cache: false }), sandbox: true, backgroundThrottling: false },
    });
    pagesWindow = window;
    const { port1, port2 } = new MessageChannelMain();
    port1.setMaxListeners(50);
    const ready = new Promise((resolve) => port1.once('message', resolve));
    port1.start();
    window.webContents.once('dom-ready', () => window.webContents.postMessage('studio.port', null, [port2]));
    await window.loadURL('app://imaging/studio/imaging.html');
    await ready;
    return port1;
  })();
  return opening;
}

/** `out`: where each page's bytes go, with its number and kind added. */
globalThis.improvePage = async (file, options, out) => {
  const port = await open();
  const id = nextId++;
  const bytes = new Uint8Array(readFileSync(file));
  const begun = performance.now();
  const answer = await new Promise((resolve) => {
    const listener = ({ data }) => {
      if (data.id !== id) return;
      port.off('message', listener);
      resolve(data);
    };
    port.on('message', listener);
    port.postMessage({ id, task: 'improve', bytes, options });
  });
  const ms = performance.now() - begun;
  if (!answer.ok) return { ms, ...answer };
  const pages = answer.pages.map(({ bytes: made, preview, ...page }, index) => {
    const name = `${out}-${index}.${page.mime === 'image/png' ? 'png' : 'jpg'}`;
    writeFileSync(name, made);
    return { ...page, file: name, bytes: made.length, previewBytes: preview.length };
  });
  return { ms, ok: true, pages };
};

let easel;

/** Draws a paper into `file`; gives the words on it. */
globalThis.drawPaper = async (truth, file) => {
  easel ??= (async () => {
    const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, backgroundThrottling: false } });
    await window.loadURL('about:blank');
    return window;
  })();
  const { jpeg, words } = await (await easel).webContents.executeJavaScript(`(${drawPaper})(${JSON.stringify(truth)})`);
  writeFileSync(file, Buffer.from(jpeg, 'base64'));
  return words;
};

/** Seconds of processor time that the window for pages has used (Linux; a hundred ticks a second); null elsewhere. */
globalThis.pagesProcessorSeconds = () => {
  if (process.platform !== 'linux' || !pagesWindow) return null;
  const fields = readFileSync(`/proc/${pagesWindow.webContents.getOSProcessId()}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};
