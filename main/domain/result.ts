// Result: an expected failure is a value, a bug throws. Every service, device and parser that can fail in a way
// someone must be told about returns one of these, with a closed union of error codes.

export type Ok<T> = { readonly ok: true; readonly value: T };
export type Err<E> = { readonly ok: false; readonly error: E };
export type Result<T, E> = Ok<T> | Err<E>;

/** What went wrong: a code from a closed union, and a detail for the technician (never personal data). */
export type Failure<Code extends string = string> = { readonly code: Code; readonly detail?: string };

export function ok(): Ok<void>;
export function ok<T>(value: T): Ok<T>;
export function ok<T>(value?: T): Ok<T | undefined> {
  return { ok: true, value };
}

export function err<E>(error: E): Err<E> {
  return { ok: false, error };
}

/** An Err of a Failure. */
export function fail<Code extends string>(code: Code, detail?: string): Err<Failure<Code>> {
  return { ok: false, error: detail === undefined ? { code } : { code, detail } };
}

/** The value, or a thrown bug: only where a failure has been ruled out before. */
export function unwrap<T>(result: Result<T, unknown>): T {
  if (result.ok) return result.value;
  throw new Error(`unwrap of a failed result: ${JSON.stringify(result.error)}`);
}

/** Marks a branch that the types say cannot be reached. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${JSON.stringify(value)}`);
}
