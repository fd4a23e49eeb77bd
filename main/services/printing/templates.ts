// The templates of forms in force: an agency's own from a folder in place of the shipped ones. One that is refused changes
// nothing; the technician is told which and why.

import { shippedTemplates } from '../../domain/slips/forms/shipped.ts';
import type { Templates } from '../../domain/slips/forms/shipped.ts';
import { parseTemplate } from '../../domain/slips/forms/template.ts';

export type LoadedTemplates = {
  readonly templates: Templates;
  readonly refused: readonly { readonly name: string; readonly detail: string }[];
};

export async function loadTemplates(read: () => Promise<readonly { readonly name: string; readonly bytes: Uint8Array }[]>): Promise<LoadedTemplates> {
  const templates = new Map(shippedTemplates());
  const refused: { name: string; detail: string }[] = [];
  const from = new Map<string, string>();
  for (const { name, bytes } of await read()) {
    if (!name.toLowerCase().endsWith('.json')) continue;
    const parsed = parseTemplate(new TextDecoder().decode(bytes));
    if (!parsed.ok) refused.push({ name, detail: [parsed.error.code, parsed.error.detail].filter(Boolean).join(' ') });
    else if (from.has(parsed.value.form)) refused.push({ name, detail: `${parsed.value.form}: already in ${from.get(parsed.value.form)}` });
    else {
      from.set(parsed.value.form, name);
      templates.set(parsed.value.form, parsed.value);
    }
  }
  return { templates, refused };
}
