// The other end of the search for scanners: answers a question for `_uscan._tcp.local` from its own bytes (RFC 1035, 6762,
// 6763), straight to whoever asked. Hostile answers are whatever bytes a test gives it.

import { createSocket } from 'node:dgram';

export type Announced = {
  readonly instance: string;
  readonly host: string;
  readonly address: readonly [number, number, number, number];
  readonly port: number;
  readonly texts: readonly string[];
};

const TYPE = { A: 1, PTR: 12, TXT: 16, SRV: 33 } as const;

const label = (text: string): Buffer => Buffer.concat([Buffer.from([Buffer.byteLength(text)]), Buffer.from(text)]);
/** `first` may have dots in it; it is one label. */
const nameOf = (first: string, ...rest: readonly string[]): Buffer => Buffer.concat([label(first), ...rest.map(label), Buffer.from([0])]);
const uint16 = (...values: readonly number[]): Buffer => Buffer.concat(values.map((value) => Buffer.from([value >> 8, value & 0xff])));

function record(name: Buffer, type: number, data: Buffer): Buffer {
  return Buffer.concat([name, uint16(type, 1, 0, 120, data.length), data]);
}

const SERVICE = ['_uscan', '_tcp', 'local'] as const;

/** A response with the pointer as its answer and, if asked, the rest beside it. */
export function announcement(id: number, scanners: readonly Announced[], whole = true): Buffer {
  const pointers = scanners.map(({ instance }) => record(nameOf(...SERVICE), TYPE.PTR, nameOf(instance, ...SERVICE)));
  const rest = scanners.flatMap(({ instance, host, address, port, texts }) => [
    record(nameOf(instance, ...SERVICE), TYPE.SRV, Buffer.concat([uint16(0, 0, port), nameOf(host, 'local')])),
    record(nameOf(instance, ...SERVICE), TYPE.TXT, Buffer.concat(texts.map(label))),
    record(nameOf(host, 'local'), TYPE.A, Buffer.from(address)),
  ]);
  return Buffer.concat([uint16(id, 0x8400, 0, pointers.length, 0, whole ? rest.length : 0), ...pointers, ...(whole ? rest : [])]);
}

export type Responder = { readonly address: { readonly address: string; readonly port: number }; readonly questions: () => readonly Buffer[]; readonly close: () => Promise<void> };

/** `answer`: the packets for the nth question, counted from 1. */
export async function startResponder(answer: (id: number, question: number) => readonly Buffer[]): Promise<Responder> {
  const socket = createSocket('udp4');
  const questions: Buffer[] = [];
  socket.on('message', (message, { address, port }) => {
    questions.push(message);
    for (const packet of answer(message.length >= 2 ? message.readUInt16BE(0) : 0, questions.length)) socket.send(packet, port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', () => resolve()));
  return {
    address: { address: '127.0.0.1', port: socket.address().port },
    questions: () => questions,
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}
