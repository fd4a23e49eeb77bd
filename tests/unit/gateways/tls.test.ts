// A server whose certificate nobody vouches for is not spoken to: no key and no order reaches it.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock as clock } from '../../../main/base/clock.ts';
import { createGateway } from '../../../main/gateways/create.ts';
import type { Gateway } from '../../../main/services/ports.ts';
import { orderOf } from './bench.ts';

let url: string;
let requests = 0;
let close: () => Promise<void>;
beforeAll(async () => {
  const dir = mkdtempSync(join(tmpdir(), 'gateway-tls-'));
  const [key, cert] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', cert, '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'], { stdio: 'ignore' });
  const server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_, response) => {
    requests += 1;
    response.end('{}');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `https://localhost:${(server.address() as AddressInfo).port}`;
  close = async () => {
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
    rmSync(dir, { recursive: true, force: true });
  };
});
afterAll(() => close());

const gatewayOf = (kind: 'payos' | 'national'): Gateway =>
  createGateway({
    settings: { kind, url, clientId: 'c', payee: { bin: '970418', account: '1', name: 'A' }, timeoutSeconds: 5 },
    secret: () => 'secret',
    device: 'BENCH-1',
    store: { read: async () => ({ ok: false, error: { code: 'closed' } }) },
    clock,
  });

describe('a gateway whose certificate is not trusted', () => {
  it.each(['payos', 'national'] as const)('is not reached: %s', async (kind) => {
    const refused = { ok: false, error: { code: 'unreachable', detail: expect.stringMatching(/SELF_SIGNED|UNABLE_TO_VERIFY/) } };
    expect(await gatewayOf(kind).create(orderOf(1001))).toMatchObject(refused);
    expect(await gatewayOf(kind).find(1001)).toMatchObject(refused);
    expect(await gatewayOf(kind).ping()).toMatchObject(refused);
    expect(requests).toBe(0);
  });
});
