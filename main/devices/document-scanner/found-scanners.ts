// Which eSCL scanners answers to a search of the network name: `_uscan._tcp` of DNS-SD (RFC 6763), its TXT keys after the
// Mopria Alliance's "eSCL Technical Specification". Pure. Anybody on the network can answer anything: texts are cut and
// cleaned, and an address is taken only if a scanner could have it.

import { isIPv4 } from 'node:net';
import type { FoundScanner } from '../../services/ports.ts';

export const SERVICE = '_uscan._tcp.local';

/** The parts of a decoded DNS record that matter here. */
export type Answer = { readonly type: string; readonly name?: unknown; readonly data?: unknown };

const MAX_ANSWERS = 2_000;
const MAX_SCANNERS = 32;
const MAX_TEXTS = 40;

export type Search = {
  /** `from`: who sent the answers. */
  take(answers: readonly Answer[], from: string): void;
  /** Instances whose place is not known yet: to be asked for. */
  unplaced(): readonly string[];
  found(): readonly FoundScanner[];
};

export function createSearch(): Search {
  const instances = new Map<string, string>();
  const places = new Map<string, { readonly port: number; readonly target: string; readonly from: string }>();
  const texts = new Map<string, ReadonlyMap<string, string>>();
  const addresses = new Map<string, string[]>();
  let taken = 0;

  return {
    take(answers, from) {
      for (const { type, name, data } of answers) {
        taken += 1;
        if (taken > MAX_ANSWERS || typeof name !== 'string') return;
        const key = name.toLowerCase();
        if (type === 'PTR' && key === SERVICE && typeof data === 'string' && data.toLowerCase().endsWith(`.${SERVICE}`)) instances.set(data.toLowerCase(), data);
        if (type === 'SRV' && isPlace(data)) places.set(key, { port: data.port, target: data.target.toLowerCase(), from });
        if (type === 'TXT') texts.set(key, textsIn(data));
        if (type === 'A' && typeof data === 'string') addresses.set(key, [...(addresses.get(key) ?? []), data].slice(-8));
      }
    },
    unplaced: () => [...instances].filter(([key]) => !places.has(key)).map(([, name]) => name).slice(0, MAX_SCANNERS),
    found() {
      const found = new Map<string, FoundScanner>();
      for (const [key, instance] of instances) {
        const place = places.get(key);
        if (!place || found.size >= MAX_SCANNERS) continue;
        const known = addresses.get(place.target) ?? [];
        // The one that answered is the one that is there; behind a repeater it is another's word.
        const host = known.includes(place.from) ? place.from : (known.find(isScanners) ?? place.from);
        if (!isScanners(host)) continue;
        const about = texts.get(key);
        const path = about?.get('rs') ?? 'eSCL';
        const url = `http://${host}${place.port === 80 ? '' : `:${place.port}`}/${/^[A-Za-z0-9._~/-]{0,100}$/.test(path) ? path.replace(/^\/+|\/+$/g, '') : 'eSCL'}`;
        found.set(url, { name: clean(instance.slice(0, -SERVICE.length - 1)), model: clean(about?.get('ty') ?? ''), url: url.replace(/\/+$/, '') });
      }
      return [...found.values()].sort((one, other) => one.name.localeCompare(other.name) || one.url.localeCompare(other.url));
    },
  };
}

function isPlace(data: unknown): data is { readonly port: number; readonly target: string } {
  const { port, target } = (typeof data === 'object' && data !== null ? data : {}) as { port?: unknown; target?: unknown };
  return typeof port === 'number' && Number.isInteger(port) && port > 0 && port < 65_536 && typeof target === 'string';
}

function textsIn(data: unknown): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  for (const item of (Array.isArray(data) ? data : [data]).slice(0, MAX_TEXTS)) {
    const text = item instanceof Uint8Array ? Buffer.from(item).toString('utf8') : '';
    const at = text.indexOf('=');
    if (at > 0 && at <= 9 && !texts.has(text.slice(0, at).toLowerCase())) texts.set(text.slice(0, at).toLowerCase(), text.slice(at + 1));
  }
  return texts;
}

/** An address of a local network, RFC 1918 and 3927: never this machine itself, never the internet. */
function isScanners(address: string): boolean {
  return isIPv4(address) && /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.)/.test(address);
}

/** Without control characters and what turns the direction of writing. */
function clean(text: string): string {
  return text.replace(/[\p{C}\u2028\u2029]/gu, '').trim().slice(0, 80);
}
