// What a document camera sees, as a film that Chromium plays instead of a camera: a page of the bench's pushed over a dark desk, then
// lying still, over and over. Chromium plays it with `electronArgs`, under the name that `camera` has.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PageRenderer } from './document-scanner/render.ts';

export type Film = { readonly camera: string; readonly electronArgs: readonly string[] };

const SIZE = { width: 1280, height: 960 };
/** The desk is wider than the paper. */
const PAGE_HEIGHT = 880;
/** Thirty frames a second: two thirds of a second of moving, three of lying still. */
const MOVING = 20;
const STILL = 90;

/** Needs ImageMagick. `dir`: where the film is kept. */
export async function filmOfAPage(dir: string): Promise<Film> {
  const page = join(dir, 'page.jpg');
  writeFileSync(page, await new PageRenderer(dir).render({ page: 'certificate' }, { dpi: 150, colour: 'colour', region: { x: 0, y: 0, width: 1240, height: 1754 } }));
  const small = join(dir, 'small.png');
  execFileSync('convert', [page, '-resize', `x${PAGE_HEIGHT}`, small]);
  const frame = (x: number): Buffer => {
    const file = join(dir, 'frame.jpg');
    execFileSync('convert', ['-size', `${SIZE.width}x${SIZE.height}`, 'xc:#3a332c', small, '-geometry', `+${x}+40`, '-composite', '-sampling-factor', '4:2:0', '-quality', '90', file]);
    return readFileSync(file);
  };
  const lies = frame(340);
  const moves = Array.from({ length: MOVING / 2 }, (_, index) => frame(40 + index * 30)).flatMap((one) => [one, one]);
  const film = join(dir, 'desk-camera.mjpeg');
  writeFileSync(film, Buffer.concat([...moves, ...Array.from({ length: STILL }, () => lies)]));
  return { camera: 'desk-camera', electronArgs: ['--use-fake-device-for-media-stream', `--use-file-for-fake-video-capture=${film}`] };
}
