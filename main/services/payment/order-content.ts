// What an order is for, in the words of a gateway that issues the electronic receipt: the procedure, the fees line by line,
// and who pays.

import type { Catalogue } from '../../domain/procedures/catalogue.ts';
import type { JourneyContext } from '../journey/context.ts';
import { procedureOf } from '../journey/machine.ts';
import type { OrderContent } from '../ports.ts';

/** Undefined where the journey has no fee, or is not there any more. */
export function orderContent(catalogue: Catalogue, context: JourneyContext | null): OrderContent | undefined {
  const procedure = context && procedureOf(catalogue, context);
  if (!context?.fee || !context.identity || !procedure) return undefined;
  const kinds = new Map(procedure.fees.map((rule) => [rule.code, rule.kind]));
  const { number, fullName } = context.identity;
  return {
    procedure: { code: procedure.code, name: procedure.name.vi },
    fees: context.fee.lines
      .filter((line) => !line.waiver && line.amount > 0)
      .map((line) => ({ code: line.code, name: line.name.vi, amount: line.amount, kind: kinds.get(line.code) ?? 'fee' })),
    payer: { number: number.value, ...(fullName && { name: fullName.value }) },
  };
}
