// docs/journey.md is made from the machine. When this fails: `npm run probe -- journey` prints the new drawing.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { probeJourney } from '../../../../main/probe/journey.ts';

it('draws the machine as it is', async () => {
  const document = readFileSync(new URL('../../../../docs/journey.md', import.meta.url), 'utf8');
  expect(document).toContain(`\`\`\`mermaid\n${(await probeJourney([])).output as string}\`\`\``);
});
