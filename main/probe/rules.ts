// Members of the probe that ask a rule, without a device or a server: what does the program make of this input?
// Status 0 fine, 1 the rule said no (with its reason), 2 wrong usage.

import { readFile, stat } from 'node:fs/promises';
import { parseCalendar, starterCalendar } from '../domain/calendar/calendar.ts';
import type { Calendar } from '../domain/calendar/calendar.ts';
import { dueAt } from '../domain/calendar/deadline.ts';
import { isIsoDate } from '../domain/calendar/iso-date.ts';
import { formatMoment, isoMoment, parseVietnamMoment, vietnamDay } from '../domain/calendar/vietnam-time.ts';
import { amountBeforeWaivers, computeFee } from '../domain/fees/compute-fee.ts';
import { identityFromQr, parseIdentityQr } from '../domain/identity/identity-qr.ts';
import { canOf, parsePersonalNumber } from '../domain/identity/personal-number.ts';
import { createCatalogue } from '../domain/procedures/catalogue.ts';
import type { Procedure } from '../domain/procedures/procedure.ts';
import { checkAnswer } from '../domain/procedures/form.ts';
import { shippedProcedures } from '../domain/procedures/shipped.ts';
import { fail, ok } from '../domain/result.ts';
import type { Failure, Result } from '../domain/result.ts';
import { bankName } from '../domain/vietqr/banks.ts';
import { parseVietQr } from '../domain/vietqr/vietqr.ts';
import { fine, refused, wrongUsage } from './member.ts';
import type { ProbeAnswer, ProbeMember } from './member.ts';

const USAGE = {
  'identity-qr': 'identity-qr "TEXT"',
  vietqr: 'vietqr "STRING"',
  fee: 'fee CODE --date YYYY-MM-DD [--channel inPerson|online] [--case ID] [--field NAME=VALUE …]',
  deadline: 'deadline CODE --received YYYY-MM-DDTHH:MM [--calendar FILE]',
  procedure: 'procedure CODE [--date YYYY-MM-DD | --version VERSION]',
} as const;

const MAX_CALENDAR_BYTES = 1_000_000;

