// The studio's preload: hands the one message port over to the page and exposes nothing.

import { ipcRenderer } from 'electron';

ipcRenderer.once('studio.port', (event) => {
  window.postMessage({ type: 'studio.port' }, '*', event.ports as unknown as Transferable[]);
});
