// `probe gateway`: whether the payment gateway answers and knows our keys, or what it knows of one order.

import { createPayosGateway } from '../gateways/payos.ts';
import type { ProbeAnswer } from './member.ts';
import { answerOf, fine, parseArguments, refused, tools, wrongUsage } from './member.ts';
import { secretFrom, settingsFrom } from './settings-file.ts';

const USAGE = 'gateway [ping | find ORDER-CODE] --settings FILE [--data DIR]';

export async function gateway(args: string[]): Promise<ProbeAnswer> {
  const parsed = parseArguments(args, ['settings', 'data']);
  const file = parsed?.options.get('settings');
  const data = parsed?.options.get('data');
  const [action = 'ping', order, ...more] = parsed?.words ?? [];
  const orderCode = order !== undefined && /^\d{1,16}$/.test(order) ? Number(order) : undefined;
  const known = (action === 'ping' && order === undefined) || (action === 'find' && Number.isSafeInteger(orderCode));
  if (!parsed || file === undefined || !known || more.length > 0) return wrongUsage(USAGE);
  const settings = settingsFrom(file);
  if (!settings.ok) return refused(settings.error);
  const { url, clientId, timeoutSeconds } = settings.value.gateway;
  const apiKey = secretFrom(settings.value.gateway.apiKey, 'gateway.apiKey', data);
  if (!apiKey.ok) return refused(apiKey.error);
  const checksumKey = secretFrom(settings.value.gateway.checksumKey, 'gateway.checksumKey', data);
  if (!checksumKey.ok) return refused(checksumKey.error);
  const client = createPayosGateway({
    url,
    clientId,
    apiKey: apiKey.value,
    checksumKey: checksumKey.value,
    timeoutMs: timeoutSeconds * 1000,
    clock: tools.clock,
  });
  if (orderCode === undefined) return answerOf(await client.ping());
  const found = await client.find(orderCode);
  if (!found.ok) return refused(found.error);
  return found.value ? fine(found.value) : refused({ code: 'notFound', detail: 'the gateway has no such order' });
}
