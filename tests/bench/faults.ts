// What is wrong with a device or a server just now. A fault holds until it is healed, or for a number of `times`; with
// `on` it strikes one operation only.

export type Fault = {
  readonly kind: string;
  /** How often it still strikes; absent: until healed. */
  times?: number;
  /** The operation that it strikes; absent: every one. */
  readonly on?: string;
  readonly [parameter: string]: unknown;
};

/** Thrown for what the caller of the control API did wrong. */
export class BadControlRequest extends Error {}

export class Faults {
  #known: ReadonlySet<string>;
  #active: Fault[] = [];

  constructor(known: readonly string[]) {
    this.#known = new Set(known);
  }

  set(fault: Fault): void {
    if (!this.#known.has(fault.kind)) {
      throw new BadControlRequest(`unknown fault "${fault.kind}"; known: ${[...this.#known].join(', ')}`);
    }
    this.#active = [
      ...this.#active.filter((active) => active.kind !== fault.kind || active.on !== fault.on),
      { ...fault },
    ];
  }

  /** The fault, if it is there; it is not used up. */
  find(kind: string, operation?: string): Fault | undefined {
    return this.#active.find((fault) => fault.kind === kind && (fault.on === undefined || fault.on === operation));
  }

  /** The fault, if it is there; one of its `times` is used up. */
  take(kind: string, operation?: string): Fault | undefined {
    const fault = this.find(kind, operation);
    if (fault?.times !== undefined) {
      fault.times -= 1;
      if (fault.times <= 0) this.#active = this.#active.filter((active) => active !== fault);
    }
    return fault;
  }

  heal(kind?: string): void {
    this.#active = kind === undefined ? [] : this.#active.filter((fault) => fault.kind !== kind);
  }

  list(): readonly Fault[] {
    return this.#active.map((fault) => ({ ...fault }));
  }
}

/** A number out of a fault's or a request's parameters. */
export function numberOf(value: unknown, fallback: number, min = 0, max = Number.MAX_SAFE_INTEGER): number {
  if (value === undefined || value === null) return fallback;
  if (typeof value !== 'number' || !Number.isFinite(value) || value < min || value > max) {
    throw new BadControlRequest(`expected a number from ${min} to ${max}, got ${JSON.stringify(value)}`);
  }
  return value;
}
