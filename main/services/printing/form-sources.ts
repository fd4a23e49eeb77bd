// What every form that this counter prints for itself is made from.

import type { Templates } from '../../domain/slips/forms/shipped.ts';
import type { SlipUnit } from '../../domain/slips/slip-parts.ts';
import type { Clock, Random } from '../ports.ts';
import type { Ways } from './ways.ts';

export type FormSources<Unit extends SlipUnit = SlipUnit> = {
  readonly templates: () => Templates;
  readonly wayOf: Ways['wayOf'];
  readonly unit: Unit;
  readonly clock: Clock;
  readonly random: Random;
};
