// The gateway's own book: orders and the money that came for them, as entries that are only ever added.

import { Journal } from '../journal.ts';

export type OrderStatus = 'PENDING' | 'PROCESSING' | 'UNDERPAID' | 'PAID' | 'EXPIRED' | 'CANCELLED' | 'FAILED';

export type Transaction = {
  readonly reference: string;
  readonly amount: number;
  readonly description: string;
  readonly accountNumber: string;
  /** ISO 8601 with +07:00. */
  readonly transactionDateTime: string;
  /** True when it came after the order had expired or was cancelled. */
  readonly late: boolean;
};

type Entry =
  | {
      readonly entry: 'order';
      readonly orderCode: number;
      readonly linkId: string;
      readonly amount: number;
      readonly description: string;
      readonly accountNumber: string;
      /** Milliseconds; null: never. */
      readonly expiresAt: number | null;
      readonly at: number;
    }
  | { readonly entry: 'money'; readonly orderCode: number; readonly transaction: Transaction; readonly at: number }
  | { readonly entry: 'cancel'; readonly orderCode: number; readonly reason: string; readonly at: number }
  | {
      readonly entry: 'mark';
      readonly orderCode: number;
      readonly status: 'PROCESSING' | 'FAILED' | 'none';
      readonly at: number;
    };

export type Order = {
  readonly orderCode: number;
  readonly linkId: string;
  readonly amount: number;
  readonly description: string;
  readonly accountNumber: string;
  readonly expiresAt: number | null;
  readonly createdAt: number;
  readonly status: OrderStatus;
  readonly amountPaid: number;
  readonly transactions: readonly Transaction[];
  readonly canceledAt: number | null;
  readonly cancellationReason: string | null;
};

type OrderEntry = Extract<Entry, { entry: 'order' }>;

export class Ledger {
  #journal: Journal<Entry>;
  /** Entries by order, the order's own first. */
  #byOrder = new Map<number, [OrderEntry, ...Entry[]]>();
  #byLink = new Map<string, number>();

  constructor(file: string | null) {
    this.#journal = new Journal(file);
    for (const entry of this.#journal.all()) this.#index(entry);
  }

  add(entry: Entry): void {
    this.#index(this.#journal.add(entry));
  }

  clear(): void {
    this.#journal.clear();
    this.#byOrder.clear();
    this.#byLink.clear();
  }

  /** Oldest first. */
  orders(now: number): readonly Order[] {
    return [...this.#byOrder.values()].map((entries) => this.#order(entries, now));
  }

  /** By order code or by payment link. */
  find(id: string | number, now: number): Order | undefined {
    const entries = this.#byOrder.get(this.#byLink.get(String(id)) ?? Number(id));
    return entries === undefined ? undefined : this.#order(entries, now);
  }

  #index(entry: Entry): void {
    if (entry.entry === 'order') {
      this.#byOrder.set(entry.orderCode, [entry]);
      this.#byLink.set(entry.linkId, entry.orderCode);
    } else this.#byOrder.get(entry.orderCode)?.push(entry);
  }

  #order([order, ...own]: readonly [OrderEntry, ...Entry[]], now: number): Order {
    const transactions = own.flatMap((entry) => (entry.entry === 'money' ? [entry.transaction] : []));
    const cancel = own.find((entry) => entry.entry === 'cancel');
    const mark = own.findLast((entry) => entry.entry === 'mark');
    const inTime = transactions
      .filter((transaction) => !transaction.late)
      .reduce((sum, transaction) => sum + transaction.amount, 0);
    const status = (): OrderStatus => {
      if (inTime >= order.amount) return 'PAID';
      if (cancel !== undefined) return 'CANCELLED';
      if (order.expiresAt !== null && now >= order.expiresAt) return 'EXPIRED';
      if (mark?.entry === 'mark' && mark.status !== 'none') return mark.status;
      return inTime > 0 ? 'UNDERPAID' : 'PENDING';
    };
    return {
      orderCode: order.orderCode,
      linkId: order.linkId,
      amount: order.amount,
      description: order.description,
      accountNumber: order.accountNumber,
      expiresAt: order.expiresAt,
      createdAt: order.at,
      status: status(),
      amountPaid: transactions.reduce((sum, transaction) => sum + transaction.amount, 0),
      transactions,
      canceledAt: cancel?.at ?? null,
      cancellationReason: cancel?.entry === 'cancel' ? cancel.reason : null,
    };
  }
}
