const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('raw', { call: (name, request) => ipcRenderer.invoke('mot-cua:call', name, request) });
