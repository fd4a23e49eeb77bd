// A device's state in a few words, and how much it matters.

import type { DeviceView } from '../../preload/contract/counter.ts';
import { isMessage, type MessageId } from '../i18n/messages.ts';

export type Weight = 'fine' | 'look' | 'stopped';

export const DEVICE_STATUS_WEIGHT: Readonly<Record<DeviceView['status'], Weight>> = {
  online: 'fine',
  deviceBusy: 'fine',
  starting: 'look',
  offline: 'stopped',
  powerOff: 'stopped',
  noDevice: 'stopped',
  hardwareError: 'stopped',
  userError: 'look',
  fraudAttempt: 'stopped',
  potentialFraud: 'look',
};

/** Media that matter, as `name.value`; the rest are as they should be. */
const MEDIA_WEIGHT: Readonly<Record<string, Weight>> = {
  'paper.low': 'look',
  'paper.out': 'stopped',
  'paper.jammed': 'stopped',
  'cover.open': 'stopped',
  'toner.low': 'look',
  'toner.out': 'stopped',
  'cutter.jammed': 'stopped',
  'feeder.jammed': 'stopped',
  'setAside.some': 'look',
  'pages.tiff': 'stopped',
  'pages.pdfNotPictures': 'stopped',
  'card.jammed': 'look',
  'camera.missing': 'stopped',
  'camera.denied': 'stopped',
  'camera.busy': 'stopped',
  'camera.notChosen': 'stopped',
};

/** The worst that the status or any of its media says. */
export function weightOf({ status, media }: DeviceView): Weight {
  const all = [DEVICE_STATUS_WEIGHT[status], ...Object.entries(media).map(([name, value]) => MEDIA_WEIGHT[`${name}.${value}`] ?? 'fine')];
  return all.includes('stopped') ? 'stopped' : all.includes('look') ? 'look' : 'fine';
}

/** Sentences for the status and for each medium that needs a word. */
export function wordsOf({ status, media }: DeviceView, text: (id: MessageId) => string): string {
  const words = [text(`device.status.${status}`)];
  for (const [name, value] of Object.entries(media)) {
    const id = `device.media.${name}.${value}`;
    if (isMessage(id)) words.push(text(id));
  }
  return words.join(', ');
}
