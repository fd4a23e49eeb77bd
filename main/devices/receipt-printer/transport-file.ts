// Bytes to and from a printer behind a device file of Linux (usblp, /dev/usb/lp0). The file is opened without blocking: a
// read that waits in the kernel could neither be ended nor outlived, and there are four threads for all of them.

import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { pause } from '../../base/clock.ts';
import { err, ok } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock, DeviceFailure } from '../../services/ports.ts';
import { DELAYS } from '../delays.ts';
import type { PrinterLink } from './link.ts';

const READ_BYTES = 1024;
/** usblp takes up to 8 KB at a time; a smaller piece is given up sooner when the printer stops. */
const WRITE_BYTES = 4096;

export async function openDeviceFile(path: string, clock: Clock, signal: AbortSignal): Promise<Result<PrinterLink, DeviceFailure>> {
  if (process.platform === 'win32') return err({ code: 'unsupportedCommand', reason: 'noDeviceFiles' });
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDWR | constants.O_NONBLOCK | constants.O_NOCTTY);
  } catch (error) {
    return err(failureOf(error));
  }
  if (signal.aborted) {
    await file.close();
    return err({ code: 'canceled' });
  }
  return ok(linkOf(file, clock));
}

function linkOf(file: FileHandle, clock: Clock): PrinterLink {
  const ended = new AbortController();
  let lost: string | undefined;
  let closed: Promise<void> | undefined;
  let onLost: ((detail: string) => void) | undefined;
  let onBytes: (bytes: Uint8Array) => void = () => {};
  const close = (): Promise<void> => {
    ended.abort();
    return (closed ??= file.close().catch(() => {}));
  };
  const end = (detail: string): void => {
    if (ended.signal.aborted) return;
    lost = detail;
    void close();
    onLost?.(detail);
  };

  async function readOn(): Promise<void> {
    const buffer = new Uint8Array(READ_BYTES);
    while (!ended.signal.aborted) {
      try {
        const { bytesRead } = await file.read(buffer, 0, READ_BYTES, null);
        if (bytesRead > 0) {
          onBytes(buffer.slice(0, bytesRead));
          continue;
        }
      } catch (error) {
        if (!isBusy(error)) return end(codeOf(error));
      }
      await pause(clock, DELAYS.receiptPrinter.fileReadMs, ended.signal);
    }
  }
  void readOn();

  return {
    onBytes: (listener) => void (onBytes = listener),
    onLost(listener) {
      onLost = listener;
      if (lost !== undefined) listener(lost);
    },
    async write(bytes, timeoutMs, signal) {
      const until = clock.now() + timeoutMs;
      for (let offset = 0; offset < bytes.length; ) {
        if (ended.signal.aborted) return err({ code: 'deviceNotReady', reason: 'disconnected', detail: lost ?? 'closed' });
        if (signal?.aborted) return err({ code: 'canceled' });
        try {
          const { bytesWritten } = await file.write(bytes, offset, Math.min(WRITE_BYTES, bytes.length - offset), null);
          offset += bytesWritten;
          if (bytesWritten > 0) continue;
        } catch (error) {
          if (!isBusy(error)) {
            end(codeOf(error));
            return err({ code: 'deviceNotReady', reason: 'disconnected', detail: codeOf(error) });
          }
        }
        if (clock.now() >= until) return err({ code: 'timeOut', reason: 'notTaking', detail: `took no bytes for ${timeoutMs} ms` });
        await pause(clock, DELAYS.receiptPrinter.fileWriteMs, signal ?? ended.signal);
      }
      return ok();
    },
    close,
  };
}

const codeOf = (error: unknown): string => (error as { code?: string }).code ?? 'failed';
/** Nothing to read, no room to write: neither is an end. */
const isBusy = (error: unknown): boolean => codeOf(error) === 'EAGAIN';

function failureOf(error: unknown): DeviceFailure {
  const detail = codeOf(error);
  if (detail === 'ENOENT' || detail === 'ENODEV' || detail === 'ENXIO') return { code: 'deviceNotReady', reason: 'noDevice', detail };
  if (detail === 'EBUSY') return { code: 'deviceNotReady', reason: 'inUse', detail };
  if (detail === 'EACCES' || detail === 'EPERM') return { code: 'hardwareError', reason: 'notPermitted', detail };
  return { code: 'hardwareError', reason: 'cannotOpen', detail };
}
