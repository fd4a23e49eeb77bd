// What every screen must keep to, whatever it shows.

import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Goldens are kept small: enough to see that something moved, not which pixel. */
const GOLDEN_WIDTH = 480;

/** Compares the window with the picture that was approved; `--update-snapshots=all` approves anew. */
export async function expectAsApproved(page: Page, name: string): Promise<void> {
  await page.evaluate(() => {
    document.documentElement.style.caretColor = 'transparent'; // it blinks
  });
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
  const { width, height } = page.viewportSize()!;
  const session = await page.context().newCDPSession(page);
  const { data } = await session.send('Page.captureScreenshot', {
    format: 'png',
    clip: { x: 0, y: 0, width, height, scale: Math.min(1, GOLDEN_WIDTH / width) },
  });
  await session.detach();
  expect.soft(Buffer.from(data, 'base64')).toMatchSnapshot(`${name}.png`, { maxDiffPixelRatio: 0.01, threshold: 0.25 });
}

/** What axe finds wrong, contrast of 7:1 included. */
export async function barriers(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).withTags(TAGS).options({ rules: { 'color-contrast-enhanced': { enabled: true } } }).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`).join(' | ')}`);
}

/** Text or things to touch that are too small, cut off or off the screen. `least` in mm. */
export function unreadable(page: Page, least: { text: number; target: number } = { text: 5, target: 15 }): Promise<string[]> {
  return page.evaluate(({ text, target }) => {
    const mm = Number.parseFloat(getComputedStyle(document.documentElement).getPropertyValue('--mm'));
    const wrong: string[] = [];
    const seen = (element: Element): boolean => {
      const { width, height } = element.getBoundingClientRect();
      return width > 2 && height > 2 && element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!parent || !node.textContent?.trim() || parent.closest('svg') || !seen(parent)) continue;
      const size = Number.parseFloat(getComputedStyle(parent).fontSize) / mm;
      if (size < text - 0.01) wrong.push(`"${node.textContent.slice(0, 30)}" is ${size.toFixed(1)} mm`);
    }
    for (const button of document.querySelectorAll('button, [role="button"], label:has(input[type="radio"])')) {
      if (!seen(button)) continue;
      const { width, height, top, bottom, left, right } = button.getBoundingClientRect();
      if (Math.min(width, height) / mm < target - 0.01) wrong.push(`"${button.textContent}" is ${(width / mm).toFixed(1)} × ${(height / mm).toFixed(1)} mm`);
      const inScroller = button.closest('[data-scrolls]');
      if (!inScroller && (top < -1 || left < -1 || bottom > innerHeight + 1 || right > innerWidth + 1)) wrong.push(`"${button.textContent}" is off the screen`);
    }
    if (document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight) wrong.push('the page itself scrolls');
    for (const element of document.querySelectorAll('h1, h2, p, dd, dt, li, button')) {
      if (seen(element) && element.textContent?.trim() && element.scrollWidth > element.clientWidth + 2 && getComputedStyle(element).overflow !== 'visible') wrong.push(`"${element.textContent?.slice(0, 30)}" is cut off`);
    }
    return wrong;
  }, least);
}