export const ruleMembers: Readonly<Record<keyof typeof USAGE, ProbeMember>> = {
  'identity-qr': async (args) => {
    if (args.length !== 1) return usage('identity-qr');
    const read = parseIdentityQr(args[0]!);
    if (!read.ok) return refused(read.error);
    const { sex, birthDate, number } = read.value;
    const parsed = parsePersonalNumber(number, { sex, ...(birthDate === undefined ? {} : { birthDate }) });
    return fine({
      ...read.value,
      identity: identityFromQr(read.value),
      can: canOf(number),
      warnings: parsed.ok ? parsed.value.warnings : [],
    });
  },

  vietqr: async (args) => {
    if (args.length !== 1) return usage('vietqr');
    const read = parseVietQr(args[0]!);
    if (!read.ok) return refused(read.error);
    const bank = read.value.scheme === 'vietqr' ? bankName(read.value.bin) : undefined;
    return fine({ ...read.value, ...(bank === undefined ? {} : { bank }) });
  },

  fee: async (args) => {
    const options = parseOptions(args, ['date', 'channel', 'case', 'field']);
    const date = options?.values.date?.[0];
    const channel = options?.values.channel?.[0] ?? 'inPerson';
    if (options === undefined || date === undefined || !isIsoDate(date)) return usage('fee');
    if (channel !== 'inPerson' && channel !== 'online') return usage('fee');

    const found = find(options.code, date);
    if (!found.ok) return refused(found.error);
    const procedure = found.value;
    const caseId = options.values.case?.[0] ?? procedure.cases[0]?.id;
    if (!procedure.cases.some((item) => item.id === caseId)) return refused({ code: 'unknownCase' });

    const answers: Record<string, string> = {};
    for (const given of options.values.field ?? []) {
      const [, name, value] = /^([^=]+)=(.*)$/s.exec(given) ?? [];
      if (name === undefined || value === undefined) return usage('fee');
      const field = procedure.form.find((candidate) => candidate.id === name);
      if (field === undefined) return refused({ code: 'unknownField', detail: name });
      const checked = checkAnswer(field, value, date);
      if (!checked.ok) return refused({ code: checked.error.code, detail: name });
      answers[name] = checked.value;
    }
    const statement = computeFee(procedure, { answers, date, channel, ...(caseId === undefined ? {} : { caseId }) });
    return fine({
      code: procedure.code,
      version: procedure.version,
      ...statement,
      beforeWaivers: amountBeforeWaivers(statement),
      verified: procedure.fees.every((rule) => rule.verified),
    });
  },

  deadline: async (args) => {
    const options = parseOptions(args, ['received', 'calendar']);
    const receivedAt = parseVietnamMoment(options?.values.received?.[0] ?? '');
    if (options === undefined || receivedAt === undefined) return usage('deadline');
    const found = find(options.code, vietnamDay(receivedAt));
    if (!found.ok) return refused(found.error);

    const file = options.values.calendar?.[0];
    const calendar = file === undefined ? ok(starterCalendar()) : await readCalendar(file);
    if (!calendar.ok) return refused(calendar.error);
    const due = dueAt(found.value.time, receivedAt, calendar.value);
    if (!due.ok) return refused(due.error);
    return fine({
      code: found.value.code,
      version: found.value.version,
      time: found.value.time,
      receivedAt: isoMoment(receivedAt),
      dueAt: isoMoment(due.value),
      shown: { vi: formatMoment(due.value, 'vi'), en: formatMoment(due.value, 'en') },
    });
  },

  procedure: async (args) => {
    const options = parseOptions(args, ['date', 'version']);
    if (options === undefined) return usage('procedure');
    const date = options.values.date?.[0] ?? vietnamDay(Date.now());
    const version = options.values.version?.[0];
    if (!isIsoDate(date)) return usage('procedure');
    const procedure =
      version === undefined ? catalogue().on(options.code, date) : catalogue().version(options.code, version);
    return procedure === undefined ? refused({ code: 'unknownProcedure' }) : fine(procedure);
  },
};

const catalogue = () => createCatalogue(shippedProcedures());

function find(code: string, date: string): Result<Procedure, Failure<'unknownProcedure' | 'notInForce'>> {
  const procedure = catalogue().on(code, date);
  if (procedure !== undefined) return ok(procedure);
  const known = shippedProcedures().some((candidate) => candidate.code === code);
  return known ? fail('notInForce', date) : fail('unknownProcedure', code);
}

async function readCalendar(file: string): Promise<Result<Calendar, Failure<'unreadable' | 'badCalendar'>>> {
  let text: string;
  try {
    if ((await stat(file)).size > MAX_CALENDAR_BYTES) return fail('badCalendar', `more than ${MAX_CALENDAR_BYTES} bytes`);
    text = await readFile(file, 'utf8');
  } catch (error) {
    return fail('unreadable', error instanceof Error && 'code' in error ? String(error.code) : undefined);
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return fail('badCalendar', 'not JSON');
  }
  return parseCalendar(data);
}

/** `CODE --name value …`; undefined for anything else. A name may come several times. */
function parseOptions<Name extends string>(
  args: readonly string[],
  names: readonly Name[],
): { code: string; values: Partial<Record<Name, string[]>> } | undefined {
  const [code, ...rest] = args;
  if (code === undefined || code.startsWith('--') || rest.length % 2 !== 0) return undefined;
  const values: Partial<Record<Name, string[]>> = {};
  for (let at = 0; at < rest.length; at += 2) {
    const name = names.find((candidate) => rest[at] === `--${candidate}`);
    if (name === undefined) return undefined;
    values[name] = [...(values[name] ?? []), rest[at + 1]!];
  }
  return { code, values };
}

function usage(member: keyof typeof USAGE): ProbeAnswer {
  return wrongUsage(USAGE[member]);
}
