// The one interface under every protocol of the card reader: a command goes in, a response comes out.
// What is behind it may be a PC/SC reader, a counter around another transceiver, or a captured exchange.

import type { Failure, Result } from '../../domain/result.ts';

export type TransceiverFailureCode =
  | 'mediaRemoved' | 'readerRemoved' | 'serviceDown' | 'timeOut' | 'canceled' | 'transportError' | 'replayMismatch';

export type TransceiverFailure = Failure<TransceiverFailureCode>;

export type Transceiver = {
  /**
   * Sends one command APDU and gives the whole response APDU, status word included (ISO/IEC 7816-3 §12).
   * Always settles: what is behind it bounds its waiting.
   */
  transmit(command: Uint8Array, signal?: AbortSignal): Promise<Result<Uint8Array, TransceiverFailure>>;
};

export type Traffic = { apdus: number; bytesSent: number; bytesReceived: number; milliseconds: number };

/** Counts what passes, and how long the other side took. `now` in milliseconds, monotonic. */
export function countTraffic(inner: Transceiver, now: () => number): Transceiver & { readonly traffic: Traffic } {
  const traffic: Traffic = { apdus: 0, bytesSent: 0, bytesReceived: 0, milliseconds: 0 };
  return {
    traffic,
    async transmit(command, signal) {
      const started = now();
      const response = await inner.transmit(command, signal);
      traffic.apdus += 1;
      traffic.bytesSent += command.length;
      traffic.milliseconds += now() - started;
      if (response.ok) traffic.bytesReceived += response.value.length;
      return response;
    },
  };
}
