// The printer's condition as status bytes: DLE EOT 1–4, GS r 1/2 and the four bytes of the automatic status (GS a).

export type Condition = {
  readonly paper: 'full' | 'low' | 'out';
  readonly coverOpen: boolean;
  readonly cutterJammed: boolean;
  readonly drawerOpen: boolean;
};

export const isOffline = (c: Condition) => c.paper === 'out' || c.coverOpen || c.cutterJammed;

export function realTimeStatus(n: number, c: Condition): number {
  switch (n) {
    case 1:
      return 0x12 | (c.drawerOpen ? 0 : 0x04) | (isOffline(c) ? 0x08 : 0);
    case 2:
      return 0x12 | (c.coverOpen ? 0x04 : 0) | (c.paper === 'out' ? 0x20 : 0) | (c.cutterJammed ? 0x40 : 0);
    case 3:
      return 0x12 | (c.cutterJammed ? 0x08 : 0);
    default:
      return 0x12 | (c.paper === 'full' ? 0 : 0x0c) | (c.paper === 'out' ? 0x60 : 0);
  }
}

export const paperStatus = (c: Condition) => (c.paper === 'full' ? 0 : 0x03) | (c.paper === 'out' ? 0x0c : 0);
export const drawerStatus = (c: Condition) => (c.drawerOpen ? 0 : 0x01);

export function automaticStatus(c: Condition): Uint8Array {
  return Uint8Array.of(
    0x10 | (c.drawerOpen ? 0 : 0x04) | (isOffline(c) ? 0x08 : 0) | (c.coverOpen ? 0x20 : 0),
    c.cutterJammed ? 0x08 : 0,
    paperStatus(c),
    0,
  );
}

/** Which changes the mask of GS a asks for: 1 drawer, 2 on/off line, 4 error, 8 paper. */
export function changeMatters(mask: number, before: Condition, after: Condition): boolean {
  return (
    ((mask & 1) !== 0 && before.drawerOpen !== after.drawerOpen) ||
    ((mask & 2) !== 0 && (isOffline(before) !== isOffline(after) || before.coverOpen !== after.coverOpen)) ||
    ((mask & 4) !== 0 && before.cutterJammed !== after.cutterJammed) ||
    ((mask & 8) !== 0 && before.paper !== after.paper)
  );
}
