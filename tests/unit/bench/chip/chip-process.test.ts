// The bench chip as a process: its control interface over HTTP and over its socket, and its end.
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { forgeries } from '../../../bench/chip/forgeries.ts';
import { infrastructure } from './cards.ts';

const program = fileURLToPath(new URL('../../../bench/chip/chip-process.ts', import.meta.url));

describe('the chip process', () => {
  let directory: string;
  let child: ChildProcess;
  let ready: { ready: boolean; control: string; socket: string };

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'chip-'));
    // A port where nobody listens: the card waits for its service.
    child = spawn(process.execPath, [program, '--dir', directory, '--first-port', '1'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    ready = await new Promise((done) => child.stdout!.once('data', (line: Buffer) => {
      done(JSON.parse(line.toString()));
    }));
  });
  afterAll(() => {
    child.kill('SIGKILL');
    rmSync(directory, { recursive: true, force: true });
  });

  async function post(path: string, body: object): Promise<{ status: number; body: Record<string, unknown> }> {
    const response = await fetch(`${ready.control}${path}`, { method: 'POST', body: JSON.stringify(body) });
    return { status: response.status, body: await response.json() as Record<string, unknown> };
  }

  it('says where it can be controlled', () => {
    expect(ready).toMatchObject({ ready: true, control: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
  });

  it('lays a card down and says what is on it', async () => {
    const { status, body } = await post('/insert', { profile: 'card-2024', persona: 'do-uoc', reader: 1, forgery: 'clone' });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      reader: 1, profile: 'card-2024', number: '079206000555', can: '000555', atr: '3b8580018073c821c0de',
    });
    const state = await (await fetch(`${ready.control}/state`)).json() as { readers: { state: string }[] };
    expect(state.readers.map((reader) => reader.state)).toEqual(['empty', 'waiting-for-service']);
    expect((await post('/remove', { reader: 1 })).status).toBe(200);
  });

  it('gives the trust anchors', async () => {
    const pem = await (await fetch(`${ready.control}/csca?profile=card-2021`)).text();
    expect(pem).toBe(infrastructure.countrySigner('ecdsa', 'main').pem);
    const der = await (await fetch(`${ready.control}/csca?profile=card-2021&format=der`)).arrayBuffer();
    expect(new Uint8Array(der)).toEqual(infrastructure.countrySigner('ecdsa', 'main').der);
    const all = await (await fetch(`${ready.control}/csca`)).text();
    expect(all.match(/BEGIN CERTIFICATE/g)).toHaveLength(7);
  });

  it('can be controlled over its socket', async () => {
    const text = await new Promise<string>((done, failed) => {
      request({ socketPath: ready.socket, path: '/choices' }, (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => { body += chunk.toString(); }).on('end', () => done(body));
      }).once('error', failed).end();
    });
    expect((JSON.parse(text) as { forgeries: string[] }).forgeries).toEqual([...forgeries]);
  });

  it.each([
    [{ profile: 'no such card' }], [{ persona: 'nobody' }], [{ reader: 2 }], [{ forgery: 'magic' }],
    [{ hostile: { kind: 'nice' } }],
    [{ faults: [{ kind: 'lift', at: 0 }] }], [{ madness: 'calm' }],
  ])('refuses %j with a sentence', async (wrong) => {
    const { status, body } = await post('/insert', wrong);
    expect(status).toBe(400);
    expect(body['error']).toEqual(expect.any(String));
  });

  it('ends when its parent goes away', async () => {
    const exit = new Promise((done) => child.once('exit', done));
    child.stdin!.end();
    expect(await exit).toBe(0);
  });
});
