/** What people wrote to the practice, as staff see it: nothing before a reason, then all of it. */
import { chromium, type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Practice } from '../../onward/test/e2e/assistant/practice.ts';
import { buildConsole } from '../../../scripts/console.ts';
import { violations } from './axe.ts';
import { chromiumPath, settled } from './browser.ts';

const said = 'my knee is a bit sore after gardening. No fever.';
const unclear = 'Hello there, a tick bit me';
let practice: Practice;
let browser: Browser;

describe.skipIf(chromiumPath === undefined)('the assistant, as staff see it', () => {
  beforeAll(async () => {
    await buildConsole();
    practice = await Practice.open();
    await practice.knows('MRN-1', '+15550100201');
    await practice.texts('+15550100201', said);
    await practice.rests('inbox', 'read-today');
    browser = await chromium.launch({ executablePath: chromiumPath ?? '', args: ['--no-sandbox'] });
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await practice.stop();
    await practice.remove();
  });

  test('a conversation is a line without a word, and then its words, on record', async () => {
    const page = await open('/conversations');
    await page.getByRole('heading', { name: 'What people wrote' }).waitFor();
    await state(page);
    await page.getByRole('cell', { name: 'Soon' }).waitFor();
    expect(await page.locator('main').textContent()).not.toContain('knee');
    await page.getByRole('button', { name: 'Read', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'What was said' });
    await dialog.getByText(said).first().waitFor();
    await dialog.getByText('Why it was read so').waitFor();
    await dialog.getByText(/Denies: “no fever/iu).waitFor();
    await page.context().close();
  }, 60_000);

  test('what it was unsure of is told by a person; issues open for a reason, too', async () => {
    await practice.knows('MRN-2', '+15550100202');
    await practice.texts('+15550100202', unclear);
    const page = await open('/review');
    await state(page);
    const card = page.getByRole('article').filter({ hasText: unclear });
    await card.getByRole('button', { name: 'It was read right' }).waitFor();
    await card.getByRole('button', { name: 'Bite danger' }).press('Space');
    expect(await violations(page)).toEqual([]);
    await card.getByRole('button', { name: 'Correct it' }).press('Enter');
    await card.getByText('Reviewed').waitFor();
    await page.goto(`${practice.parts.running.localUrl}/issues`);
    await settled(page);
    await state(page);
    await page
      .getByText(/Topics/u)
      .first()
      .waitFor();
    expect(await page.locator('main').textContent()).not.toContain('knee');
    await page.context().close();
  }, 60_000);
});

async function open(path: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.addInitScript(() => localStorage.setItem('onward.actor', 'p-101'));
  await page.goto(`${practice.parts.running.localUrl}${path}`);
  await settled(page);
  return page;
}

async function state(page: Page): Promise<void> {
  await page.getByLabel('Why').fill('call back');
  await page.getByRole('button', { name: 'Show', exact: true }).click();
}
