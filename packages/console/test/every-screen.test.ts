/**
 * Every screen, in three looks: nothing that axe finds, nothing wider than a phone, nothing that
 * was not translated, and no complaint of the browser's.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './axe.ts';
import { chromiumPath, settled, startSight, type Sight } from './browser.ts';

const screens = [
  '/today',
  '/queue',
  '/stalls',
  '/flow',
  '/load',
  '/promises',
  '/sources',
  '/unmatched',
  '/drift',
  '/recovery',
  '/messages',
  '/people',
  '/record',
  '/journeys',
  '/conversations',
  '/review',
  '/issues',
  '/inspector',
];

let sight: Sight;
let journey = '';

describe.skipIf(chromiumPath === undefined)('every screen', () => {
  beforeAll(async () => {
    sight = await startSight({ people: 120 });
    const answer = await fetch(`${sight.url}/v1/journeys?limit=1`);
    const { journeys } = (await answer.json()) as { journeys: readonly { readonly id: string }[] };
    journey = `/journeys/${journeys[0]?.id ?? ''}`;
  }, 120_000);
  afterAll(() => sight.close());

  test.each(['light', 'dark', 'contrast'])(
    'has nothing that axe finds, in %s',
    async (theme) => {
      const page = await sight.open('/today', { theme });
      const found: string[] = [];
      for (const path of [...screens, journey]) {
        await page.goto(`${sight.url}${path}`);
        await settled(page);
        found.push(...(await violations(page)).map((each) => `${path}: ${each}`));
      }
      expect(found).toEqual([]);
      await page.context().close();
    },
    180_000,
  );

  test.each([
    ['a phone', 360, 780],
    ['a wide screen at 400 %', 320, 256],
  ])(
    'fits %s',
    async (_name, width, height) => {
      const page = await sight.open('/today', { width, height });
      const wide: string[] = [];
      for (const path of [...screens, journey]) {
        await page.goto(`${sight.url}${path}`);
        await settled(page);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (over > 0) wide.push(`${path} by ${over}`);
      }
      expect(wide).toEqual([]);
      await page.context().close();
    },
    120_000,
  );

  test('says nothing that does not come from the catalogue', async () => {
    const page = await sight.open('/today?locale=pseudo');
    const plain: string[] = [];
    for (const path of [...screens, journey]) {
      await page.goto(`${sight.url}${path}?locale=pseudo`);
      await settled(page);
      const found = (await untranslated(page)).filter((each) => !ofProgram(each));
      plain.push(...found.map((each) => `${path}: ${each}`));
    }
    expect([...new Set(plain)]).toEqual([]);
    await page.context().close();
  }, 120_000);

  test('shows where the focus is, in the order of the page', async () => {
    const page = await sight.open('/queue');
    await page.locator('.skip').focus();
    const seen: string[] = [];
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press('Tab');
      const stop = await page.evaluate(focusOf);
      // Behind the last one the focus goes to the browser itself.
      if (stop.name.startsWith('BODY')) break;
      expect(stop.visible, stop.name).toBe(true);
      seen.push(stop.name);
    }
    expect(new Set(seen).size).toBeGreaterThan(15);
    await page.context().close();
  });

  test('opens what is due to an owner in some days where Load counts it', async () => {
    const page = await sight.open('/load');
    await settled(page);
    const cells = page.locator('.heat-cell a');
    const counts = (await cells.allTextContents()).map(Number);
    // One whose rows are on one page.
    const at = counts.findIndex((count) => count > 0 && count < 100);
    expect(at).toBeGreaterThanOrEqual(0);
    await cells.nth(at).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Queue' }).waitFor();
    await settled(page);
    await expect.poll(() => page.getByRole('row').count()).toBe(counts[at]);
    await page.getByRole('button', { name: /^Due .*✕/u }).press('Enter');
    await expect.poll(() => page.url()).not.toContain('fromDay');
    await page.close();
  });

  test('gives the browser nothing to complain of', () => {
    expect(sight.troubles).toEqual([]);
  });
});

/** Names that the program gives, and dates, are not of the catalogue. */
function ofProgram(text: string): boolean {
  return names.includes(text) || /^\w{3}, \w{3} \d/u.test(text);
}

const names = [
  ...['billing', 'scheduler', 'lab', 'forms', 'ehr', 'messaging', 'patient', 'clinic'],
  ...['First visit', 'Office', 'Clinic', 'Waking'],
];

/** Labels and headings without the brackets that every message of the pseudo-locale has. */
function untranslated(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const places = 'h1, h2, th[scope="col"], label, .stat span, .nav-link, .tabs button, .button';
    return [...document.querySelectorAll<HTMLElement>(places)]
      .map((each) => each.textContent.trim())
      .filter((text) => /[a-z]{3}/iu.test(text) && !text.includes('⟦'))
      .filter((text) => !/^(?:p-\d+|Onward)$/u.test(text));
  });
}

function focusOf(): { readonly name: string; readonly visible: boolean } {
  const at = document.activeElement as HTMLElement;
  const style = getComputedStyle(at);
  const box = at.getBoundingClientRect();
  const hasRing = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
  const onScreen = box.width > 0 && box.height > 0;
  const name = `${at.tagName} ${at.getAttribute('aria-label') ?? at.textContent.slice(0, 40)}`;
  return { name, visible: hasRing && onScreen };
}
