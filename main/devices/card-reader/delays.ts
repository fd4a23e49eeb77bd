// Every time that the card reader waits, in milliseconds, with the reason for it.

export const DELAYS = {
  /** Connecting powers the card up; a reader in trouble takes seconds, one that hangs takes for ever. */
  connectMs: 5_000,
  /** A chip may ask for more time again and again (WTX); the slowest commands, key agreements, take under 3 s. */
  transmitMs: 8_000,
  /** Letting go must not hold up the program's end. */
  disconnectMs: 2_000,
  /** The service notices within half a second that a card was taken away; until then it is looked for again after this. */
  staleMs: 200,
  /** A transmission that failed may be a card on its way out; the service notices within half a second. */
  goneMs: 600,
  /** Windows itself looks at a card that is laid down, for about a second, and holds it meanwhile. */
  inUseMs: 3_000,
  /** Between two tries while another program holds the card. */
  inUsePollMs: 150,
  /** A card that is being laid down may answer badly for a moment; after this it is the card. */
  muteMs: 1_500,
  /** The readers are reported one after another once the service is there. */
  noReaderMs: 1_500,
  /** A technician's test waits this long. */
  testMs: 10_000,
} as const;
