// `probe portal`: whether the portal answers and knows this unit's session, what it knows of a dossier, its catalogue of
// procedures, and what it says to a message or a document from a file. The session comes from the settings, never from
// the command line.

import { createHash, randomUUID } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../base/json.ts';
import { isoMoment } from '../domain/calendar/vietnam-time.ts';
import { shippedProcedures } from '../domain/procedures/shipped.ts';
import { fail, ok } from '../domain/result.ts';
import type { Failure, Result } from '../domain/result.ts';
import { createPortalClient } from '../portal/portal-client.ts';
import { checkUpdate } from '../services/catalogue/updates.ts';
import type { Portal } from '../services/ports.ts';
import { publicKeyOf } from '../settings/public-key.ts';
import type { ProbeAnswer } from './member.ts';
import { answerOf, fine, parseArguments, refused, tools, wrongUsage } from './member.ts';
import { secretFrom, settingsFrom } from './settings-file.ts';

const USAGE =
  'portal [ping | status CODE … | catalogue [--out FILE] | send MESSAGE.json [--key KEY] | upload FILE --dossier CODE --id ID --mime TYPE] --settings FILE [--data DIR]';
const MAX_FILE_BYTES = 64 * 1024 * 1024;
const OPTIONS = { ping: [], status: [], catalogue: ['out'], send: ['key'], upload: ['dossier', 'id', 'mime'] } as const;

/** What a message's file holds; the session is added. */
const messageSchema = z.strictObject({
  service: z.enum(['DongBoHoSoMC', 'CapNhatTienDoHoSoMC']),
  isUpdating: z.boolean(),
  data: z.array(z.record(z.string(), z.unknown())).min(1).max(100),
});

export async function portal(args: string[]): Promise<ProbeAnswer> {
  const parsed = parseArguments(args, ['settings', 'data', ...Object.values(OPTIONS).flat()]);
  const file = parsed?.options.get('settings');
  const [action = 'ping', ...words] = parsed?.words ?? [];
  if (!parsed || file === undefined || !isRight(action, words, [...parsed.options.keys()])) return wrongUsage(USAGE);
  const settings = settingsFrom(file);
  if (!settings.ok) return refused(settings.error);
  const { url, session, timeoutSeconds } = settings.value.portal;
  const key = secretFrom(session, 'portal.session', parsed.options.get('data'));
  if (!key.ok) return refused(key.error);
  const client = createPortalClient({ url, session: key.value, timeoutMs: timeoutSeconds * 1000, clock: tools.clock });
  switch (action) {
    case 'status':
      return status(client, words);
    case 'catalogue':
      return catalogue(client, settings.value.catalogue.publicKey, parsed.options.get('out'));
    case 'send':
      return send(client, words[0]!, parsed.options.get('key'));
    case 'upload':
      return upload(client, words[0]!, parsed.options);
    default:
      return answerOf(await client.ping());
  }
}

function isRight(action: string, words: readonly string[], given: readonly string[]): action is keyof typeof OPTIONS {
  if (!Object.hasOwn(OPTIONS, action)) return false;
  const own: readonly string[] = OPTIONS[action as keyof typeof OPTIONS];
  if (given.some((name) => name !== 'settings' && name !== 'data' && !own.includes(name))) return false;
  if (action === 'upload' && !own.every((name) => given.includes(name))) return false;
  const wanted = { ping: [0, 0], status: [1, 100], catalogue: [0, 0], send: [1, 1], upload: [1, 1] }[action as keyof typeof OPTIONS] as [number, number];
  return words.length >= wanted[0] && words.length <= wanted[1];
}

async function status(client: Portal, codes: readonly string[]): Promise<ProbeAnswer> {
  const found = await client.lookUp(codes);
  if (!found.ok) return refused(found.error);
  const moment = (at: number | undefined): string | undefined => (at === undefined ? undefined : isoMoment(at));
  const dossiers = codes.map((code) => {
    const one = found.value.find((dossier) => dossier.code === code);
    return one ? { known: true, ...one, receivedAt: moment(one.receivedAt), dueAt: moment(one.dueAt) } : { known: false, code };
  });
  return { status: dossiers.every(({ known }) => known) ? 0 : 1, output: { dossiers } };
}

/** What is in it, or why this program would not take it. */
async function catalogue(client: Portal, publicKey: string | null, out: string | undefined): Promise<ProbeAnswer> {
  const fetched = await client.catalogue();
  if (!fetched.ok) return refused(fetched.error);
  if (out !== undefined) {
    try {
      await writeFile(out, fetched.value, { flag: 'wx' });
    } catch (error) {
      return refused({ code: 'cannotWrite', detail: (error as NodeJS.ErrnoException).code ?? 'failed' });
    }
  }
  const checked = checkUpdate(fetched.value, publicKeyOf(publicKey), shippedProcedures());
  if (!checked.ok) return refused(checked.error);
  const { serial, issuedOn, procedures } = checked.value;
  return fine({ bytes: fetched.value.length, serial, issuedOn, procedures: procedures.map(({ code, version }) => ({ code, version })), ...(out !== undefined && { savedTo: out }) });
}

/** A key that was used before makes the portal count the message once. */
async function send(client: Portal, file: string, key = `probe:${randomUUID()}`): Promise<ProbeAnswer> {
  const bytes = await contentOf(file);
  if (!bytes.ok) return refused(bytes.error);
  const message = messageSchema.safeParse(parseJson(bytes.value));
  if (!message.success) return refused({ code: 'notAMessage', detail: message.error.issues.map(({ path }) => path.join('.') || 'the whole').join(', ') });
  const sent = await client.send({ key, ...message.data });
  return sent.ok ? fine({ taken: true, key }) : refused(sent.error);
}

async function upload(client: Portal, file: string, options: ReadonlyMap<string, string>): Promise<ProbeAnswer> {
  const bytes = await contentOf(file);
  if (!bytes.ok) return refused(bytes.error);
  const sha256 = createHash('sha256').update(bytes.value).digest('hex');
  const documentId = options.get('id')!;
  const document = { key: `probe:${documentId}:${sha256}`, documentId, dossierCode: options.get('dossier')!, fileName: basename(file), sha256, mime: options.get('mime')! };
  const sent = await client.upload(document, bytes.value);
  return sent.ok ? fine({ taken: true, bytes: bytes.value.length, sha256 }) : refused(sent.error);
}

async function contentOf(file: string): Promise<Result<Uint8Array, Failure>> {
  try {
    if ((await stat(file)).size > MAX_FILE_BYTES) return fail('tooLarge', `more than ${MAX_FILE_BYTES} bytes`);
    return ok(new Uint8Array(await readFile(file)));
  } catch (error) {
    return fail('cannotRead', (error as NodeJS.ErrnoException).code ?? 'failed');
  }
}
