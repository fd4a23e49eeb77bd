// The dossier code (mã hồ sơ) and the look-up secret beside it. The rule of 2025 for codes is not settled, so a code
// comes from a template that each unit sets: `{unit}-{YYMMDD}-{running:4}` gives `H36.12-261124-0042`. Where a unit has
// several machines, each counts by itself and `{machine}` keeps their codes apart (docs/decisions/0005).

import type { IsoDate } from '../identity/identity.ts';
import { fail, ok } from '../result.ts';
import type { Failure, Result } from '../result.ts';

export const DEFAULT_DOSSIER_CODE_TEMPLATE = '{unit}-{YYMMDD}-{running:4}';

/** 32 characters that are hard to mistake for one another: no I, O, 0 or 1. A power of two, so no byte is favoured. */
export const SECRET_ALPHABET = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
export const SECRET_LENGTH = 8;
const MAX_CODE = 64;

/** Stands for the machine's own mark; put in by `templateOf` before anything else reads the template. */
export const MACHINE = '{machine}';

/** The template of one machine: `{unit}-{YYMMDD}-{machine}{running:4}` of machine B gives `H36.12-261124-B0042`. */
export function templateOf(template: string, machine: string): string {
  return template.split(MACHINE).join(machine);
}

/** Whether codes of two machines of a unit could meet. */
export function checkMachine(template: string, machines: number, machine: string): Result<void, Failure<'machineMissing' | 'notInTemplate'>> {
  const marked = template.includes(MACHINE);
  if (machines > 1 && !marked) return fail('notInTemplate');
  return (machines > 1 || marked) && machine === '' ? fail('machineMissing') : ok();
}

const PLACEHOLDER = /\{(unit|YYMMDD|YYYYMMDD|running:[1-9])\}/g;

/** Whether a template makes a different code for each dossier of a unit; the detail says what it lacks. */
export function checkDossierCodeTemplate(template: string): Result<void, Failure<'badTemplate'>> {
  if (template.length > MAX_CODE) return fail('badTemplate', 'too long');
  const literal = template.replace(PLACEHOLDER, '');
  if (!/^[A-Za-z0-9.\-/]*$/.test(literal)) return fail('badTemplate', 'only letters, digits, ".", "-" and "/" around {…}');
  for (const [name, part] of [['unit', '{unit}'], ['day', '{YYMMDD}|{YYYYMMDD}'], ['running number', '{running:']]) {
    if (!part!.split('|').some((text) => template.includes(text))) return fail('badTemplate', `no ${name}`);
  }
  return ok();
}

/** `running` counts from 1 each day; beyond its digits the number grows, so that two codes never meet. */
export function dossierCode(
  template: string,
  parts: { readonly unit: string; readonly day: IsoDate; readonly running: number },
): string {
  if (!Number.isSafeInteger(parts.running) || parts.running < 1) throw new RangeError('running number');
  const yyyymmdd = parts.day.replace(/-/g, '');
  return template.replace(PLACEHOLDER, (_, name: string) => {
    if (name === 'unit') return parts.unit;
    if (name === 'YYYYMMDD') return yyyymmdd;
    if (name === 'YYMMDD') return yyyymmdd.slice(2);
    return String(parts.running).padStart(Number(name.slice(-1)), '0');
  });
}

/** `H36.12-261124-0042` → `H36.12 – 261124 – 0042`, for display. */
export function groupCode(code: string): string {
  return code.split('-').join(' – ');
}

/** The secret printed beside the code, from 8 random bytes. */
export function lookupSecret(random: Uint8Array): string {
  if (random.length < SECRET_LENGTH) throw new RangeError(`a secret takes ${SECRET_LENGTH} random bytes`);
  return Array.from(random.subarray(0, SECRET_LENGTH), (byte) => SECRET_ALPHABET[byte & 31]).join('');
}

/** `7KQM4HXP` → `7KQM 4HXP` */
export function groupSecret(secret: string): string {
  return `${secret.slice(0, 4)} ${secret.slice(4)}`;
}

/** The text of the slip's QR. */
export function lookupUrlData(code: string, secret: string): string {
  return `${code}|${secret}`;
}

/** Reads the slip's QR again, forgiving what people do when they type a secret: case, spaces, O for 0 is refused. */
export function parseLookup(text: string): Result<{ code: string; secret: string }, Failure<'notALookupCode'>> {
  if (text.length > 2 * MAX_CODE) return fail('notALookupCode', `${text.length} characters`);
  const parts = text.trim().split('|');
  const code = parts[0]?.trim() ?? '';
  const secret = (parts[1] ?? '').replace(/\s/g, '').toUpperCase();
  if (parts.length !== 2 || !/^[A-Za-z0-9.\-/]{3,64}$/.test(code)) return fail('notALookupCode');
  if (secret.length !== SECRET_LENGTH || [...secret].some((letter) => !SECRET_ALPHABET.includes(letter))) {
    return fail('notALookupCode', 'secret');
  }
  return ok({ code, secret });
}

/** A code as it is written on the slip: what is the same on every slip of this machine, and the figures that are not. */
export type CodeShape = readonly ({ readonly fixed: string } | { readonly digits: number })[];

/** Of `{unit}-{YYMMDD}-{running:4}`: `H36.12-`, six figures, `-`, four figures. */
export function codeShape(template: string, unit: string): CodeShape {
  const parts: ({ fixed: string } | { digits: number })[] = [];
  const fixed = (text: string) => {
    const last = parts.at(-1);
    if (last && 'fixed' in last) last.fixed += text;
    else if (text !== '') parts.push({ fixed: text });
  };
  let at = 0;
  for (const { 0: whole, 1: name, index } of template.matchAll(PLACEHOLDER)) {
    fixed(template.slice(at, index));
    at = index + whole.length;
    if (name === 'unit') fixed(unit);
    else parts.push({ digits: name!.startsWith('running') ? Number(name!.slice(-1)) : name!.length });
  }
  fixed(template.slice(at));
  return parts;
}

/** The code and the secret of a slip as somebody typed them: the code's figures only, the secret in either case, with spaces. */
export function readLookUp(shape: CodeShape, figures: string, secret: string): Result<{ code: string; secret: string }, Failure<'notALookupCode'>> {
  let at = 0;
  const code = shape.map((part) => ('fixed' in part ? part.fixed : figures.slice(at, (at += part.digits)))).join('');
  if (!/^\d{1,40}$/.test(figures) || at !== figures.length || secret.length > 2 * SECRET_LENGTH) return fail('notALookupCode', 'typed');
  return parseLookup(lookupUrlData(code, secret));
}
