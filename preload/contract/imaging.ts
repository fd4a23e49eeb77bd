// What main and the hidden window for pages say to each other over their message port. Requests run side by side, each
// answered under its own number; `cancel` ends one that nobody waits for any more.

import type { ImprovedPage, ImproveOptions, PageContent, PagePicture, PictureMime, QualityVerdict } from '../../main/domain/pages/page.ts';

export type { ImprovedPage, ImproveOptions, PageContent, PagePicture, PictureMime, QualityVerdict };

export type ImagingRequest = ({ readonly id: number } & ImagingTask) | { readonly cancel: number };

export type ImagingTask =
  | { readonly task: 'improve'; readonly bytes: Uint8Array; readonly options: ImproveOptions }
  | { readonly task: 'rotate'; readonly bytes: Uint8Array; readonly mime: PictureMime; readonly quarterTurns: 1 | 2 | 3 };

export type TurnedPage = PagePicture & { readonly preview: Uint8Array };

export type ImagingReply = { readonly id: number } & ImagingAnswer;

export type ImagingAnswer =
  | { readonly ok: true; readonly task: 'improve'; readonly pages: readonly ImprovedPage[] }
  | { readonly ok: true; readonly task: 'rotate'; readonly page: TurnedPage }
  | { readonly ok: false; readonly code: 'undecodable' | 'tooLarge' | 'failed'; readonly detail?: string };
