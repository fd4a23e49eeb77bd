// The one way from a window into main. It checks, in this order: that the call comes from the main frame of a window of
// ours at its own address, that the window's role may use the channel, that the right person is signed in, and that the
// request fits its schema. Only then does a handler see it. Replies are envelopes.

import { ipcMain } from 'electron';
import type { IpcMainInvokeEvent, WebContents } from 'electron';
import type { Log } from '../logging/catalogue.ts';
import { CHANNELS } from '../../preload/contract/channels.ts';
import type { BridgeError, CallName, ChannelName, Envelope, EventOf, PushName, ReplyOf, RequestOf } from '../../preload/contract/channels.ts';
import type { Role, SignedIn } from '../../preload/contract/roles.ts';

/** A handler that cannot serve now throws this; the window is told `unavailable`. */
export class Unavailable extends Error {}

export type Handlers = {
  readonly [N in CallName]: (request: RequestOf<N>, caller: { readonly role: Role }) => Promise<ReplyOf<N>> | ReplyOf<N>;
};

export type RouterOptions = {
  readonly handlers: Handlers;
  /** The role that main gave a window, or null for a stranger. */
  readonly roleOf: (contents: WebContents) => Role | null;
  readonly windows: () => readonly { readonly role: Role; readonly contents: WebContents }[];
  readonly isSignedIn: (who: SignedIn) => boolean;
  readonly log: Log;
};

export const CALL = 'mot-cua:call';
export const PUSH = 'mot-cua:push';

export type Router = {
  push<N extends PushName>(name: N, event: EventOf<N>): void;
  close(): void;
};

export function createRouter({ handlers, roleOf, windows, isSignedIn, log }: RouterOptions): Router {
  ipcMain.handle(CALL, async (event, name: unknown, request: unknown): Promise<Envelope<unknown>> => {
    const role = roleOf(event.sender);
    const refuse = (code: BridgeError['code'], reason: string): Envelope<never> => {
      log('bridge.refused', { channel: isChannel(name) ? name : 'unknown', role: role ?? 'none', reason: code, detail: reason });
      return { ok: false, error: { code, detail: reason } };
    };

    if (!role || !isMainFrameOf(event, role)) return refuse('notAllowed', 'not a window of ours');
    if (!isChannel(name)) return refuse('notAllowed', 'no such channel');
    const channel = CHANNELS[name];
    if (channel.kind !== 'call' || !(channel.roles as readonly Role[]).includes(role)) return refuse('notAllowed', 'not for this role');
    const needed = 'signedIn' in channel ? neededBy(channel.signedIn, role) : undefined;
    if (needed && !isSignedIn(needed)) return refuse('notSignedIn', needed);
    const parsed = channel.request.safeParse(request);
    if (!parsed.success) return refuse('badRequest', parsed.error.issues.map(({ path, code }) => `${path.join('.')}: ${code}`).join('; '));

    try {
      const handler = handlers[name as CallName] as (request: unknown, caller: { role: Role }) => unknown;
      return { ok: true, value: await handler(parsed.data, { role }) };
    } catch (error) {
      if (error instanceof Unavailable) return { ok: false, error: { code: 'unavailable', detail: error.message } };
      log('bridge.failed', { channel: name, detail: String((error as Error)?.stack ?? error) });
      return { ok: false, error: { code: 'failed' } };
    }
  });

  return {
    push(name, event) {
      const channel = CHANNELS[name];
      const needed = 'signedIn' in channel ? channel.signedIn : undefined;
      if (needed && !isSignedIn(needed)) return;
      for (const { role, contents } of windows()) {
        if ((channel.roles as readonly Role[]).includes(role) && !contents.isDestroyed() && !contents.isCrashed()) {
          contents.send(PUSH, name, event);
        }
      }
    },
    close: () => ipcMain.removeHandler(CALL),
  };
}

/** The names of the channels that a role may use: what its preload is told, and all that it builds. */
export function channelsOf(role: Role): readonly ChannelName[] {
  return (Object.keys(CHANNELS) as ChannelName[]).filter((name) => (CHANNELS[name].roles as readonly Role[]).includes(role));
}

function isChannel(name: unknown): name is ChannelName {
  return typeof name === 'string' && Object.hasOwn(CHANNELS, name);
}

function neededBy(signedIn: SignedIn | Partial<Record<Role, SignedIn>> | undefined, role: Role): SignedIn | undefined {
  return typeof signedIn === 'object' ? signedIn[role] : signedIn;
}

/** Each role has an address of its own, `app://citizen/…`; a frame inside a window never speaks for it. */
function isMainFrameOf(event: IpcMainInvokeEvent, role: Role): boolean {
  const frame = event.senderFrame;
  if (!frame || frame.parent !== null || frame !== event.sender.mainFrame) return false;
  try {
    const { protocol, host } = new URL(frame.url);
    return protocol === 'app:' && host === role.toLowerCase();
  } catch {
    return false;
  }
}
