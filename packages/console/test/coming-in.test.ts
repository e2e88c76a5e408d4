/** How somebody comes in, and what is said when the server does not answer. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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
    const page = await sight.open('/queue');
    await page.getByLabel('Token', { exact: true }).fill(token);
    await page.keyboard.press('Enter');
    await page.getByText('Live', { exact: true }).first().waitFor();
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
    const page = await sight.open('/queue');
    await page.getByLabel('Token', { exact: true }).fill(token);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Queue' }).waitFor();
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
});
