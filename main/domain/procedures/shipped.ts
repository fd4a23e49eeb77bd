// The procedures the program is delivered with, one data file a version. Import attributes need each file by name.

import procedure1x000656v1 from './data/1.000656.1.json' with { type: 'json' };
import procedure1x000894v1 from './data/1.000894.1.json' with { type: 'json' };
import procedure1x001193v1 from './data/1.001193.1.json' with { type: 'json' };
import procedure1x001612v1 from './data/1.001612.1.json' with { type: 'json' };
import procedure1x004194v1 from './data/1.004194.1.json' with { type: 'json' };
import procedure1x004222v1 from './data/1.004222.1.json' with { type: 'json' };
import procedure1x004873v1 from './data/1.004873.1.json' with { type: 'json' };
import procedure2x000635v1 from './data/2.000635.1.json' with { type: 'json' };
import procedure2x000635v2 from './data/2.000635.2.json' with { type: 'json' };
import procedure2x000815v1 from './data/2.000815.1.json' with { type: 'json' };
import procedure2x000884v1 from './data/2.000884.1.json' with { type: 'json' };
import procedure2x000908v1 from './data/2.000908.1.json' with { type: 'json' };
import { unwrap } from '../result.ts';
import type { Procedure } from './procedure.ts';
import { parseProcedure } from './schema.ts';

const FILES: readonly unknown[] = [
  procedure1x000656v1,
  procedure1x000894v1,
  procedure1x001193v1,
  procedure1x001612v1,
  procedure1x004194v1,
  procedure1x004222v1,
  procedure1x004873v1,
  procedure2x000635v1,
  procedure2x000635v2,
  procedure2x000815v1,
  procedure2x000884v1,
  procedure2x000908v1,
];

/** Every shipped version, checked. */
export function shippedProcedures(): Procedure[] {
  return FILES.map((file) => unwrap(parseProcedure(file)));
}
