// One card from a few words: for the control interface, and for tests that talk to the chip in their own process.
import { createChip } from './chip.ts';
import type { Chip } from './chip.ts';
import type { CardImage } from './card-image.ts';
import type { Forgery } from './forgeries.ts';
import type { HostileFile } from './hostile-files.ts';
import { machineReadableZone } from './machine-readable-zone.ts';
import type { MachineReadableZone } from './machine-readable-zone.ts';
import { personalise } from './personalisation.ts';
import { persona, quickResponseText } from './personas.ts';
import type { Persona } from './personas.ts';
import { profile } from './profiles.ts';
import type { Profile } from './profiles.ts';
import { publicKeyInfrastructure } from './public-key-infrastructure.ts';
import type { PublicKeyInfrastructure } from './public-key-infrastructure.ts';
import { seededRandom } from './random.ts';

export interface CardChoice {
  /** Default card-2021. */
  readonly profile?: string;
  /** Default nguyen-van-an. */
  readonly persona?: string;
  /** The chip's randomness; default 1. */
  readonly seed?: string | number;
  readonly can?: string;
  readonly forgery?: Forgery;
  readonly hostile?: HostileFile;
}

export interface Card {
  readonly chip: Chip;
  readonly image: CardImage;
  readonly profile: Profile;
  readonly persona: Persona;
  readonly zone: MachineReadableZone;
  /** The text of the QR on the card. */
  readonly qr: string;
  readonly can: string;
  readonly seed: string | number;
}

/** Throws for a profile or persona that is not there. Without an infrastructure the machine's shared one. */
export function makeCard(
  choice: CardChoice = {}, infrastructure: PublicKeyInfrastructure = publicKeyInfrastructure(),
): Card {
  const chosen = profile(choice.profile ?? 'card-2021');
  const holder = persona(choice.persona ?? 'nguyen-van-an');
  const seed = choice.seed ?? 1;
  const image = personalise({
    profile: chosen, persona: holder, infrastructure,
    ...(choice.forgery && { forgery: choice.forgery }), ...(choice.hostile && { hostile: choice.hostile }),
    ...(choice.can !== undefined && { can: choice.can }),
  });
  return {
    chip: createChip(image, seededRandom(seed)), image, profile: chosen, persona: holder,
    zone: machineReadableZone(holder, chosen.singleFiller), qr: quickResponseText(holder), can: image.can, seed,
  };
}
