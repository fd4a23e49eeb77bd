const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('yardstick', { echo: (value) => ipcRenderer.invoke('yardstick:echo', value) });
