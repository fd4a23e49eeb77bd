// The readers and what lies on them, as a plain reducer over what the smart-card service tells, and that state in the
// shared vocabulary of devices (XFS4IoT).

import type { DeviceStatusName } from '../../services/ports.ts';

export type CardPresence =
  | 'absent'
  | 'present'
  /** Something is there and does not answer: laid down askew, damaged, two cards in one field. */
  | 'mute'
  /** Another program holds the card. */
  | 'inUse';

export type ReaderEvent =
  | { readonly event: 'reader'; readonly name: string; readonly presence: CardPresence }
  | { readonly event: 'readerGone'; readonly name: string };

export type ServiceEvent =
  | { readonly event: 'serviceUp' }
  | { readonly event: 'serviceDown'; readonly detail: string };

export type ReadersState = {
  readonly service: 'starting' | 'up' | 'down';
  readonly detail?: string;
  /** Name to what lies on it; only readers that are to be used. */
  readonly readers: Readonly<Record<string, CardPresence>>;
};

export type ReadersEffect =
  | { readonly effect: 'mediaInserted' }
  | { readonly effect: 'mediaTaken' };

export const STARTING: ReadersState = { service: 'starting', readers: {} };

/** @param wanted part of the name of the reader to use; all are used if it is undefined */
export function readers(
  state: ReadersState, event: ReaderEvent | ServiceEvent, wanted?: string,
): readonly [ReadersState, readonly ReadersEffect[]] {
  const next = reduce(state, event, wanted);
  const [before, after] = [hasCard(state), hasCard(next)];
  if (before === after) return [next, []];
  return [next, [{ effect: after ? 'mediaInserted' : 'mediaTaken' }]];
}

function reduce(state: ReadersState, event: ReaderEvent | ServiceEvent, wanted: string | undefined): ReadersState {
  switch (event.event) {
    case 'serviceUp':
      return { service: 'up', readers: {} };
    case 'serviceDown':
      return { service: 'down', detail: event.detail, readers: {} };
    case 'readerGone':
      return { ...state, readers: Object.fromEntries(Object.entries(state.readers).filter(([name]) => name !== event.name)) };
    case 'reader':
      if (wanted !== undefined && !event.name.toLowerCase().includes(wanted.toLowerCase())) return state;
      return { ...state, readers: { ...state.readers, [event.name]: event.presence } };
  }
}

function hasCard(state: ReadersState): boolean {
  return Object.values(state.readers).some((presence) => presence !== 'absent');
}

export type CardChoice =
  | { readonly kind: 'card'; readonly reader: string }
  | { readonly kind: 'none' | 'noReader' | 'collision' | 'serviceDown' | 'mute' | 'inUse' };

/** The one card to read. Two at once are nobody's: which of them is the citizen's cannot be known. */
export function chooseCard(state: ReadersState): CardChoice {
  if (state.service !== 'up') return { kind: 'serviceDown' };
  const all = Object.entries(state.readers);
  if (all.length === 0) return { kind: 'noReader' };
  const withCard = all.filter(([, presence]) => presence !== 'absent');
  const [first] = withCard;
  if (first === undefined) return { kind: 'none' };
  if (withCard.length > 1) return { kind: 'collision' };
  const [reader, presence] = first;
  return presence === 'present' ? { kind: 'card', reader } : { kind: presence === 'mute' ? 'mute' : 'inUse' };
}

export type ShownState = {
  readonly status: DeviceStatusName;
  readonly media: Readonly<Record<string, string>>;
  readonly detail?: string;
};

export function shownState(state: ReadersState): ShownState {
  if (state.service === 'starting') return { status: 'starting', media: {} };
  if (state.service === 'down') return { status: 'offline', media: {}, ...(state.detail === undefined ? {} : { detail: state.detail }) };
  const choice = chooseCard(state);
  switch (choice.kind) {
    case 'noReader':
      return { status: 'noDevice', media: {} };
    case 'collision':
      return { status: 'userError', media: { card: 'present' }, detail: 'cardCollision' };
    case 'mute':
      return { status: 'userError', media: { card: 'jammed' }, detail: 'atrNotObtained' };
    case 'inUse':
      return { status: 'deviceBusy', media: { card: 'present' }, detail: 'inUse' };
    default:
      return { status: 'online', media: { card: choice.kind === 'card' ? 'present' : 'notPresent' } };
  }
}
