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

const PATIENCE_MS = 60_000;
/** A window for drawing keeps much of what was drawn in it: so many papers, then another one. */
const PAPERS_AN_EASEL = 20;

/** Rejects when the time is over, or with the window's end. */
function within(window, work) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('timeOut')), PATIENCE_MS);
    const gone = () => reject(new Error('gone'));
    window.webContents.once('render-process-gone', gone);
    work.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      if (!window.isDestroyed()) window.webContents.off('render-process-gone', gone);
    });
  });
}

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
    await within(window, window.loadURL('app://imaging/studio/imaging.html').then(() => ready));
    return { window, port: port1 };
  })();
  return opening;
}

/** `out`: where each page's bytes go, with its number and kind added. */
globalThis.improvePage = async (file, options, out) => {
  const { window, port } = await open();
  const id = nextId++;
  const bytes = new Uint8Array(readFileSync(file));
  const begun = performance.now();
  let listener;
  const reply = new Promise((resolve) => {
    listener = ({ data }) => {
      if (data.id === id) resolve(data);
    };
    port.on('message', listener);
    port.postMessage({ id, task: 'improve', bytes, options });
  });
  const answer = await within(window, reply).catch((error) => {
    // What hung is not asked again.
    if (!window.isDestroyed()) window.destroy();
    if (pagesWindow === window) opening = undefined;
    return { ok: false, code: error.message };
  });
  port.off('message', listener);
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

/** Draws a paper into `file`; gives the words on it. Rejects where that takes too long. */
globalThis.drawPaper = async (truth, file) => {
  if (!easel || easel.left === 0) {
    const old = easel;
    const window = new BrowserWindow({ show: false, webPreferences: { sandbox: true, backgroundThrottling: false } });
    easel = { window, left: PAPERS_AN_EASEL, under: 0, loaded: within(window, window.loadURL('about:blank')) };
    if (old) closeWhenDone(old);
  }
  const mine = easel;
  mine.left -= 1;
  mine.under += 1;
  try {
    await mine.loaded;
    const { jpeg, words } = await within(mine.window, mine.window.webContents.executeJavaScript(`(${drawPaper})(${JSON.stringify(truth)})`));
    writeFileSync(file, Buffer.from(jpeg, 'base64'));
    return words;
  } catch (error) {
    mine.left = 0;
    throw error;
  } finally {
    mine.under -= 1;
    closeWhenDone(mine);
  }
};

function closeWhenDone({ window, left, under }) {
  if (left === 0 && under === 0 && !window.isDestroyed()) window.destroy();
}

/** Seconds of processor time that the window for pages has used (Linux; a hundred ticks a second); null elsewhere. */
globalThis.pagesProcessorSeconds = () => {
  if (process.platform !== 'linux' || !pagesWindow || pagesWindow.isDestroyed()) return null;
  const fields = readFileSync(`/proc/${pagesWindow.webContents.getOSProcessId()}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
};
