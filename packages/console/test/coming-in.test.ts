/** How somebody comes in, and what is said when the server, or a part of it, is not there. */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { violations } from './axe.ts';
import { chromiumPath, settled, startSight, type Sight } from './browser.ts';

const token = 'a-token-of-this-test-and-no-other';
let sight: Sight;

describe.skipIf(chromiumPath === undefined)('coming in', () => {
  beforeAll(async () => {
    sight = await startSight({ people: 0, words: ['--token', token] });
  }, 120_000);
  afterAll(() => sight.close());

  test('a server that asks for a token is given it once, and a wrong one is told', async () => {
    const page = await sight.open('/queue', { actor: '' });
    await page.getByRole('heading', { name: 'A token is needed' }).waitFor();
    await page.getByLabel('Token', { exact: true }).fill('wrong');
    await page.keyboard.press('Enter');
    await page.getByText('That token is not the one.').waitFor();
    await page.getByLabel('Token', { exact: true }).fill(token);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Come in as p-301 of Scheduling' }).click();
    await page.getByRole('heading', { level: 1, name: 'Queue' }).waitFor();
    await settled(page);
    await page.getByText('Nothing is waiting for you').waitFor();
    await page.getByText('Live', { exact: true }).first().waitFor();
    expect(page.url()).not.toContain(token);
    await page.context().close();
  }, 60_000);

  test('a server that is away is said, what was read stays, and it comes back', async () => {
    const page = await comeIn('/queue');
    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Read again' }).first().click();
    await page
      .getByText(/Onward does not answer at the moment/u)
      .first()
      .waitFor({ timeout: 30_000 });
    await page.getByText('Nothing is waiting for you').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Try again' }).first().click();
    await page.getByText(/Onward does not answer/u).waitFor({ state: 'detached', timeout: 30_000 });
    await page.context().close();
  }, 90_000);

  test('the sheet of keys and the palette are there by keyboard', async () => {
    const page = await comeIn('/queue');
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('/');
    await page.keyboard.type('queue of lab');
    await page.getByRole('option', { name: 'Queue of Lab desk' }).waitFor();
    await page.keyboard.press('Enter');
    await expect.poll(() => page.url()).toContain('owner=lab-desk');
    await page.context().close();
  }, 60_000);

  test('a part that an update took away comes with the page anew', async () => {
    const page = await comeIn('/queue');
    let asked = 0;
    await page.route(/\/assets\/load-[^/]+\.js$/u, async (route) => {
      asked += 1;
      if (asked === 1) await route.fulfill({ status: 404, body: '' });
      else await route.continue();
    });
    await page.getByRole('link', { name: 'Load' }).click();
    await page.getByRole('heading', { level: 1, name: 'Load' }).waitFor();
    expect(asked).toBe(2);
    await page.context().close();
  }, 60_000);

  test('a screen that breaks says so in its place, and the others go on', async () => {
    const page = await comeIn('/queue');
    await page.route(/\/assets\/load-[^/]+\.js$/u, (route) =>
      route.fulfill({ status: 404, body: '' }),
    );
    await page.getByRole('link', { name: 'Load' }).click();
    await page.getByRole('heading', { name: 'This screen could not be shown' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.unrouteAll();
    await page.getByRole('button', { name: 'Load again' }).click();
    await page.getByRole('heading', { level: 1, name: 'Load' }).waitFor();
    await page.context().close();
  }, 60_000);

  test('an address of no screen leads to one', async () => {
    const page = await comeIn('/no/such/screen');
    await page.getByRole('heading', { name: 'There is no such screen' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: 'Go to Today' }).click();
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    await page.context().close();
  }, 60_000);
});

async function comeIn(path: string): Promise<Page> {
  const page = await sight.open(path);
  await page.getByLabel('Token', { exact: true }).fill(token);
  await page.keyboard.press('Enter');
  await page.getByText('Live', { exact: true }).first().waitFor();
  return page;
}
