// Cards for the tests, on the machine's shared bench keys.
import { makeCard } from '../../../bench/chip/card.ts';
import type { CardChoice } from '../../../bench/chip/card.ts';
import type { CardImage } from '../../../bench/chip/card-image.ts';
import type { Chip } from '../../../bench/chip/chip.ts';
import { publicKeyInfrastructure } from '../../../bench/chip/public-key-infrastructure.ts';

export const infrastructure = publicKeyInfrastructure();

export function image(profile: string, choice: CardChoice = {}): CardImage {
  return makeCard({ ...choice, profile }, infrastructure).image;
}

export function chip(profile: string, choice: CardChoice = {}): Chip {
  return makeCard({ ...choice, profile }, infrastructure).chip;
}

/** The content of a file of the application, as personalised. */
export function fileOf(card: CardImage, fileId: number): Buffer {
  const file = card.application?.find((candidate) => candidate.fileId === fileId);
  if (!file) throw new Error(`no file ${fileId.toString(16)}`);
  return Buffer.from(file.content.read(0, file.content.length));
}
