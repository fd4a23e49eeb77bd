// An Ed25519 public key as openssl writes it (RFC 8410, DER in base64): the 32 bytes of the key at its end.

const KEY_BYTES = 32;

/** Null where none is set; the schema has checked the rest. */
export function publicKeyOf(text: string | null): Uint8Array | null {
  return text === null ? null : new Uint8Array(Buffer.from(text, 'base64').subarray(-KEY_BYTES));
}
