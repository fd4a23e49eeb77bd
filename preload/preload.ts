// Builds `window.motCua` for a window of a citizen, an officer or a technician: a named method for each channel that
// main says this window's role may use, and nothing else. Main checks every call again.

import { contextBridge, ipcRenderer } from 'electron';

const CALL = 'mot-cua:call';
const PUSH = 'mot-cua:push';

/** Main's word on this window: `--mot-cua={"role":"citizen","calls":["journey.send",…],"pushes":["journey.changed",…]}` */
type Mandate = { readonly role: string; readonly calls: readonly string[]; readonly pushes: readonly string[] };

const FLAG = '--mot-cua=';
const mandate = JSON.parse(process.argv.find((argument) => argument.startsWith(FLAG))?.slice(FLAG.length) ?? 'null') as Mandate | null;

if (mandate) {
  const listeners = new Map<string, Set<(event: unknown) => void>>();
  ipcRenderer.on(PUSH, (_, name: string, event: unknown) => {
    for (const listener of [...(listeners.get(name) ?? [])]) listener(event);
  });

  const bridge: Record<string, unknown> = { role: mandate.role };
  const group = (name: string) => (bridge[name.split('.')[0]!] ??= {}) as Record<string, unknown>;
  const method = (name: string) => name.split('.')[1]!;

  for (const name of mandate.calls) {
    group(name)[method(name)] = (request: unknown) => ipcRenderer.invoke(CALL, name, request);
  }
  for (const name of mandate.pushes) {
    const called = method(name);
    group(name)[`on${called[0]!.toUpperCase()}${called.slice(1)}`] = (listener: (event: unknown) => void) => {
      const set = listeners.get(name) ?? new Set();
      listeners.set(name, set.add(listener));
      return () => void set.delete(listener);
    };
  }
  contextBridge.exposeInMainWorld('motCua', bridge);
}
