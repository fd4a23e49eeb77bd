// `probe portal`: whether the portal answers and knows this unit's session.

import { createPortalClient } from '../portal/portal-client.ts';
import type { ProbeAnswer } from './member.ts';
import { answerOf, parseArguments, refused, tools, wrongUsage } from './member.ts';
import { secretFrom, settingsFrom } from './settings-file.ts';

const USAGE = 'portal [ping] --settings FILE [--data DIR]';

export async function portal(args: string[]): Promise<ProbeAnswer> {
  const parsed = parseArguments(args, ['settings', 'data']);
  const file = parsed?.options.get('settings');
  const data = parsed?.options.get('data');
  if (!parsed || file === undefined || parsed.words.length > 1 || (parsed.words[0] ?? 'ping') !== 'ping')
    return wrongUsage(USAGE);
  const settings = settingsFrom(file);
  if (!settings.ok) return refused(settings.error);
  const { url, session, timeoutSeconds } = settings.value.portal;
  const key = secretFrom(session, 'portal.session', data);
  if (!key.ok) return refused(key.error);
  return answerOf(
    await createPortalClient({ url, session: key.value, timeoutMs: timeoutSeconds * 1000, clock: tools.clock }).ping(),
  );
}
