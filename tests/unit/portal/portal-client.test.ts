import { gzipSync } from 'node:zlib';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../main/base/clock.ts';
import { createPortalClient } from '../../../main/portal/portal-client.ts';
import type { PortalBench } from './bench.ts';
import { messageOf, portalBench } from './bench.ts';

describe('the portal’s client', () => {
  let bench: PortalBench;
  beforeEach(async () => {
    bench = await portalBench();
  });
  afterEach(() => bench.close());

  it('sends a dossier', async () => {
    expect(await bench.portal.send(messageOf('k1', 'H36-1'))).toEqual({ ok: true, value: undefined });
    expect(bench.records().dossiers).toMatchObject([{ code: 'H36-1', registrations: 1 }]);
  });

  it('sends the same message again after its reply was lost, and it counts once', async () => {
    await bench.fault('lost-reply', { times: 1 });
    const message = messageOf('k1', 'H36-1');
    expect(await bench.portal.send(message)).toMatchObject({ ok: false, error: { code: 'unreachable' } });
    expect(await bench.portal.send(message)).toMatchObject({ ok: true });
    expect(bench.records().dossiers).toMatchObject([{ registrations: 1 }]);
    expect(bench.records().duplicates).toMatchObject([{ key: 'k1', sameContent: true }]);
  });

  it('is not authorised with another session', async () => {
    expect(await bench.client('wrong').send(messageOf('k1', 'H36-1'))).toEqual({
      ok: false,
      error: { code: 'notAuthorised', detail: 'error_code 1' },
    });
  });

  it('is refused with what the portal does not take', async () => {
    const message = messageOf('k1', 'H36-1');
    expect(await bench.portal.send({ ...message, data: [{ ...message.data[0], NgayTiepNhan: '24/11/2026' }] })).toEqual(
      {
        ok: false,
        error: { code: 'refused', detail: 'error_code 2' },
      },
    );
  });

  it.each([
    ['outage', 'unreachable'],
    ['reset', 'unreachable'],
    ['error-500', 'serverError'],
    ['wrong-json', 'badReply'],
    ['duplicate-reply', 'badReply'],
    ['hang', 'timeOut'],
  ])('calls %s %s', async (fault, code) => {
    await bench.fault(fault);
    expect(await bench.client(bench.session, 300).send(messageOf('k1', 'H36-1'))).toMatchObject({
      ok: false,
      error: { code },
    });
  });

  it('looks up what the portal knows of dossiers', async () => {
    await bench.portal.send(messageOf('k1', 'H36-1'));
    expect(await bench.portal.lookUp(['H36-1', 'H36-2'])).toEqual({
      ok: true,
      value: [{ code: 'H36-1', status: 'newlyRegistered', receivedAt: Date.UTC(2026, 10, 24, 8), dueAt: Date.UTC(2026, 10, 24, 8) }],
    });
  });

  it('takes the catalogue’s bytes', async () => {
    expect(await bench.portal.catalogue()).toMatchObject({ ok: false, error: { code: 'refused' } });
    writeFileSync(bench.catalogueFile, 'signed bytes');
    expect(await bench.portal.catalogue()).toEqual({ ok: true, value: new Uint8Array(Buffer.from('signed bytes')) });
  });

  it('pings with how long it took', async () => {
    const pinged = await bench.portal.ping();
    expect(pinged.ok && pinged.value.roundTripMs).toBeGreaterThanOrEqual(0);
    expect(pinged.ok && Math.abs(pinged.value.aheadMs!)).toBeLessThan(60_000);
    await bench.fault('clock-skew', { seconds: -86_400 });
    const ahead = await bench.portal.ping();
    expect(ahead.ok && Math.round(ahead.value.aheadMs! / 3_600_000)).toBe(24);
    await bench.fault('outage');
    expect(await bench.portal.ping()).toMatchObject({ ok: false, error: { code: 'unreachable' } });
  });

  it('never puts the session key or personal data into an error', async () => {
    for (const fault of ['outage', 'error-500', 'wrong-json']) {
      await bench.fault(fault);
      const text = JSON.stringify(await bench.client(bench.session, 300).send(messageOf('k1', 'H36-1')));
      expect(text).not.toContain(bench.session);
      expect(text).not.toContain('068085001234');
      await bench.heal();
    }
  });
});

