// The hidden window that draws slips and decodes pictures. It has nothing but a message port; what breaks in here is an
// answer, and what hangs is ended from outside.

import type { StudioReady, StudioReply, StudioRequest } from '../../preload/contract/studio.ts';
import './studio.css';
import { preview } from './imaging/preview.ts';
import { createEasel } from './easel.tsx';

const easel = createEasel(document.getElementById('root')!);

async function answer(request: StudioRequest): Promise<StudioReply> {
  const { id } = request;
  try {
    switch (request.task) {
      case 'drawSlip':
        return { id, ok: true, ...(await easel.draw(request)) };
      case 'laySlip':
        return { id, ok: true, ...(await easel.lay(request.slip, request.media, request.logo)) };
      case 'release':
        easel.clear();
        return { id, ok: true, width: 0, height: 0 };
      case 'preview': {
        const made = await preview(request);
        return made.ok ? { id, ok: true, ...made.value } : { id, ok: false, ...made.error };
      }
      default:
        return { id, ok: false, code: 'failed', detail: 'unknown task' };
    }
  } catch (error) {
    // The kind of error only: its message may quote what is on the slip.
    return { id, ok: false, code: 'failed', detail: error instanceof Error ? error.name : 'unknown' };
  }
}

window.addEventListener('message', (event: MessageEvent<{ type?: unknown }>) => {
  const port = event.ports[0];
  if (event.source !== window || event.data?.type !== 'studio.port' || !port) return;
  port.onmessage = ({ data }: MessageEvent<StudioRequest>) => {
    // Main's end takes copies only: with a transfer list the message arrives empty.
    void answer(data).then((reply) => port.postMessage(reply));
  };
  const ready: StudioReady = { ready: true };
  port.postMessage(ready);
});
