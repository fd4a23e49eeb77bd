import { expect, test } from './program.ts';
import { carryOn, viewOf } from './driver.ts';

test('a citizen files a dossier', async ({ place }) => {
  const program = await place.start();
  const page = await program.window('citizen');
  const view = await carryOn(page, place.bench, ({ station }) => station === 'slip').catch((e) => { console.log(JSON.stringify(program.log.slice(-40), null, 1)); throw e; });
  console.log(JSON.stringify(view));
  await carryOn(page, place.bench, ({ station }) => station === 'goodbye').catch((e) => { console.log(JSON.stringify(program.log.slice(-40), null, 1)); throw e; });
  await page.screenshot({ path: '/tmp/shot.png' });
  expect((await viewOf(page)).station).toBe('goodbye');
});
