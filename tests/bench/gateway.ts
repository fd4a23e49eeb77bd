// The bench's payment gateway: the shape of payOS's merchant API (payment-requests: create, read, cancel) and, at another
// path, that of the national payment platform, on one ledger of its own, with signatures both ways and the lies that a
// gateway may tell. Money comes through its control API or its phone page.

import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isEntry, RawReply, runBenchProcess } from './control.ts';
import type { BenchPart, Options } from './control.ts';
import { BadControlRequest, Faults } from './faults.ts';
import { Ledger } from './gateway/ledger.ts';
import { phonePage } from './gateway/phone-page.ts';
import { createGatewayService, GATEWAY_FAULTS } from './gateway/service.ts';
import type { GatewayKeys } from './gateway/service.ts';
import { createNationalService, NATIONAL_PATH } from './gateway/national.ts';
import type { NationalKeys, StrayMoney } from './gateway/national.ts';
import { sign } from './gateway/signature.ts';
import { HttpWire } from './http-wire.ts';
import type { WireRequest } from './http-wire.ts';

export type { GatewayKeys } from './gateway/service.ts';

export function readOrMakeKeys(file: string): GatewayKeys & NationalKeys {
  const there = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as GatewayKeys & Partial<NationalKeys>) : undefined;
  if (there?.secret !== undefined && there.partner !== undefined) return { ...there, secret: there.secret, partner: there.partner };
  const keys = { clientId: randomUUID(), apiKey: randomUUID(), checksumKey: randomBytes(32).toString('hex'), partner: 'MC-BENCH', secret: randomBytes(16).toString('hex'), ...there };
  writeFileSync(file, `${JSON.stringify(keys, null, 2)}\n`, { mode: 0o600 });
  return keys;
}

export async function startGateway(options: Options): Promise<BenchPart> {
  const { dir } = options;
  mkdirSync(dir, { recursive: true });
  const keys = readOrMakeKeys(join(dir, 'keys.json'));
  const ledger = new Ledger(join(dir, 'ledger.jsonl'));
  const faults = new Faults(GATEWAY_FAULTS);
  const service = createGatewayService({ keys, ledger, faults, now: Date.now, webRoot: () => `http://127.0.0.1:${wire.port}` });
  const stray: StrayMoney[] = [];
  const national = createNationalService({ keys, ledger, faults, now: Date.now, stray: () => stray });
  /** When each order was first said to be paid. */
  const toldPaid = new Map<number, number>();
  const serviceOf = (request: WireRequest) => (request.path === NATIONAL_PATH ? national : service);
  const wire = new HttpWire(options.port, faults, {
    operation: (request) => serviceOf(request).operation(request),
    async handle(request, operation) {
      const reply = await serviceOf(request).handle(request, operation);
      const told = operation === 'read' && 'body' in reply ? /"orderCode":(\d+).*"status":"PAID"/.exec(String(reply.body)) : null;
      if (told && !toldPaid.has(Number(told[1]))) toldPaid.set(Number(told[1]), Date.now());
      return reply;
    },
  });
  await wire.open();

  const state = () => ({ counts: service.counts(), requests: wire.requests, toldPaid: Object.fromEntries(toldPaid), orders: ledger.orders(Date.now()) });
  const latest = () => ledger.orders(Date.now()).at(-1);
  const named = (body: Readonly<Record<string, unknown>>) => ledger.find(String(body['orderCode']), Date.now());

  return {
    addresses: { url: `http://127.0.0.1:${wire.port}`, nationalUrl: `http://127.0.0.1:${wire.port}${NATIONAL_PATH}`, keysFile: join(dir, 'keys.json') },
    faults,
    state,
    reset() {
      ledger.clear();
      stray.length = 0;
      service.clearCounts();
    },
    faultsChanged: () => wire.follow(),
    routes: {
      /** Money comes under a reference that is no order's. */
      'POST /stray': ({ body }) => {
        stray.push({ reference: String(body['reference'] ?? 'CHUYEN TIEN'), transaction: `FT${randomBytes(6).toString('hex').toUpperCase()}`, amount: Number(body['amount']), at: Number(body['at'] ?? Date.now()) });
        return stray.at(-1);
      },
      'GET /receipts': () => ({ receipts: Object.fromEntries(national.receipts) }),
      /** The message that payOS would post to the agency's server about an order's last money. */
      'GET /webhook': ({ query }) => {
        const order = ledger.find(String(query.get('orderCode')), Date.now());
        const money = order?.transactions.at(-1);
        if (!order || !money) throw new BadControlRequest('no such order, or no money for it');
        const data = { orderCode: order.orderCode, amount: money.amount, description: money.description, accountNumber: money.accountNumber, reference: money.reference, transactionDateTime: money.transactionDateTime.slice(0, 19).replace('T', ' '), currency: 'VND', paymentLinkId: order.linkId, code: '00', desc: 'Thành công', counterAccountBankId: null, counterAccountName: null };
        return { code: '00', desc: 'success', success: true, data, signature: sign(data, keys.checksumKey) };
      },
      'GET /ledger': () => ({ orders: ledger.orders(Date.now()) }),
      'POST /pay': ({ body }) => service.pay(named(body), body),
      'POST /pay-latest': ({ body }) => service.pay(latest(), body),
      /** The bank is still thinking (PROCESSING), has failed (FAILED), or neither (none). */
      'POST /mark': ({ body }) => {
        const order = body['orderCode'] === undefined ? latest() : named(body);
        const mark = body['status'];
        if (order === undefined) throw new BadControlRequest('no such order');
        if (mark !== 'PROCESSING' && mark !== 'FAILED' && mark !== 'none')
          throw new BadControlRequest('status: PROCESSING, FAILED or none');
        ledger.add({ entry: 'mark', orderCode: order.orderCode, status: mark, at: Date.now() });
        return ledger.find(order.orderCode, Date.now());
      },
      'GET /phone': () => new RawReply('text/html; charset=utf-8', phonePage()),
    },
    close: () => wire.close(),
  };
}

if (isEntry(import.meta.url)) await runBenchProcess('gateway', startGateway);
