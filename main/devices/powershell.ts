// Windows PowerShell 5.1, which every Windows 10 and 11 has, for what the system offers to programs alone: how it is started with
// a script of ours. What a script works on goes by its environment or its standard input and is never part of a command.

import { win32 } from 'node:path';

export type Program = { readonly file: string; readonly args: readonly string[]; readonly environment?: Readonly<Record<string, string>> };

/**
 * Encoded, so that no quoting is needed and no policy about script files forbids it. Windows takes 32,766 characters for a whole
 * command line, of which each character of the script takes 2.7.
 */
export function powerShell(script: string): Program {
  return {
    // By its whole path: a program of that name in the working folder is not it.
    file: win32.join(process.env['SystemRoot'] ?? 'C:\\Windows', 'System32', 'WindowsPowerShell', 'v1.0', 'powershell.exe'),
    args: ['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-EncodedCommand', Buffer.from(script, 'utf16le').toString('base64')],
  };
}
