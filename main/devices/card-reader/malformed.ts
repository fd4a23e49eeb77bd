// How the parsers of the chip's bytes give up. Inside one parser a deviation is raised as Malformed, so that the code
// reads like the structure it parses; the parser's one exported function turns it into a Result. Nothing else is
// caught: a bug stays a bug.

import { fail, ok } from '../../domain/result.ts';
import type { Failure, Result } from '../../domain/result.ts';

export type MalformedFailure = Failure<'malformed'>;

export class Malformed extends Error {}

export function malformed(reason: string): never {
  throw new Malformed(reason);
}

/** Runs a parser; `subject` names the structure in the technician's detail. */
export function parseWith<T>(subject: string, parse: () => T): Result<T, MalformedFailure> {
  try {
    return ok(parse());
  } catch (error) {
    if (error instanceof Malformed) return fail('malformed', `${subject}: ${error.message}`);
    throw error;
  }
}
