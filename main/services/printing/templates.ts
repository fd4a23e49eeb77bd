// The templates of forms in force and the agency's logo: its own files from a folder, in place of the shipped templates. A file that is refused changes
// nothing: its last good version, kept apart, goes on, also after a restart; the technician is told which and why.

import type { checkLogo } from '../../base/logo.ts';
import { shippedTemplates } from '../../domain/slips/forms/shipped.ts';
import type { Templates } from '../../domain/slips/forms/shipped.ts';
import { parseTemplate } from '../../domain/slips/forms/template.ts';
import type { FormTemplate } from '../../domain/slips/forms/template.ts';

export type TemplateFile = { readonly name: string; readonly bytes: Uint8Array };

export type LoadedTemplates = {
  readonly templates: Templates;
  /** A PNG that was proved whole. */
  readonly logo: Uint8Array | null;
  /** `lastGood`: the file's last good version is in force; else the shipped template is. */
  readonly refused: readonly { readonly name: string; readonly detail: string; readonly lastGood: boolean }[];
};

export type TemplateFolders = {
  /** The agency's files. */
  readonly own: () => Promise<readonly TemplateFile[]>;
  /** The last good version of each, by the same name. */
  readonly kept: () => Promise<readonly TemplateFile[]>;
  /** Throws where it cannot be kept; then the file is in force all the same. */
  readonly keep: (file: TemplateFile) => void;
  readonly checkLogo: typeof checkLogo;
};

const parse = ({ bytes }: TemplateFile) => parseTemplate(new TextDecoder().decode(bytes));

const LOGO_FILE = 'logo.png';

export async function loadTemplates({ own, kept, keep, checkLogo: check }: TemplateFolders): Promise<LoadedTemplates> {
  const templates = new Map(shippedTemplates());
  let logo: Uint8Array | null = null;
  const refused: { name: string; detail: string; lastGood: boolean }[] = [];
  const from = new Map<string, string>();
  const lastGood = new Map((await kept()).map((file) => [file.name, file]));

  /** False where another file has laid out the same form before. */
  function take(template: FormTemplate, name: string): boolean {
    if (from.has(template.form)) return false;
    from.set(template.form, name);
    templates.set(template.form, template);
    return true;
  }

  /** A disk that is full or cannot be written has its own line in the readiness list. */
  function keepLastGood(file: TemplateFile): void {
    if (Buffer.from(file.bytes).equals(lastGood.get(file.name)?.bytes ?? new Uint8Array(0))) return;
    try {
      keep(file);
    } catch {
      // It is in force all the same.
    }
  }

  function takeLogo(file: TemplateFile): void {
    const checked = check(file.bytes);
    if (checked.ok) {
      logo = file.bytes;
      return keepLastGood(file);
    }
    const before = lastGood.get(file.name);
    if (before && check(before.bytes).ok) logo = before.bytes;
    refused.push({ name: file.name, detail: [checked.error.code, checked.error.detail].filter(Boolean).join(' '), lastGood: logo !== null });
  }

  for (const file of await own()) {
    const { name } = file;
    if (name.toLowerCase() === LOGO_FILE) takeLogo(file);
    if (!name.toLowerCase().endsWith('.json')) continue;
    const parsed = parse(file);
    if (parsed.ok) {
      if (!take(parsed.value, name)) {
        refused.push({ name, detail: `${parsed.value.form}: already in ${from.get(parsed.value.form)}`, lastGood: false });
      } else keepLastGood(file);
      continue;
    }
    const before = lastGood.get(name);
    const good = before && parse(before);
    refused.push({
      name,
      detail: [parsed.error.code, parsed.error.detail].filter(Boolean).join(' '),
      lastGood: good?.ok === true && take(good.value, name),
    });
  }
  return { templates, logo, refused };
}