describe('the portal’s client before a portal that breaks the agreement', () => {
  let close: () => void = () => {};
  afterEach(() => close());

  async function portalThatAnswers(answer: (request: IncomingMessage, response: ServerResponse) => void, timeoutMs = 5000) {
    const server = createServer(answer).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    close = () => {
      server.closeAllConnections();
      server.close();
    };
    return createPortalClient({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      session: 's',
      timeoutMs,
      clock: systemClock,
    });
  }

  it('does not follow a redirect', async () => {
    let asked = 0;
    const portal = await portalThatAnswers((_, response) => {
      asked += 1;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    expect(await portal.send(messageOf('k', 'H'))).toEqual({
      ok: false,
      error: { code: 'badReply', detail: 'HTTP 307, a redirect' },
    });
    expect(asked).toBe(1);
  });

  it('reads no more than a megabyte', async () => {
    const portal = await portalThatAnswers((_, response) => {
      const piece = Buffer.alloc(65_536, 0x20);
      const more = (): void => void (response.destroyed || response.write(piece, () => setImmediate(more)));
      more();
    });
    expect(await portal.send(messageOf('k', 'H'))).toMatchObject({
      ok: false,
      error: { code: 'badReply', detail: 'more than 1000000 bytes' },
    });
  });

  it('waits for the end of an answer, but not for one that never comes', async () => {
    const portal = await portalThatAnswers((_, response) => {
      const more = (): void => void (response.destroyed || response.write(' ', () => setTimeout(more, 20)));
      more();
    }, 500);
    expect(await portal.send(messageOf('k', 'H'))).toMatchObject({ ok: false, error: { code: 'timeOut' } });
  });

  it('is not held up by interim answers without end', async () => {
    const portal = await portalThatAnswers((_, response) => {
      const more = (): void => void (response.destroyed || (response.writeProcessing(), setTimeout(more, 5)));
      more();
    }, 500);
    expect(await portal.send(messageOf('k', 'H'))).toMatchObject({ ok: false, error: { code: 'timeOut' } });
  });

  it('takes no compressed answer apart: a megabyte that would be a gigabyte stays a megabyte that says nothing', async () => {
    const small = gzipSync(Buffer.alloc(50_000_000, 0x20));
    const portal = await portalThatAnswers((_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(small));
    expect(await portal.send(messageOf('k', 'H'))).toMatchObject({ ok: false, error: { code: 'badReply', detail: 'not the JSON that was agreed' } });
  });

  it.each([['a length that is none', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n{}'], ['a head without end', `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(200_000)}`], ['another protocol', 'SSH-2.0-OpenSSH_9.7\r\n']])('calls %s unreachable', async (_, bytes) => {
    const portal = await portalThatAnswers((__, response) => void response.socket?.end(bytes));
    expect(await portal.send(messageOf('k', 'H'))).toMatchObject({ ok: false, error: { code: 'unreachable' } });
  });

  it('is not stopped by JSON that is nested without end', async () => {
    const portal = await portalThatAnswers((_, response) =>
      response.end(`{"error_code":"0","data":${'['.repeat(400_000)}`),
    );
    expect(await portal.send(messageOf('k', 'H'))).toMatchObject({ ok: false, error: { code: 'badReply' } });
  });

  it('takes 401 for what it is', async () => {
    const portal = await portalThatAnswers((_, response) => response.writeHead(401).end());
    expect(await portal.send(messageOf('k', 'H'))).toMatchObject({ ok: false, error: { code: 'notAuthorised' } });
  });

  it('keeps what the portal says in its message out of the error', async () => {
    const portal = await portalThatAnswers((_, response) =>
      response.end(JSON.stringify({ error_code: '7', message: 'Nguyễn Thị Bưởi 068085001234' })),
    );
    expect(await portal.send(messageOf('k', 'H'))).toEqual({
      ok: false,
      error: { code: 'refused', detail: 'error_code 7' },
    });
  });

  it('does not take a page that somebody on the way made up for a refusal', async () => {
    const portal = await portalThatAnswers((request, response) => {
      response.writeHead(request.method === 'HEAD' ? 404 : 413).end('<h1>nginx</h1>');
    });
    expect(await portal.upload({ key: 'k', dossierCode: 'H', documentId: 'd', fileName: 'f', mime: 'image/jpeg', sha256: '0'.repeat(64) }, new Uint8Array(3))).toMatchObject({ ok: false, error: { code: 'badReply' } });
  });

  it.each(['0', '00', 0])('takes error_code %j for a yes', async (code) => {
    const portal = await portalThatAnswers((_, response) => response.end(JSON.stringify({ error_code: code, message: null, data: null, more: {} })));
    expect(await portal.send(messageOf('k', 'H'))).toMatchObject({ ok: true });
  });
});
