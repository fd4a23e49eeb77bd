// Asks the local network which eSCL scanners there are, by multicast DNS (RFC 6762). The question goes out from a port of its
// own, so that the answers come straight back (section 6.7): a firewall lets them in as replies, no other program holds the
// port, and the program listens to nobody but for these seconds.

import { networkInterfaces } from 'node:os';
import createMdns from 'multicast-dns';
import type { MulticastDNS } from 'multicast-dns';
import { pause } from '../../base/clock.ts';
import type { Clock, FindScanners, FoundScanner } from '../../services/ports.ts';
import { createSearch, SERVICE } from './found-scanners.ts';

const GROUP = { address: '224.0.0.251', port: 5353 };
/** A lost question is asked again; scanners answer within half a second. */
const ROUNDS_MS = [400, 800, 1_300] as const;
const MAX_INTERFACES = 8;
const MAX_PACKETS = 400;

export type MdnsOptions = {
  readonly clock: Clock;
  /** Who is asked; the group of mDNS. */
  readonly to?: { readonly address: string; readonly port: number };
  /** IPv4 addresses of this machine that are asked from; all but the loopback. */
  readonly from?: readonly string[];
};

/** Takes two and a half seconds. A network that cannot be asked has none. */
export function createFindScanners({ clock, to = GROUP, from }: MdnsOptions): FindScanners {
  return async (signal): Promise<readonly FoundScanner[]> => {
    const search = createSearch();
    let packets = 0;
    const sockets = (from ?? ownAddresses()).slice(0, MAX_INTERFACES).map((address) => open(address, (response, sender) => {
      packets += 1;
      if (packets <= MAX_PACKETS) search.take([...response.answers, ...response.additionals], sender);
    }));
    try {
      for (const ms of ROUNDS_MS) {
        const asked = [{ name: SERVICE, type: 'PTR' as const }, ...search.unplaced().flatMap((name) => [{ name, type: 'SRV' as const }, { name, type: 'TXT' as const }])];
        for (const mdns of sockets) mdns.query({ questions: asked }, to);
        if ((await pause(clock, ms, signal)) === 'aborted') break;
      }
      return search.found();
    } finally {
      await Promise.all(sockets.map((mdns) => new Promise<void>((resolve) => mdns.destroy(() => resolve()))));
    }
  };
}

function open(address: string, onResponse: (response: { answers: { type: string }[]; additionals: { type: string }[] }, sender: string) => void): MulticastDNS {
  const mdns = createMdns({ port: 0, interface: address, loopback: true });
  // An interface that has just gone, a firewall that refuses: the others are asked all the same.
  mdns.on('error', () => {});
  mdns.on('warning', () => {});
  mdns.on('response', (response, { address: sender }) => onResponse(response, sender));
  return mdns;
}

function ownAddresses(): readonly string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).filter(({ family, internal }) => family === 'IPv4' && !internal).map(({ address }) => address).slice(0, 1));
}
