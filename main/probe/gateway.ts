// `probe gateway`: whether the payment gateway of the settings answers and knows our keys, what it knows of one order, its
// list of a day, and whether a message is really payOS's.

import { readFileSync } from 'node:fs';
import { isIsoDate } from '../domain/calendar/iso-date.ts';
import type { IsoDate } from '../domain/identity/identity.ts';
import { bankName } from '../domain/vietqr/banks.ts';
import { buildVietQr } from '../domain/vietqr/vietqr.ts';
import { createGateway } from '../gateways/create.ts';
import { readWebhook } from '../gateways/payos-webhook.ts';
import type { Gateway } from '../services/ports.ts';
import type { Settings } from '../settings/schema.ts';
import type { ProbeAnswer } from './member.ts';
import { answerOf, fine, parseArguments, refused, tools, wrongUsage } from './member.ts';
import { secretFrom, settingsFrom } from './settings-file.ts';

const USAGE = 'gateway [ping | find ORDER-CODE | list YYYY-MM-DD | webhook FILE] --settings FILE [--data DIR]';

export async function gateway(args: string[]): Promise<ProbeAnswer> {
  const parsed = parseArguments(args, ['settings', 'data']);
  const file = parsed?.options.get('settings');
  const [action = 'ping', word, ...more] = parsed?.words ?? [];
  if (!parsed || file === undefined || more.length > 0 || !isRight(action, word)) return wrongUsage(USAGE);
  const settings = settingsFrom(file);
  if (!settings.ok) return refused(settings.error);
  const { kind } = settings.value.gateway;
  const secrets = openSecrets(settings.value, parsed.options.get('data'));
  if (!secrets.ok) return refused(secrets.error);
  if (action === 'webhook') return kind === 'payos' ? webhook(word!, secrets.value.get('gateway.checksumKey')!) : refused({ code: 'noWebhook', detail: `${kind} sends none` });
  if (kind === 'bankTransfer') return action === 'ping' ? account(settings.value) : refused({ code: 'noGateway', detail: 'transfers are confirmed by officers; their orders are in the counter’s database' });
  const client = createGateway({
    settings: settings.value.gateway,
    secret: (path) => secrets.value.get(path)!,
    device: settings.value.counter.kioskId,
    store: { read: async () => ({ ok: false, error: { code: 'closed' } }) },
    clock: tools.clock,
  });
  return ask(client, kind, action, word);
}

async function ask(client: Gateway, kind: string, action: string, word: string | undefined): Promise<ProbeAnswer> {
  if (action === 'ping') {
    const answer = await client.ping();
    return answer.ok ? fine({ kind, ...answer.value, listsDays: client.list !== undefined }) : refused(answer.error);
  }
  if (action === 'list') {
    if (!client.list) return refused({ code: 'noList', detail: `${kind} offers no list of a day; each order is asked for` });
    return answerOf(await client.list(word as IsoDate));
  }
  const found = await client.find(Number(word));
  if (!found.ok) return refused(found.error);
  return found.value ? fine(found.value) : refused({ code: 'notFound', detail: 'the gateway has no such order' });
}

function isRight(action: string, word: string | undefined): boolean {
  switch (action) {
    case 'ping':
      return word === undefined;
    case 'find':
      return /^\d{1,16}$/.test(word ?? '') && Number.isSafeInteger(Number(word));
    case 'list':
      return isIsoDate(word ?? '');
    case 'webhook':
      return word !== undefined;
    default:
      return false;
  }
}

function openSecrets({ gateway: chosen }: Settings, data: string | undefined) {
  const opened = new Map<string, string>();
  for (const name of ['apiKey', 'checksumKey'] as const) {
    const secret = chosen[name];
    if (secret === undefined || chosen.kind === 'bankTransfer') continue;
    const clear = secretFrom(secret, `gateway.${name}`, data);
    if (!clear.ok) return clear;
    opened.set(`gateway.${name}`, clear.value);
  }
  return { ok: true, value: opened } as const;
}

function webhook(file: string, checksumKey: string): ProbeAnswer {
  try {
    return answerOf(readWebhook(readFileSync(file), checksumKey));
  } catch (error) {
    return refused({ code: 'cannotRead', detail: (error as NodeJS.ErrnoException).code ?? 'failed' });
  }
}

/** Where transfers go, and a static QR of that account to try with a phone. */
function account({ gateway: { kind, payee } }: Settings): ProbeAnswer {
  const qr = buildVietQr({ bin: payee!.bin, account: payee!.account, service: 'QRIBFTTA' });
  return qr.ok ? fine({ kind, ...payee, bank: bankName(payee!.bin) ?? null, qr: qr.value, listsDays: false }) : refused(qr.error);
}
