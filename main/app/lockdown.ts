// What no window may do, whatever its page asks: open windows, navigate, download, use a permission that the table does
// not give, take a dropped file, or leave the kiosk by keys.

import { app } from 'electron';
import type { BrowserWindow, Input, Session, WebContents } from 'electron';
import type { Role } from '../../preload/contract/roles.ts';
import type { Log } from '../logging/catalogue.ts';
import { addressOf } from './addresses.ts';

/** Permissions by role; what is not here is denied. */
export const PERMISSIONS: Readonly<Record<Role, readonly string[]>> = {
  citizen: [],
  citizenFacing: [],
  staff: [],
  technician: [],
  studio: [],
  imaging: [],
};

type RoleOf = (contents: WebContents) => Role | null;

/** `mayUseCamera`: whose windows may see through the document camera now; of nothing that records, sound is never given. */
export function lockSession(session: Session, roleOf: RoleOf, mayUseCamera: (role: Role) => boolean, log: Log): void {
  const allowed = (contents: WebContents | null, permission: string, asked: { readonly url: string | undefined; readonly media: readonly string[]; readonly isMainFrame: boolean }) => {
    const role = contents && roleOf(contents);
    if (role === null) return false;
    const isCamera = permission === 'media' && asked.media.length > 0 && asked.media.every((kind) => kind === 'video');
    if (isCamera) return mayUseCamera(role) && asked.isMainFrame && originOf(asked.url) === originOf(addressOf(role));
    return PERMISSIONS[role].includes(permission);
  };
  session.setPermissionRequestHandler((contents, permission, callback, details) => {
    const media = 'mediaTypes' in details ? (details.mediaTypes ?? []) : [];
    const granted = allowed(contents, permission, { url: details.requestingUrl, media, isMainFrame: details.isMainFrame });
    if (!granted) log('app.denied', { role: roleOf(contents) ?? 'none', what: 'permission', detail: permission });
    callback(granted);
  });
  // A check gives no picture and no sound, it decides whether devices are named; and it asks for sound where cameras are listed.
  session.setPermissionCheckHandler((contents, permission, origin, { isMainFrame }) => allowed(contents, permission, { url: origin, media: ['video'], isMainFrame }));
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, _item, contents) => {
    event.preventDefault();
    log('app.denied', { role: roleOf(contents) ?? 'none', what: 'download', detail: undefined });
  });
  // Whatever slips through the page's policy still reaches no network from a window.
  session.webRequest.onBeforeRequest({ urls: ['<all_urls>'] }, ({ url }, callback) => {
    callback({ cancel: !/^(app|data|blob|devtools|chrome-devtools):/.test(url) });
  });
}

/** `app://citizen`; what is no address has none. */
function originOf(url: string | undefined): string | null {
  const found = /^([a-z]+:\/\/[a-z]+)(?:\/|$)/.exec(url ?? '');
  return found ? found[1]! : null;
}

export function lockContents(roleOf: RoleOf, log: Log): void {
  app.on('web-contents-created', (_, contents) => {
    const denied = (what: string) => log('app.denied', { role: roleOf(contents) ?? 'none', what, detail: undefined });
    contents.setWindowOpenHandler(() => {
      denied('newWindow');
      return { action: 'deny' };
    });
    contents.on('will-navigate', (event, url) => {
      const role = roleOf(contents);
      if (role && url === addressOf(role)) return;
      event.preventDefault();
      denied('navigation');
    });
    contents.on('will-attach-webview', (event) => {
      event.preventDefault();
      denied('webview');
    });
  });
}

/** Keys of the kiosk that would reload, zoom, close or look behind the program. */
export function isKioskKey(input: Pick<Input, 'key' | 'control' | 'alt' | 'meta' | 'shift'>): boolean {
  const key = input.key.toLowerCase();
  if (/^f([1-9]|1[0-2])$/.test(key) || key === 'contextmenu' || key === 'browserback' || key === 'browserforward') return true;
  if (input.alt || input.meta) return true;
  // Copy, paste and select stay.
  return input.control && !['a', 'c', 'v', 'x', 'z', 'control', 'backspace', 'arrowleft', 'arrowright'].includes(key);
}

/** The technician's way in, from any window: Ctrl+Alt+Shift+T. */
export function isTechnicianChord({ key, control, alt, shift }: Pick<Input, 'key' | 'control' | 'alt' | 'shift'>): boolean {
  return control && alt && shift && key.toLowerCase() === 't';
}

export function lockKeys(window: BrowserWindow, role: Role, onTechnician: () => void): void {
  const kiosk = role === 'citizen' || role === 'citizenFacing';
  window.webContents.on('before-input-event', (event, input) => {
    if (input.type === 'keyDown' && isTechnicianChord(input)) {
      event.preventDefault();
      onTechnician();
    } else if (kiosk && isKioskKey(input)) {
      event.preventDefault();
    }
  });
  if (kiosk) {
    window.webContents.on('zoom-changed', () => window.webContents.setZoomFactor(1));
    window.webContents.on('did-finish-load', () => void window.webContents.setVisualZoomLevelLimits(1, 1));
    window.webContents.on('context-menu', (event) => event.preventDefault());
  }
}
