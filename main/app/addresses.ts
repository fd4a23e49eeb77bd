// Addresses inside the program. Each role's window lives at a host of its own, so that no window shares storage or
// origin with another: app://citizen/citizen/index.html.

import type { Role } from '../../preload/contract/roles.ts';

export const SCHEME = 'app';

const PAGE_OF: Readonly<Record<Role, string>> = {
  citizen: 'citizen/index.html',
  citizenFacing: 'citizen/index.html',
  staff: 'staff/index.html',
  technician: 'technician/index.html',
  studio: 'studio/index.html',
  imaging: 'studio/imaging.html',
};

export function addressOf(role: Role): string {
  return `${SCHEME}://${role.toLowerCase()}/${PAGE_OF[role]}`;
}

const isHidden = (role: Role | null): boolean => role === 'studio' || role === 'imaging';

/** Nothing is loaded from anywhere else, nothing runs that is not a file of ours. */
export function contentSecurityPolicy(role: Role | null): string {
  const directives = [
    "default-src 'none'",
    // The hidden windows compile WebAssembly decoders; no window evaluates strings.
    `script-src 'self'${isHidden(role) ? " 'wasm-unsafe-eval'" : ''}`,
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src ${isHidden(role) ? "'self'" : "'none'"}`,
    `worker-src ${role === 'imaging' ? "'self'" : "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ];
  return directives.join('; ');
}
