// Two days without the portal, and its return: forty dossiers, each there once, whole and in its order, while the counter goes
// on serving and the portal is not stormed. Thirty-eight were kept before the program started, on a clock that stood in
// those days; one is filed in the window while the portal is away, and one is on its way to the payment when it returns.

import { formatMoment } from '../../renderer/i18n/format.ts';
import { keepDaysOffLine } from './days-off-line.ts';
import { carryOn, until } from './driver.ts';
import { signInOfficer } from './people.ts';
import { picture } from './pictures.ts';
import { expect, PAPER_MS, test } from './program.ts';
import { readDatabase } from './records.ts';

test.use({ mode: 'counter', settings: { journey: { portalWaitSeconds: 8 } } });

const EARLIER = 38;
const TWO_DAYS_MS = 2 * 86_400_000;
/** Three that wait in the portal while it stalls, and one every eighth of a second. */
const MOST_IN_A_SECOND = 12;

test('forty dossiers after two days: once, in order, without a storm, and the desk goes on', async ({ place }) => {
  const { bench, data } = place;
  const kept = await keepDaysOffLine(data, EARLIER, TWO_DAYS_MS);
  await bench.portal.fault('outage');

  const program = await place.start();
  const staff = await program.window('staff');
  await signInOfficer(staff, bench.pins.officer);
  const strip = staff.getByRole('region', { name: 'Trạng thái thiết bị' });
  const since = formatMoment(kept[0]!.registeredAt, 'vi');
  await expect(strip.getByText(`${EARLIER} hồ sơ chờ gửi lên cổng`)).toBeVisible();
  await expect(strip).toContainText(`từ ${since}`);

  const toPayment = async () => {
    await staff.getByRole('button', { name: 'Bắt đầu hồ sơ cho người dân' }).click();
    await until(staff, ({ station, kind }) => station === 'notice' && kind === 'assisted', 'the assisted journey');
    await carryOn(staff, bench, ({ station, pay }) => station === 'pay' && pay?.step === 'shown');
  };
  const toItsEnd = async () => {
    const { dossier } = await carryOn(staff, bench, ({ station, slip }) => station === 'slip' && slip?.step === 'printed');
    await carryOn(staff, bench, ({ station }) => station === 'goodbye');
    await until(staff, ({ station }) => station === 'attract', 'the end of the journey');
    return dossier!;
  };

  await toPayment();
  expect((await toItsEnd()).provisional).toBe(true);
  await expect(strip.getByText(`${EARLIER + 1} hồ sơ chờ gửi lên cổng`)).toBeVisible();
  expect((await bench.portal.records()).messages).toEqual([]);
  await staff.getByRole('tab', { name: 'Chờ gửi' }).click();
  await expect(staff.getByRole('row').nth(1)).toContainText(since);
  await picture(staff, 'staff-two-days-waiting');
  await staff.getByRole('tab').first().click();

  await toPayment();
  await bench.portal.heal();
  const last = await toItsEnd();
  expect(last.provisional).toBe(false);

  const papers = kept.flatMap((dossier) => dossier.papers).length + 2;
  const messages = EARLIER + 2 + kept.filter(({ stepped }) => stepped).length;
  const whole = await bench.portal.until(
    (records) => records.dossiers.length === EARLIER + 2 && records.documents.length === papers && records.messages.length === messages,
    'all of it at the portal',
    PAPER_MS,
  );
  await expect(strip.getByText(/hồ sơ chờ gửi lên cổng/)).toHaveCount(0);

  expect(whole.dossiers.every(({ registrations, updates }) => registrations === 1 && updates === 0)).toBe(true);
  expect(new Set(whole.messages.map(({ key }) => key)).size).toBe(whole.messages.length);
  expect([whole.duplicates, whole.refused, whole.badDocuments, whole.repeatedDocuments]).toEqual([[], [], [], 0]);
  for (const { code, stepped, papers: own } of kept) {
    const services = whole.messages.filter(({ dossierCodes }) => dossierCodes.includes(code)).map(({ service }) => service);
    expect(services, code).toEqual(stepped ? ['DongBoHoSoMC', 'CapNhatTienDoHoSoMC'] : ['DongBoHoSoMC']);
    expect(whole.documents.filter(({ dossierCode }) => dossierCode === code).map(({ id }) => id), code).toEqual(own);
  }
  // Whoever stands before the desk does not wait behind the days before.
  expect(whole.messages.findIndex(({ dossierCodes }) => dossierCodes.includes(last.code))).toBeLessThan(EARLIER / 2);
  const moments = whole.messages.map(({ at }) => at);
  const busiest = Math.max(...moments.map((from) => moments.filter((at) => at >= from && at < from + 1_000).length));
  expect(busiest).toBeLessThanOrEqual(MOST_IN_A_SECOND);

  await program.close();
  const database = await readDatabase(data);
  expect(database.dossiers.map(({ portal }) => portal)).toEqual(Array.from({ length: EARLIER + 2 }, () => 'accepted'));
  expect(new Set(database.dossiers.map(({ code }) => code)).size).toBe(EARLIER + 2);
  expect(database.auditBrokenAt).toBeNull();
});
