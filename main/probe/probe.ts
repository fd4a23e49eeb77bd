// `npm run probe -- THING … [--json]`: rules, drivers and clients without a window, for technicians and for checks from
// outside. Exit status: 0 fine, 1 the thing said no (with its reason), 2 wrong usage. The second composition root.

import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ProbeAnswer, ProbeMember } from './member.ts';
import { toText } from './text.ts';

/** Loaded when asked for, so that a part that cannot be loaded takes no other with it. */
const MEMBERS: Readonly<Record<string, () => Promise<ProbeMember>>> = {
  'identity-qr': async () => (await import('./rules.ts')).ruleMembers['identity-qr'],
  vietqr: async () => (await import('./rules.ts')).ruleMembers.vietqr,
  fee: async () => (await import('./rules.ts')).ruleMembers.fee,
  deadline: async () => (await import('./rules.ts')).ruleMembers.deadline,
  procedure: async () => (await import('./rules.ts')).ruleMembers.procedure,
  catalogue: async () => (await import('./catalogue.ts')).catalogue,
  template: async () => (await import('./template.ts')).template,
  journey: async () => (await import('./journey.ts')).probeJourney,
  'code-scanner': async () => (await import('./code-scanner.ts')).codeScanner,
  'document-scanner': async () => (await import('./document-scanner.ts')).documentScanner,
  paper: async () => (await import('./paper.ts')).paper,
  'receipt-printer': async () => (await import('./receipt-printer.ts')).receiptPrinter,
  'page-printer': async () => (await import('./page-printer.ts')).pagePrinter,
  'card-reader': async () => (await import('./card-reader.ts')).cardReader,
  portal: async () => (await import('./portal.ts')).portal,
  gateway: async () => (await import('./gateway.ts')).gateway,
  settings: async () => (await import('./settings.ts')).settings,
  statistics: async () => (await import('./statistics.ts')).statistics,
  database: async () => (await import('./database.ts')).database,
};

export async function probe(args: readonly string[]): Promise<{ readonly status: 0 | 1 | 2; readonly text: string }> {
  const json = args.includes('--json');
  const [name, ...rest] = args.filter((argument) => argument !== '--json');
  const answer = await ask(name, rest);
  return { status: answer.status, text: json ? JSON.stringify(answer.output, null, 2) : toText(answer.output) };
}

async function ask(name: string | undefined, args: string[]): Promise<ProbeAnswer> {
  const load = name !== undefined && Object.hasOwn(MEMBERS, name) ? MEMBERS[name] : undefined;
  if (!load) return { status: 2, output: { usage: 'probe THING … [--json]', things: Object.keys(MEMBERS) } };
  let member: ProbeMember;
  try {
    member = await load();
  } catch (error) {
    return {
      status: 1,
      output: { refused: 'notLoaded', detail: error instanceof Error ? error.message : String(error) },
    };
  }
  return member(args);
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const args = process.argv.slice(2);
  const { status, text } = await probe(args);
  // JSON is for programs, which read one stream.
  (status === 2 && !args.includes('--json') ? process.stderr : process.stdout).write(`${text}\n`);
  process.exitCode = status;
}
