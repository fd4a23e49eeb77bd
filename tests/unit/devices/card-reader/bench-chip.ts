// The bench's chip without a wire: a transceiver that asks it directly.

import { createChip } from '../../../bench/chip/chip.ts';
import { withFaults } from '../../../bench/chip/faults.ts';
import type { Fault, Madness } from '../../../bench/chip/faults.ts';
import { machineReadableZone } from '../../../bench/chip/machine-readable-zone.ts';
import { personalise } from '../../../bench/chip/personalisation.ts';
import type { Personalisation } from '../../../bench/chip/personalisation.ts';
import { cardAccessNumber, persona } from '../../../bench/chip/personas.ts';
import { profile } from '../../../bench/chip/profiles.ts';
import { publicKeyInfrastructure } from '../../../bench/chip/public-key-infrastructure.ts';
import { seededRandom } from '../../../bench/chip/random.ts';
import type { AccessKey } from '../../../../main/devices/card-reader/access-key.ts';
import { buildTrustStore } from '../../../../main/devices/card-reader/trust-store.ts';
import type { Transceiver } from '../../../../main/devices/card-reader/transceiver.ts';

export type BenchCard = {
  readonly atr: Uint8Array;
  readonly can: AccessKey;
  readonly mrz: AccessKey;
  readonly number: string;
  /** A contact: the chip is reset, and counts its commands anew. */
  contact(faults?: readonly Fault[], madness?: Madness): Transceiver & { commands(): number; exchanges: string[] };
  trustStore: ReturnType<typeof buildTrustStore>;
};

const infrastructure = publicKeyInfrastructure();

export function benchCard(
  profileName: string, more: Partial<Omit<Personalisation, 'profile' | 'persona' | 'infrastructure'>> & { personaId?: string } = {},
): BenchCard {
  const chosen = profile(profileName);
  const holder = persona(more.personaId ?? 'nguyen-van-an');
  const image = personalise({ ...more, profile: chosen, persona: holder, infrastructure });
  const chip = createChip(image, seededRandom(profileName));
  const information = machineReadableZone(holder, chosen.singleFiller).information;
  const authority = infrastructure.countrySigner(chosen.trustSuite, 'main');
  return {
    atr: image.atr,
    can: { can: cardAccessNumber(holder) },
    mrz: { mrz: { documentNumber: information.slice(0, 9), dateOfBirth: information.slice(10, 16), dateOfExpiry: information.slice(17, 23) } },
    number: holder.number,
    trustStore: buildTrustStore([{ name: 'csca.cer', bytes: authority.der }]),
    contact(faults = [], madness) {
      chip.reset();
      const card = withFaults(chip, faults, madness, seededRandom('faults'));
      const exchanges: string[] = [];
      let lifted = false;
      return {
        exchanges,
        commands: () => card.commands,
        async transmit(command) {
          if (lifted) return { ok: false, error: { code: 'mediaRemoved' } };
          const exchange = card.exchange(command);
          if (exchange.kind === 'lift') {
            lifted = true;
            return { ok: false, error: { code: 'mediaRemoved' } };
          }
          exchanges.push(`${Buffer.from(command.subarray(0, 8)).toString('hex')} -> ${exchange.reply.length} ${Buffer.from(exchange.reply.slice(-2)).toString('hex')}`);
          return { ok: true, value: exchange.reply };
        },
      };
    },
  };
}
