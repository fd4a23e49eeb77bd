import { press } from './citizen.ts';
import { carryOn, viewOf } from './driver.ts';
import { test } from './program.ts';

test('scratch', async ({ place }) => {
  test.setTimeout(150_000);
  const { bench } = place;
  const program = await place.start();
  const page = await program.window('citizen');
  await carryOn(page, bench, ({ station }) => station === 'papers');
  await bench.documentScanner.loadFeeder([{ page: 'certificate', upsideDown: true }, 'empty', { page: 'letter', blurMm: 2 }, { page: 'card-copy', rotateDegrees: 3 }]);
  const at = Date.now();
  await press(page, /^Quét /);
  for (let n = 0; n < 60; n++) {
    await page.waitForTimeout(1000);
    if (!(await viewOf(page)).scanning) break;
  }
  console.log('TOOK', Date.now() - at, JSON.stringify((await viewOf(page)).papers));
  for (const line of program.log.filter(({ event }) => /page|studio|device.command|journey.problem|document/.test(event))) console.log(JSON.stringify(line));
});
