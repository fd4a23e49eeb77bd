// What main and the studio (the hidden, sandboxed window that draws and decodes) say to each other over their message
// port. Main sends one request at a time and waits for its reply.
//
// A slip is drawn so that one CSS pixel is one dot of the printer: the window's device pixel ratio is 1. Main sends `drawSlip`,
// learns the height, and takes the slip's dots from the first painted frame that has the drawing's stamp below the slip.

import type { Slip, SlipBlock } from '../../main/domain/slips/slip.ts';

/** Sizes of office paper that forms are printed on. */
export type PageMedia = 'a4' | 'a5';

export type { Slip, SlipBlock };

export type StudioRequest = { readonly id: number } & StudioTask;

export type StudioTask =
  /** Draws the slip at the top left of the page and the stamp below it, cells of 8 by 8 dots, 1 is black; `logo` is a PNG. The height is the slip's. */
  | { readonly task: 'drawSlip'; readonly slip: Slip; readonly dots: number; readonly stamp: readonly number[]; readonly logo?: Uint8Array }
  /** Lays the slip out for pages of office paper; main prints the page to a PDF when the reply says that it is there. */
  | { readonly task: 'laySlip'; readonly slip: Slip; readonly media: PageMedia; readonly logo?: Uint8Array }
  /** Takes the slip off the page. */
  | { readonly task: 'release' }
  /** Decodes a picture and encodes it anew as a JPEG of at most `maxSide` pixels on its longer side. */
  | { readonly task: 'preview'; readonly bytes: Uint8Array; readonly mime: string; readonly maxSide: number };

export type StudioReply = { readonly id: number } & (
  | { readonly ok: true; readonly width: number; readonly height: number; readonly jpeg?: Uint8Array }
  | { readonly ok: false; readonly code: 'undecodable' | 'tooLarge' | 'failed'; readonly detail?: string }
);

/** The page's first message from its preload carries the port; the studio then sends `{ ready: true }` over it. */
export type StudioReady = { readonly ready: true };
