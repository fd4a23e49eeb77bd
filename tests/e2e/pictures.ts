// Pictures for the README, made by the tests that see these screens: `MOT_CUA_PICTURES=1 npm run test:e2e -- e2e`.

import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { ROOT } from './program.ts';

export async function picture(page: Page, name: string): Promise<void> {
  if (process.env.MOT_CUA_PICTURES) await page.screenshot({ path: join(ROOT, 'docs/pictures', `${name}.png`) });
}
