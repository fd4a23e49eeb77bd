// Bytes to a printer queue of Windows, as they are (data type RAW): winspool's OpenPrinter … WritePrinter, called from
// PowerShell, which every Windows has. A queue answers nothing; a slip is handed over, and no more is known.

import { spawn } from 'node:child_process';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock, DeviceFailure } from '../../services/ports.ts';
import { DELAYS } from '../delays.ts';
import { powerShell } from '../powershell.ts';
import type { Program } from '../powershell.ts';
import { writing } from './link.ts';
import type { PrinterLink } from './link.ts';

/** The queue's name goes by the environment and the job by standard input: nothing of either is part of a command. */
const SCRIPT = `
$ErrorActionPreference = 'Stop'
Add-Type -TypeDefinition @'
using System; using System.Runtime.InteropServices;
public static class Spool {
  [StructLayout(LayoutKind.Sequential, CharSet = CharSet.Unicode)] public struct DocInfo { public string Name; public string Output; public string Type; }
  [DllImport("winspool.drv", CharSet = CharSet.Unicode, SetLastError = true)] public static extern bool OpenPrinter(string name, out IntPtr printer, IntPtr defaults);
  [DllImport("winspool.drv", CharSet = CharSet.Unicode, SetLastError = true)] public static extern int StartDocPrinter(IntPtr printer, int level, ref DocInfo info);
  [DllImport("winspool.drv", SetLastError = true)] public static extern bool StartPagePrinter(IntPtr printer);
  [DllImport("winspool.drv", SetLastError = true)] public static extern bool WritePrinter(IntPtr printer, byte[] bytes, int count, out int written);
  [DllImport("winspool.drv", SetLastError = true)] public static extern bool EndPagePrinter(IntPtr printer);
  [DllImport("winspool.drv", SetLastError = true)] public static extern bool EndDocPrinter(IntPtr printer);
  [DllImport("winspool.drv", SetLastError = true)] public static extern bool ClosePrinter(IntPtr printer);
}
'@
function Check($fine, $code) { if (-not $fine) { exit $code } }
$printer = [IntPtr]::Zero
Check ([Spool]::OpenPrinter($env:MOT_CUA_QUEUE, [ref]$printer, [IntPtr]::Zero)) 11
try {
  $job = New-Object IO.MemoryStream
  [Console]::OpenStandardInput().CopyTo($job)
  if ($job.Length -gt 0) {
    $info = New-Object Spool+DocInfo
    $info.Name = 'Slip'; $info.Type = 'RAW'
    Check ([Spool]::StartDocPrinter($printer, 1, [ref]$info) -gt 0) 12
    Check ([Spool]::StartPagePrinter($printer)) 13
    $written = 0
    Check ([Spool]::WritePrinter($printer, $job.ToArray(), [int]$job.Length, [ref]$written)) 14
    Check ($written -eq $job.Length) 14
    Check ([Spool]::EndPagePrinter($printer)) 15
    Check ([Spool]::EndDocPrinter($printer)) 15
  }
} finally { [void][Spool]::ClosePrinter($printer) }
exit 0
`;

/** Exit codes of the script, and of a shell that is not there. */
const REASONS: Readonly<Record<number, string>> = { 11: 'noDevice', 12: 'jobRefused', 13: 'jobRefused', 14: 'notTaking', 15: 'jobRefused' };

export const spoolerProgram = (): Program => powerShell(SCRIPT);

/** `run` is this machine's PowerShell; another program with the same exit codes in tests. */
export async function openSpooler(
  queue: string,
  clock: Clock,
  signal: AbortSignal,
  run: Program = spoolerProgram(),
): Promise<Result<PrinterLink, DeviceFailure>> {
  const ended = new AbortController();
  const hand = (bytes: Uint8Array, timeoutMs: number, stop?: AbortSignal) => handOver(run, queue, bytes, clock, timeoutMs, ended.signal, stop);
  const there = await hand(new Uint8Array(0), DELAYS.receiptPrinter.spoolerMs, signal);
  if (!there.ok) return there;
  return ok({
    wholeJobs: true,
    onBytes: () => {},
    onLost: () => {},
    write: hand,
    close: () => Promise.resolve(ended.abort()),
  });
}

async function handOver(
  run: Program,
  queue: string,
  bytes: Uint8Array,
  clock: Clock,
  timeoutMs: number,
  ended: AbortSignal,
  stop?: AbortSignal,
): Promise<Result<void, DeviceFailure>> {
  if (ended.aborted) return err({ code: 'deviceNotReady', reason: 'disconnected' });
  let exit = -1;
  const handed = await writing(clock, Math.max(timeoutMs, DELAYS.receiptPrinter.spoolerMs), stop, (done, stopped) => {
    const child = spawn(run.file, run.args, { stdio: ['pipe', 'ignore', 'ignore'], windowsHide: true, env: { ...process.env, MOT_CUA_QUEUE: queue } });
    const kill = (): void => void child.kill();
    stopped.addEventListener('abort', kill, { once: true });
    ended.addEventListener('abort', kill, { once: true });
    const over = (error?: Error & { code?: string }): void => {
      stopped.removeEventListener('abort', kill);
      ended.removeEventListener('abort', kill);
      done(error);
    };
    child.once('error', over);
    child.once('exit', (code) => {
      exit = code ?? -1;
      over(exit === 0 ? undefined : Object.assign(new Error('refused'), { code: `exit ${exit}` }));
    });
    child.stdin.on('error', () => {});
    child.stdin.end(bytes);
  });
  if (handed.ok || handed.error.reason !== 'disconnected') return handed;
  return err({ ...handed.error, reason: REASONS[exit] ?? 'spoolerFailed' });
}
