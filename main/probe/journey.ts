// `probe journey`: the journey's machine as a Mermaid drawing.

import { createCatalogue } from '../domain/procedures/catalogue.ts';
import { drawJourney } from '../services/journey/drawing.ts';
import { createJourneyMachine } from '../services/journey/machine.ts';

export async function probeJourney(args: string[]): Promise<{ status: 0 | 1 | 2; output: unknown }> {
  if (args.length > 0) return { status: 2, output: { usage: 'journey' } };
  return { status: 0, output: drawJourney(createJourneyMachine({ catalogue: createCatalogue([]), paymentExpiryMs: 0 })) };
}
