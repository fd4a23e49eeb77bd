// Who may see through the document camera: the window that scans, and it alone; nobody hears. Without a camera in the settings, see
// windows.spec.ts.

import type { Page } from '@playwright/test';
import { openTechnician, signInTechnician } from '../e2e/people.ts';
import { expect, test } from '../e2e/program.ts';

test.use({ mode: 'counter', settings: { devices: { documentScanner: { transport: 'camera', device: 'fake' } } } });

const asks = (page: Page) =>
  page.evaluate(async () => {
    const ask = (wish: MediaStreamConstraints) =>
      navigator.mediaDevices.getUserMedia(wish).then(
        (stream) => (stream.getTracks().forEach((track) => track.stop()), 'granted'),
        (error: Error) => error.name,
      );
    return {
      video: await ask({ video: true }),
      audio: await ask({ audio: true }),
      both: await ask({ audio: true, video: true }),
      screen: await navigator.mediaDevices.getDisplayMedia({ video: true }).then(
        () => 'granted',
        () => 'refused',
      ),
      geolocation: (await navigator.permissions.query({ name: 'geolocation' })).state,
    };
  });

test('the officer’s window gets video and nothing else, so does a technician who has signed in; the citizen’s beside it gets nothing', async ({ place }) => {
  const program = await place.start({ electronArgs: ['--use-fake-device-for-media-stream'] });
  const nothing = { audio: 'NotAllowedError', both: 'NotAllowedError', screen: 'refused', geolocation: 'denied' };
  expect(await asks(await program.window('staff'))).toEqual({ video: 'granted', ...nothing });
  expect(await asks(await program.window('citizenFacing'))).toEqual({ video: 'NotAllowedError', ...nothing });
  const technician = await openTechnician(program);
  expect(await asks(technician)).toEqual({ video: 'NotAllowedError', ...nothing });
  await signInTechnician(technician, place.bench.pins.technician);
  expect(await asks(technician)).toEqual({ video: 'granted', ...nothing });
  await program.logged('app.denied', ({ what, role, detail }) => what === 'permission' && role === 'citizenFacing' && detail === 'media');
});
