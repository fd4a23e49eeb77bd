// Real pcscd and vpcd, judged by OpenSC's tools: the card is seen, answers, leaves, and returns after the service died.
import { execFile, spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startPcscService } from '../../../bench/chip/pcsc-service.ts';
import type { PcscService } from '../../../bench/chip/pcsc-service.ts';

const run = promisify(execFile);
const program = fileURLToPath(new URL('../../../bench/chip/chip-process.ts', import.meta.url));
const has = (tool: string): boolean => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;
const possible = process.platform === 'linux' && process.getuid?.() === 0 &&
  ['pcscd', 'opensc-tool', 'unshare', 'ip'].every(has);

describe.skipIf(!possible)('real pcscd with vpcd', () => {
  let directory: string;
  let service: PcscService;
  let child: ChildProcess;
  let socket: string;

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'pcsc-'));
    service = await startPcscService({ directory });
    const [file, ...args] = service.inNamespace([process.execPath, program, '--dir', join(directory, 'chip')]);
    child = spawn(file, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    socket = await new Promise((done) => child.stdout!.once('data', (line: Buffer) => {
      done(JSON.parse(line.toString()).socket as string);
    }));
  }, 20_000);
  afterAll(async () => {
    child?.stdin?.end();
    await service?.stop();
    rmSync(directory, { recursive: true, force: true });
  });

  function post(path: string, body: object): Promise<string> {
    return new Promise((done, failed) => {
      request({ socketPath: socket, path, method: 'POST' }, (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => { text += chunk.toString(); }).on('end', () => done(text));
      }).once('error', failed).end(JSON.stringify(body));
    });
  }

  const options = (): { env: NodeJS.ProcessEnv; timeout: number } =>
    ({ env: { ...process.env, ...service.environment }, timeout: 5000 });

  async function until<T>(what: () => Promise<T>, good: (value: T) => boolean): Promise<T> {
    const limit = Date.now() + 8000;
    for (;;) {
      const value = await what();
      if (good(value) || Date.now() > limit) return value;
    }
  }

  const atr = async (): Promise<string> => {
    try {
      return (await run('opensc-tool', ['-r', '0', '--atr'], options())).stdout.trim();
    } catch {
      return 'none';
    }
  };

  it('shows two readers', async () => {
    const { stdout } = await run('opensc-tool', ['--list-readers'], options());
    expect(stdout).toContain('Virtual PCD 00 00');
    expect(stdout).toContain('Virtual PCD 00 01');
  });

  it('shows the card and its EF.CardAccess', async () => {
    await post('/insert', { profile: 'card-2021' });
    expect(await until(atr, (value) => value !== 'none')).toBe('3b:85:80:01:80:73:c8:21:e0:fe');
    const { stdout } = await run('opensc-tool', ['-r', '0', '-s', '00A4020C02011C', '-s', '00B0000000'], options());
    expect(stdout.match(/SW1=0x90, SW2=0x00/g)).toHaveLength(2);
    expect(stdout).toContain('31 34 30 0D');
  }, 20_000);

  it('has the card again after pcscd died', async () => {
    await service.kill();
    await expect(run('opensc-tool', ['-r', '0', '--atr'], options())).rejects.toThrow();
    await service.start();
    expect(await until(atr, (value) => value !== 'none')).toContain('3b:85');
  }, 20_000);

  it('has none after it is removed', async () => {
    await post('/remove', { reader: 0 });
    expect(await until(atr, (value) => value === 'none')).toBe('none');
  }, 20_000);
});
