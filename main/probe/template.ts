// `probe template FILE`: whether a form's template, or the agency's logo (a PNG), would be taken, and if not, where and why.

import { readFile, stat } from 'node:fs/promises';
import { checkLogo } from '../base/logo.ts';
import { parseTemplate } from '../domain/slips/forms/template.ts';
import { fine, refused, wrongUsage } from './member.ts';
import type { ProbeMember } from './member.ts';

const MAX_BYTES = 1_000_000;

export const template: ProbeMember = async (args) => {
  const [file] = args;
  if (file === undefined || args.length !== 1) return wrongUsage('template FILE');
  const size = await stat(file).then(
    (found) => found.size,
    () => undefined,
  );
  if (size === undefined) return refused({ code: 'unreadable' });
  if (size > MAX_BYTES) return refused({ code: 'tooLong', detail: `more than ${MAX_BYTES} bytes` });
  const bytes = new Uint8Array(await readFile(file));
  if (file.toLowerCase().endsWith('.png')) {
    const logo = checkLogo(bytes);
    return logo.ok ? fine({ width: logo.value.width, height: logo.value.height, bytes: bytes.length }) : refused(logo.error);
  }
  const parsed = parseTemplate(new TextDecoder().decode(bytes));
  return parsed.ok ? fine({ form: parsed.value.form, title: parsed.value.title, lines: parsed.value.lines.length }) : refused(parsed.error);
};
