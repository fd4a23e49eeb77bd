// The gateway's client on the bench's gateway, in whose ledger money can arrive.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../../main/base/clock.ts';
import { createNationalGateway } from '../../../main/gateways/national.ts';
import { createPayosGateway } from '../../../main/gateways/payos.ts';
import type { Gateway, PaymentOrder } from '../../../main/services/ports.ts';
import { startGateway } from '../../bench/gateway.ts';

type Keys = { readonly clientId: string; readonly apiKey: string; readonly checksumKey: string };
type NationalKeys = { readonly partner: string; readonly secret: string };

export type GatewayBench = {
  readonly gateway: Gateway;
  readonly national: Gateway;
  readonly url: string;
  readonly nationalUrl: string;
  readonly keys: Keys;
  readonly nationalKeys: NationalKeys;
  readonly client: (keys: Partial<Keys>, timeoutMs?: number) => Gateway;
  readonly nationalClient: (keys: Partial<NationalKeys>, timeoutMs?: number) => Gateway;
  readonly receipt: (orderCode: number) => Promise<unknown>;
  readonly stray: (money: { readonly reference: string; readonly amount: number; readonly at: number }) => Promise<void>;
  readonly webhook: (orderCode: number) => Promise<unknown>;
  readonly pay: (orderCode: number, amount?: number) => Promise<void>;
  readonly mark: (orderCode: number, status: 'PROCESSING' | 'FAILED') => Promise<void>;
  readonly orders: () => readonly { readonly orderCode: number; readonly amount: number }[];
  readonly fault: (kind: string, more?: Record<string, unknown>) => Promise<void>;
  readonly close: () => Promise<void>;
};

export async function gatewayBench(): Promise<GatewayBench> {
  const dir = mkdtempSync(join(tmpdir(), 'gateway-'));
  const part = await startGateway({ dir, port: 0, values: {} });
  const { url, nationalUrl, keysFile } = part.addresses as { url: string; nationalUrl: string; keysFile: string };
  const { clientId, apiKey, checksumKey, partner, secret } = JSON.parse(readFileSync(keysFile, 'utf8')) as Keys & NationalKeys;
  const keys = { clientId, apiKey, checksumKey };
  const nationalKeys = { partner, secret };
  const client = (other: Partial<Keys>, timeoutMs = 5000): Gateway =>
    createPayosGateway({ url, ...keys, ...other, timeoutMs, clock: systemClock });
  const payee = { bin: '970418', account: '31410001234567', name: 'UBND XA DUC TRONG' };
  const nationalClient = (other: Partial<NationalKeys>, timeoutMs = 5000): Gateway =>
    createNationalGateway({ url: nationalUrl, ...nationalKeys, ...other, device: 'BENCH-1', payee, timeoutMs, clock: systemClock });
  const route = async (name: string, body: Record<string, unknown>): Promise<void> => {
    await part.routes[name]!({ rest: '', query: new URLSearchParams(), body });
  };
  return {
    gateway: client({}),
    national: nationalClient({}),
    url,
    nationalUrl,
    keys,
    nationalKeys,
    client,
    nationalClient,
    receipt: async (orderCode) => {
      const { receipts } = (await part.routes['GET /receipts']!({ rest: '', query: new URLSearchParams(), body: {} })) as { receipts: Record<string, unknown> };
      return receipts[String(orderCode)];
    },
    stray: (money) => route('POST /stray', money),
    webhook: async (orderCode) => part.routes['GET /webhook']!({ rest: '', query: new URLSearchParams({ orderCode: String(orderCode) }), body: {} }),
    pay: (orderCode, amount) => route('POST /pay', { orderCode, ...(amount === undefined ? {} : { amount }) }),
    mark: (orderCode, status) => route('POST /mark', { orderCode, status }),
    orders: () => (part.state() as { orders: { orderCode: number; amount: number }[] }).orders,
    async fault(kind, more = {}) {
      part.faults.set({ kind, ...more });
      await part.faultsChanged?.('set', kind);
    },
    async close() {
      await part.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

export function orderOf(orderCode: number, amount = 8000, expiresInMs = 600_000): PaymentOrder {
  return { orderCode, amount, description: 'MC 0042', expiresAt: Date.now() + expiresInMs };
}
