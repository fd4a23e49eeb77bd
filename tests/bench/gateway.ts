// The bench's payment gateway: the shape of payOS's merchant API (payment-requests: create, read, cancel) with its own
// ledger, signatures both ways and the lies that a gateway may tell. Money comes through its control API or its phone page.

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
import { HttpWire } from './http-wire.ts';

export type { GatewayKeys } from './gateway/service.ts';

export function readOrMakeKeys(file: string): GatewayKeys {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as GatewayKeys;
  const keys = { clientId: randomUUID(), apiKey: randomUUID(), checksumKey: randomBytes(32).toString('hex') };
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
  const wire = new HttpWire(options.port, faults, service);
  await wire.open();

  const state = () => ({ counts: service.counts(), requests: wire.requests, orders: ledger.orders(Date.now()) });
  const latest = () => ledger.orders(Date.now()).at(-1);
  const named = (body: Readonly<Record<string, unknown>>) => ledger.find(String(body['orderCode']), Date.now());

  return {
    addresses: { url: `http://127.0.0.1:${wire.port}`, keysFile: join(dir, 'keys.json') },
    faults,
    state,
    reset() {
      ledger.clear();
      service.clearCounts();
    },
    faultsChanged: () => wire.follow(),
    routes: {
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
