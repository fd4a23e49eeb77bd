// The state of the counter as a whole: may citizens use it, and if not, why (CUSS 2 words). Built from what storage,
// devices, portal and gateway say; told to whoever listens when it changes.

import type { Device, DeviceState } from '../ports.ts';
import type { StoreFailure } from '../store.ts';
import type { PortalBacklog } from '../submission/portal-desk.ts';

export type CounterReason =
  | 'outOfServiceHours'
  | 'outOfServiceHardware'
  | 'outOfServiceConsumables'
  | 'outOfServiceInternal'
  | 'outOfServiceBackend'
  | 'storageCorrupt'
  | 'storageReadOnly'
  | 'storageFull';

export type CounterState = {
  readonly state: 'starting' | 'available' | 'unavailable' | 'maintenance';
  readonly reasons: readonly CounterReason[];
  readonly unitName: string;
  readonly online: { readonly portal: boolean; readonly gateway: boolean };
  readonly waiting: PortalBacklog;
  readonly devices: readonly ({ readonly id: Device['id']; readonly name: string; readonly address: string; readonly model?: string } & DeviceState)[];
};

export type Counter = {
  state(): CounterState;
  setStarted(): void;
  setStorage(problem: CounterReason | null): void;
  setPortal(reachable: boolean): void;
  setGateway(reachable: boolean): void;
  setWaiting(backlog: PortalBacklog): void;
  /** A technician works on a device: citizens are told to wait. */
  setMaintenance(on: boolean): void;
  onChanged(listener: (state: CounterState) => void): () => void;
  close(): void;
};

const NAMES: Readonly<Record<Device['id'], string>> = {
  cardReader: 'Đầu đọc thẻ chip',
  codeScanner: 'Máy quét mã QR',
  documentScanner: 'Máy quét giấy tờ',
  receiptPrinter: 'Máy in giấy hẹn',
  pagePrinter: 'Máy in A4/A5',
};

export function createCounter({ unitName, devices }: { readonly unitName: string; readonly devices: readonly Device[] }): Counter {
  let started = false;
  let storage: CounterReason | null = null;
  let maintenance = false;
  let online = { portal: true, gateway: true };
  let waiting: PortalBacklog = { dossiers: 0, messages: 0, setAside: 0, since: null };
  const listeners = new Set<(state: CounterState) => void>();

  const state = (): CounterState => ({
    state: storage ? 'unavailable' : maintenance ? 'maintenance' : started ? 'available' : 'starting',
    reasons: storage ? [storage] : [],
    unitName,
    online,
    waiting,
    devices: devices.map((device) => ({
      id: device.id,
      name: NAMES[device.id],
      address: device.address,
      ...(device.model && { model: device.model }),
      ...device.state(),
    })),
  });
  const changed = () => {
    const now = state();
    for (const listener of [...listeners]) listener(now);
  };
  const stops = devices.map((device) => device.onStateChanged(changed));

  return {
    state,
    setStarted() {
      started = true;
      changed();
    },
    setStorage(problem) {
      if (storage === problem) return;
      storage = problem;
      changed();
    },
    setPortal(reachable) {
      if (online.portal === reachable) return;
      online = { ...online, portal: reachable };
      changed();
    },
    setGateway(reachable) {
      if (online.gateway === reachable) return;
      online = { ...online, gateway: reachable };
      changed();
    },
    setWaiting(backlog) {
      const { dossiers, messages, setAside, since } = waiting;
      if (backlog.dossiers === dossiers && backlog.messages === messages && backlog.setAside === setAside && backlog.since === since) return;
      waiting = backlog;
      changed();
    },
    setMaintenance(on) {
      if (maintenance === on) return;
      maintenance = on;
      changed();
    },
    onChanged(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      for (const stop of stops) stop();
      listeners.clear();
    },
  };
}

/** What a storage failure means for the counter; null when it may go on. */
export function counterReasonOf(failure: StoreFailure | null): CounterReason | null {
  switch (failure?.code) {
    case undefined:
    case 'busy':
    case 'conflict':
      return null;
    case 'readOnly':
      return 'storageReadOnly';
    case 'full':
      return 'storageFull';
    case 'corrupt':
    case 'wrongKey':
    case 'newer':
      return 'storageCorrupt';
    case 'closed':
      return 'outOfServiceInternal';
  }
}
