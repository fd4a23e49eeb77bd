// The power goes while the chip is read: started again, the program asks whether somebody is there and reads the card that
// still lies on the reader, from its first command on, since nothing of a chip is ever on disk before it is proved.

import { chipIsPossible, expect, isConfirming, isStep, readerIs, scanQr, test } from '../e2e/chip-desk.ts';
import { send, until } from '../e2e/driver.ts';
import { readDatabase } from '../e2e/records.ts';

test.skip(!chipIsPossible, 'needs pcscd with a virtual reader, as root on Linux');
test.use({ chip: true });

test('in the middle of the chip: the journey is where it was and the card is read', async ({ place }) => {
  const { bench, data } = place;
  const chip = bench.chip!;
  const person = (await chip.holders()).find(({ id }) => id === 'nguyen-van-an')!;
  const first = await place.start();
  const page = await first.window('citizen');
  await readerIs(page, ({ status }) => status === 'online', 'the reader');
  await scanQr({ bench, page }, person);
  await chip.insert({ profile: 'card-2021', persona: person.id, pacing: { bitsPerSecond: 106_000, commandMilliseconds: 100 } });
  await until(page, isStep('authenticity'), 'the middle of the reading');
  await first.kill();

  const second = await place.start();
  const again = await second.window('citizen');
  const view = await until(again, ({ station }) => station === 'identify', 'the journey');
  expect(view.attention.state).toBe('warned');
  await send(again, { type: 'stillHere' });
  const { person: read } = await until(again, isConfirming, 'the person');
  expect(read).toMatchObject({ number: person.number, fullName: person.name, source: 'chip', verdict: 'genuine' });
  expect(read!.portrait).toMatch(/^data:image\/jpeg;base64,/);
  await send(again, { type: 'leave' });
  await send(again, { type: 'next' });
  await until(again, ({ station }) => station === 'attract', 'the end of the journey');
  await second.close();
  expect(await readDatabase(data)).toMatchObject({ dossiers: [], openJourneys: 0, auditBrokenAt: null });
});
