// The document camera, which only a window reaches: what it tells main of cameras, and the picture that it took.

import { z } from 'zod';

const MAX_CAMERAS = 16;
const MAX_NAME = 200;
/** As much as main takes from any scanner. */
const MAX_BYTES = 40_000_000;

export const camerasSeen = z.strictObject({ names: z.array(z.string().max(MAX_NAME)).max(MAX_CAMERAS) });
export const cameraPicture = z.strictObject({ bytes: z.instanceof(Uint8Array).refine(({ length }) => length > 0 && length <= MAX_BYTES) });
export const cameraFailure = z.strictObject({ reason: z.enum(['denied', 'missing', 'busy']) });
