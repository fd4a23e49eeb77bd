// A scanner's status in the shared vocabulary.

import type { DeviceFailure, DeviceStatusName } from '../../services/ports.ts';
import type { ScannerStatus } from './protocol.ts';
import { adfProblem } from './protocol.ts';

export type FoldedState = {
  readonly status: DeviceStatusName;
  readonly media: Record<string, string>;
  readonly detail?: string;
};

const FEEDER_MEDIA = {
  empty: 'notPresent',
  loaded: 'present',
  processing: 'entering',
  jammed: 'jammed',
  coverOpen: 'unknown',
  fault: 'unknown',
} as const;

export function deviceStateOf(status: ScannerStatus): FoldedState {
  const media: Record<string, string> = status.adf === undefined ? {} : { feeder: FEEDER_MEDIA[status.adf] };
  const problem = status.adf && adfProblem(status.adf);
  if (problem)
    return {
      status: problem.code === 'hardwareError' ? 'hardwareError' : 'userError',
      media,
      detail: problem.reason ?? problem.code,
    };
  if (status.state === 'processing') return { status: 'deviceBusy', media };
  return status.state === 'idle'
    ? { status: 'online', media }
    : { status: 'hardwareError', media, detail: status.state };
}

export function stateOfFailure(failure: DeviceFailure): FoldedState {
  return {
    status: failure.code === 'hardwareError' ? 'hardwareError' : 'offline',
    media: {},
    detail: failure.reason ?? failure.code,
  };
}
