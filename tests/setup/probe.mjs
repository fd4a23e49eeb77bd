// `npm run probe -- THING …`: the probe under Node 24. Its stdout and exit status are the command's own;
// whatever has to be set up first is told on stderr.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { passThrough } from './command.mjs';
import { root } from './paths.mjs';
import { preparedForNode } from './prepare.mjs';
import { run, SetupError } from './progress.mjs';

await run(async () => {
  const { node, env } = await preparedForNode(process.stderr);
  const probe = join(root, 'main', 'probe', 'probe.ts');
  if (!existsSync(probe)) throw new SetupError('There is no main/probe/probe.ts.');
  return passThrough(node, [probe, ...process.argv.slice(2)], { env, stdin: 'inherit' });
});
