// The windows by role: makes them, keeps them alive, finds a role by its window. A window that dies, hangs or never
// becomes usable is made again; the journey lives in main and loses nothing.

import { join } from 'node:path';
import { BrowserWindow, screen } from 'electron';
import type { BrowserWindowConstructorOptions, Session, WebContents } from 'electron';
import type { Role } from '../../preload/contract/roles.ts';
import type { Log } from '../logging/catalogue.ts';
import type { Clock } from '../services/ports.ts';
import { addressOf } from './addresses.ts';
import { crashed, LOOP_REST_MS, NO_CRASHES } from './crash-policy.ts';
import { lockKeys } from './lockdown.ts';

export type WindowsOptions = {
  readonly session: Session;
  readonly preloadDir: string;
  readonly mode: 'selfService' | 'counter';
  readonly citizenScreen: boolean;
  readonly packaged: boolean;
  /** What a role's preload is told that it may build. */
  readonly mandateOf: (role: Role) => { readonly calls: readonly string[]; readonly pushes: readonly string[] };
  readonly clock: Clock;
  readonly log: Log;
  /** A role's window was closed by the person before it (never the kiosk's). */
  readonly onClosed: (role: Role) => void;
};

export type Windows = {
  openAll(): void;
  openTechnician(): void;
  roleOf(contents: WebContents): Role | null;
  list(): readonly { readonly role: Role; readonly contents: WebContents }[];
  /** The window says that it is drawn. */
  interactive(role: Role): void;
  close(): void;
};

/** A window that is not usable this long after it began to load is made again. */
const INTERACTIVE_MS = 30_000;
/** A window that does not answer this long is ended. */
const HUNG_MS = 8_000;

export function createWindows(options: WindowsOptions): Windows {
  const { session, preloadDir, mode, packaged, mandateOf, clock, log } = options;
  const kiosk = mode === 'selfService';
  const open = new Map<Role, BrowserWindow>();
  const policies = new Map<Role, ReturnType<typeof crashed>['policy']>();
  const interactiveTimers = new Map<Role, () => void>();
  let quitting = false;

  function make(role: Role): BrowserWindow {
    const window = new BrowserWindow({
      ...shapeOf(role),
      show: false,
      backgroundColor: '#FAF6EE',
      autoHideMenuBar: true,
      webPreferences: {
        preload: join(preloadDir, 'preload.cjs'),
        additionalArguments: [`--mot-cua=${JSON.stringify({ role, ...mandateOf(role) })}`],
        session,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
        webSecurity: true,
        allowRunningInsecureContent: false,
        experimentalFeatures: false,
        webviewTag: false,
        navigateOnDragDrop: false,
        spellcheck: false,
        enableWebSQL: false,
        devTools: !packaged,
        backgroundThrottling: false,
      },
    });
    open.set(role, window);
    window.setMenu(null);
    lockKeys(window, role, openTechnician);
    watch(role, window);
    window.once('ready-to-show', () => {
      window.show();
      // Without a window manager only this fills the screen, and it must follow show.
      if (role === 'citizen' && kiosk) window.setKiosk(true);
      else if (role === 'citizenFacing' && displays().second) window.setKiosk(true);
      else if (role === 'staff') window.maximize();
    });
    window.on('close', (event) => {
      if (!quitting && (role === 'citizen' || role === 'citizenFacing')) event.preventDefault();
    });
    window.on('closed', () => {
      if (open.get(role) !== window) return;
      open.delete(role);
      interactiveTimers.get(role)?.();
      if (!quitting) options.onClosed(role);
    });
    load(role, window);
    log('window.opened', { role });
    return window;
  }

  function load(role: Role, window: BrowserWindow) {
    interactiveTimers.get(role)?.();
    interactiveTimers.set(role, clock.after(INTERACTIVE_MS, () => hung(role, window)));
    window.loadURL(addressOf(role)).catch(() => {
      // The reason comes by render-process-gone or by the timer.
    });
  }

  function watch(role: Role, window: BrowserWindow) {
    let cancelHung = () => {};
    window.webContents.on('unresponsive', () => {
      cancelHung = clock.after(HUNG_MS, () => hung(role, window));
    });
    window.webContents.on('responsive', () => cancelHung());
    window.webContents.on('render-process-gone', (_, { reason }) => {
      cancelHung();
      if (quitting || reason === 'clean-exit') return;
      log('window.gone', { role, reason });
      revive(role, window);
    });
  }

  function hung(role: Role, window: BrowserWindow) {
    if (quitting || window.isDestroyed()) return;
    log('window.hung', { role });
    window.webContents.forcefullyCrashRenderer();
    if (!window.webContents.isCrashed()) revive(role, window);
  }

  function revive(role: Role, window: BrowserWindow) {
    interactiveTimers.get(role)?.();
    const { policy, attempt, waitMs } = crashed(policies.get(role) ?? NO_CRASHES, clock.now());
    policies.set(role, policy);
    if (waitMs === 'loop') log('window.crashLoop', { role, attempts: attempt });
    const wait = waitMs === 'loop' ? LOOP_REST_MS : waitMs;
    clock.after(wait, () => {
      if (quitting || window.isDestroyed()) return;
      log('window.restarted', { role, attempt, waited: wait });
      load(role, window);
    });
  }

  function displays() {
    const primary = screen.getPrimaryDisplay();
    return { primary, second: screen.getAllDisplays().find(({ id }) => id !== primary.id) };
  }

  function shapeOf(role: Role): BrowserWindowConstructorOptions {
    const { primary, second } = displays();
    if (role === 'citizen' && kiosk) {
      return { ...primary.bounds, kiosk: true, frame: false, fullscreen: true, resizable: false, movable: false, minimizable: false, alwaysOnTop: packaged };
    }
    if (role === 'citizenFacing') {
      // With one display only, the citizen's screen is a window that the officer can move.
      return second ? { ...second.bounds, kiosk: true, frame: false, fullscreen: true, resizable: false } : { width: 1024, height: 768 };
    }
    return { ...primary.workArea, title: 'Một Cửa' };
  }

  function openTechnician() {
    const present = open.get('technician');
    if (present) return present.focus();
    const window = make('technician');
    // Over the kiosk's own window.
    window.setAlwaysOnTop(true, 'screen-saver');
  }

  return {
    openAll() {
      if (kiosk) return void make('citizen');
      make('staff');
      if (options.citizenScreen) make('citizenFacing');
    },
    openTechnician,
    roleOf(contents) {
      for (const [role, window] of open) if (!window.isDestroyed() && window.webContents === contents) return role;
      return null;
    },
    list: () => [...open].filter(([, window]) => !window.isDestroyed()).map(([role, window]) => ({ role, contents: window.webContents })),
    interactive(role) {
      interactiveTimers.get(role)?.();
      interactiveTimers.delete(role);
    },
    close() {
      quitting = true;
      for (const cancel of interactiveTimers.values()) cancel();
      for (const window of open.values()) if (!window.isDestroyed()) window.destroy();
      open.clear();
    },
  };
}
