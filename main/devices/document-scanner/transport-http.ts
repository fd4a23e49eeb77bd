// The wire of eSCL: plain HTTP requests to one scanner. Each gives bytes, or a failure in the devices' words.

import { http } from '../../base/http.ts';
import type { HttpReply, HttpRequest } from '../../base/http.ts';
import { err } from '../../domain/result.ts';
import type { Result } from '../../domain/result.ts';
import type { Clock, DeviceFailure } from '../../services/ports.ts';

export type ScannerHttp = (request: HttpRequest) => Promise<Result<HttpReply, DeviceFailure>>;

export function createScannerHttp(clock: Clock): ScannerHttp {
  return async (request) => {
    const reply = await http(clock, request);
    if (reply.ok) {
      const { status } = reply.value;
      return status >= 300 && status < 400
        ? err({ code: 'invalidData', reason: 'redirected', detail: `HTTP ${status}` })
        : reply;
    }
    const { code, detail } = reply.error;
    const about = detail === undefined ? {} : { detail };
    if (code === 'timeOut') return err({ code: 'timeOut', reason: 'notAnswering', ...about });
    if (code === 'tooLarge') return err({ code: 'invalidData', reason: 'tooLarge', ...about });
    if (code === 'canceled') return err({ code: 'canceled' });
    return err({ code: 'deviceNotReady', reason: 'unreachable', ...about });
  };
}
