// The command line: `--settings FILE` and `--data DIR`. Everything that the program keeps is below the data folder.

import { resolve } from 'node:path';

export type Arguments = { readonly settings: string; readonly data: string };

export function parseArguments(argv: readonly string[], defaults: { readonly data: string }): Arguments {
  const valueOf = (flag: string) => {
    const at = argv.findIndex((argument) => argument === flag || argument.startsWith(`${flag}=`));
    if (at < 0) return undefined;
    const argument = argv[at]!;
    return argument.includes('=') ? argument.slice(flag.length + 1) : argv[at + 1];
  };
  const data = resolve(valueOf('--data') ?? defaults.data);
  return { data, settings: resolve(valueOf('--settings') ?? `${data}/settings.json`) };
}
