// What the gateway's word about an order means: its next state, what the journey is told, and what staff have to look at.
// The one rule for it, pure. Money is never taken back by an old answer, and unknown is never guessed.

export type PaymentState = 'creating' | 'shown' | 'paid' | 'underPaid' | 'expired' | 'cancelled' | 'unknown';

/**
 * `late`: money came for an order that was closed, and is owed back. `refundDue`: too little came before it closed.
 * `overPaid`, `double`: more than the amount, as much as once more. `unknown`: the gateway's last word is missing.
 * `missing`: the gateway does not know an order whose QR was shown. From the comparison of a day with the gateway's list:
 * `notListed`: money that we count is not on it. `notCounted`: it has money for an order for which we count none.
 * `amountDiffers`: both have money, not the same. `wrongReference`: it has money that belongs to no order of ours.
 */
export const DIFFERENCE_KINDS = ['late', 'refundDue', 'overPaid', 'double', 'unknown', 'missing', 'notListed', 'notCounted', 'amountDiffers', 'wrongReference'] as const;
export type DifferenceKind = (typeof DIFFERENCE_KINDS)[number];

/** Money that somebody is to get back; the other kinds are doubts. */
export const isOwed = (kind: DifferenceKind): boolean => kind === 'late' || kind === 'refundDue' || kind === 'overPaid' || kind === 'double' || kind === 'wrongReference';

export type Order = { readonly state: PaymentState; readonly amount: number; readonly amountPaid: number };
export type Told = 'paid' | 'underPaid' | 'expired' | 'cancelled';

export type Step = {
  readonly state: PaymentState;
  readonly amountPaid: number;
  /** What the journey should hear, whether or not it is news. */
  readonly tell?: Told;
  /** For staff, with what is owed or in doubt. */
  readonly difference?: { readonly kind: DifferenceKind; readonly amount: number };
};

export type GatewayWord = {
  readonly status: 'pending' | 'processing' | 'underPaid' | 'paid' | 'expired' | 'cancelled' | 'failed';
  /** Of the order. */
  readonly amount: number;
  readonly amountPaid: number;
};

export const isClosed = (state: PaymentState): boolean => state === 'paid' || state === 'expired' || state === 'cancelled';

/** `wanted`: the journey still waits for this very order, so that a payment files it. */
export function afterWord(order: Order, word: GatewayWord, wanted: boolean): Step {
  // An answer about another amount is not about this order; one that knows of less money than an earlier one is old.
  if (word.amount !== order.amount || word.amountPaid < order.amountPaid) return unchanged(order);
  const { amountPaid } = word;
  const owed = (state: PaymentState, kind: DifferenceKind, tell?: Told): Step => ({
    state,
    amountPaid,
    ...(tell && { tell }),
    ...(amountPaid > 0 && { difference: { kind, amount: amountPaid } }),
  });

  if (order.state === 'paid') return { state: 'paid', amountPaid, tell: 'paid', ...surplus(order.amount, amountPaid) };
  if (word.status === 'paid') {
    if (wanted) return { state: 'paid', amountPaid, tell: 'paid', ...surplus(order.amount, amountPaid) };
    return owed(isClosed(order.state) ? order.state : 'cancelled', 'late');
  }
  if (order.state === 'expired' || order.state === 'cancelled') {
    const told = { tell: order.state } as const;
    return amountPaid > order.amountPaid ? owed(order.state, 'late', order.state) : { ...unchanged(order), ...told };
  }
  switch (word.status) {
    case 'underPaid':
      return { state: 'underPaid', amountPaid, tell: 'underPaid' };
    case 'expired':
      return owed('expired', 'refundDue', 'expired');
    case 'cancelled':
    case 'failed':
      return owed('cancelled', 'refundDue', 'cancelled');
    case 'pending':
    case 'processing':
      return { state: order.state, amountPaid };
  }
}

/** The gateway gave no word, or none that ends it, long after the order's time was over. */
export function afterSilence(order: Order): Step {
  if (isClosed(order.state)) return unchanged(order);
  return { state: 'unknown', amountPaid: order.amountPaid, difference: { kind: 'unknown', amount: order.amount } };
}

/** The gateway says that there is no such order. Only one that was never shown may be believed to be none. */
export function afterDenial(order: Order): Step {
  if (isClosed(order.state)) return unchanged(order);
  if (order.state === 'creating') return { state: 'cancelled', amountPaid: 0, tell: 'cancelled' };
  return { state: 'unknown', amountPaid: order.amountPaid, difference: { kind: 'missing', amount: order.amount } };
}

function surplus(amount: number, amountPaid: number): Pick<Step, 'difference'> {
  const over = amountPaid - amount;
  return over > 0 ? { difference: { kind: over >= amount ? 'double' : 'overPaid', amount: over } } : {};
}

const unchanged = ({ state, amountPaid }: Order): Step => ({ state, amountPaid });
