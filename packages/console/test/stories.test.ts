/**
 * The stories of the console, on a clinic with 2,000 people, by keyboard alone: a Monday at 08:00,
 * a connector that fails, and one act on many of which some fail.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Json } from '../../onward/src/core/index.ts';
import {
  serveLoopback,
  type LoopbackServer,
} from '../../onward/src/connectors/outbound.fixture.ts';
import { chromiumPath, settled, startSight, type Sight } from './browser.ts';
import { palette, tabTo } from './keyboard.ts';

let sight: Sight;
let stripe: LoopbackServer;
/** What the billing system answers. */
let answer: { readonly status: number; readonly body: Json } = {
  status: 200,
  body: { data: [], has_more: false },
};

describe.skipIf(chromiumPath === undefined)('by keyboard alone', () => {
  beforeAll(async () => {
    stripe = await serveLoopback(() => answer);
    const variables = { STRIPE_API_URL: stripe.url, STRIPE_API_KEY: 'rk_of_a_test' };
    sight = await startSight({ people: 2_000, variables });
  }, 240_000);
  afterAll(async () => {
    await sight.close();
    await stripe.close();
  });

  test('Monday, 08:00: who is here, what comes first, done and taken back', async () => {
    const page = await sight.open('/', { actor: '' });
    await tabTo(page, /Come in as p-302/u);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    await settled(page);
    expect(await page.locator('.stat').count()).toBeGreaterThan(5);

    await palette(page, 'Queue');
    await page.getByRole('heading', { level: 1, name: 'Queue' }).waitFor();
    await settled(page);
    const rows = page.getByRole('row');
    await expect.poll(() => rows.count()).toBe(100);
    await onRow(page, /Call to book/u);
    const id = await focusedRow(page);
    await page.keyboard.press('e');
    await page.getByRole('dialog').waitFor();
    await choose(page, /No answer/u);
    await page.keyboard.press('Enter');
    await page.getByText('leaves in a moment').waitFor();
    await page.keyboard.press('z');
    await page.getByText('Taken back: nothing was sent').waitFor();
    expect(await isOpen(id)).toBe(true);

    await onRow(page, /Call to book/u);
    const taken = await focusedRow(page);
    await page.keyboard.press('e');
    await choose(page, /No answer/u);
    await page.keyboard.press('Enter');
    await page.getByText('done, and recorded').waitFor({ timeout: 15_000 });
    expect(await isOpen(taken)).toBe(false);

    await page.keyboard.press('Escape');
    const closing = await sight.open('/queue', { actor: 'p-302' });
    await onRow(closing, /Call to book/u);
    const left = await focusedRow(closing);
    await closing.keyboard.press('e');
    await choose(closing, /No answer/u);
    await closing.keyboard.press('Enter');
    await closing.getByText('leaves in a moment').waitFor();
    await closing.close({ runBeforeUnload: true });
    await expect.poll(() => isOpen(left), { timeout: 4_000 }).toBe(false);

    await onRow(page, /Waiting for|Call to book/u);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'First visit' }).waitFor();
    await settled(page);
    await page.getByText('What happened').waitFor();
    await page.getByText('Why not').waitFor();
    await tabTo(page, /^As it is now/u, 'input');
    await page.keyboard.press('Home');
    await page.getByText('As we knew it at').waitFor();
    await page.goBack();
    await page.context().close();
  }, 120_000);

  test('a connector that fails: seen, held, and released when it is well', async () => {
    await tell('billing.checkout.completed', { subject: 'patient-paying', customer: 'cus_Paying' });
    const page = await sight.open('/sources', { actor: 'p-001' });
    answer = { status: 401, body: { error: { message: 'no' } } };
    await tabToWithin(page, 'billing', 'Compare now');
    await page.keyboard.press('Enter');
    const billing = page.getByRole('region', { name: 'billing' });
    await billing.getByText('Refuses us').waitFor({ timeout: 60_000 });
    await tabToWithin(page, 'billing', 'Hold');
    await page.keyboard.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('journeys wait for it').waitFor();
    const waiting = Number(
      (await dialog.locator('.stat b').first().textContent())?.replace(',', ''),
    );
    expect(waiting).toBe(await waitingFor('payment'));
    expect(waiting).toBeGreaterThan(0);
    await tabTo(page, /journeys wait for it/u);
    await page.keyboard.press('Enter');
    const who = dialog.getByRole('list', { name: 'Who' }).getByRole('listitem');
    await expect.poll(() => who.count()).toBe(Math.min(10, waiting));
    await tabTo(page, /^Why/u, 'input');
    await page.keyboard.press('Enter');
    await page.getByText('billing is on hold').first().waitFor();
    await billing.getByText('On hold', { exact: true }).waitFor();

    answer = { status: 200, body: { data: [], has_more: false } };
    await tabToWithin(page, 'billing', 'Release');
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, /^Ask and release/u);
    await page.keyboard.press('Enter');
    await page
      .getByText(/Released: the system is well|Not released yet/u)
      .waitFor({ timeout: 60_000 });
    await page.context().close();
  }, 180_000);

  test('what differs: we are right, somebody puts it right there, and it agrees', async () => {
    const payment = { customer: 'cus_Drifting', 'payment-intent': 'pi_Drifting' };
    const subject = 'patient-drifting';
    await tell('billing.checkout.completed', { subject, customer: payment.customer });
    const paid = { subject, ...payment, status: 'succeeded' };
    const journey = await tell('billing.payment.succeeded', paid);
    answer = { status: 404, body: { error: { code: 'resource_missing' } } };
    const page = await sight.open(`/journeys/${journey}`, { actor: 'p-001' });
    await tabTo(page, /^More/u);
    await page.keyboard.press('Enter');
    await page.getByRole('menuitem', { name: 'Ask the systems' }).press('Enter');
    await page.getByText('see Drift').waitFor({ timeout: 30_000 });

    await palette(page, 'Drift');
    const card = page.getByRole('article').filter({ hasText: journey });
    await card.getByText('Vanished').waitFor();
    await tabTo(page, /^We are right/u);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, /^Add a task/u);
    await page.keyboard.press('Enter');
    await page.getByText('The task is added; compare again').waitFor();
    const { obligations } = await get<Obligations>(`/v1/journeys/${journey}`);
    expect(obligations.map(({ name }) => name)).toContain('put-right-in-billing');
    await tabTo(page, /^Compare again/u);
    await page.keyboard.press('Enter');
    await page.getByText('billing still says something else').waitFor();

    const shown = { id: 'pi_Drifting', customer: 'cus_Drifting', status: 'succeeded' };
    answer = { status: 200, body: { ...shown, object: 'payment_intent', created: 1_790_000_000 } };
    await tabTo(page, /^Compare again/u);
    await page.keyboard.press('Enter');
    await page.getByText('billing agrees now').waitFor();
    await card.waitFor({ state: 'detached' });
    await page.context().close();
  }, 120_000);

  test('one act on 500, of which 7 fail: 493 verified, 7 failed with reasons', async () => {
    // Exactly 500 are left of those who wait for a review.
    const waiting = await all('review');
    expect(waiting.length).toBeGreaterThan(500);
    await Promise.all(waiting.slice(500).map((each) => act(each, 'normal')));
    const address = '/queue?owner=all&step=review&kind=task';
    const page = await sight.open(address, { actor: 'p-002' });
    await page.keyboard.press('j');
    await page.keyboard.press('Control+a');
    await page
      .getByText(/selected/u)
      .first()
      .waitFor();
    await tabTo(page, /Take everything that matches/u);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await tabTo(page, /^Preview/u);
    await page.keyboard.press('Enter');
    await page.getByText(/are eligible/u).waitFor({ timeout: 30_000 });
    const seven = (await all('review')).slice(-7);
    await Promise.all(seven.map((each) => act(each, 'normal')));
    await tabTo(page, /^Do it for 500/u);
    await page.keyboard.press('Enter');
    const over = page.getByText('493 verified, 7 failed, 0 not seen yet.');
    await over.waitFor({ timeout: 90_000 });
    expect(await page.getByRole('dialog').getByRole('row').count()).toBe(8);
    await page.context().close();
  }, 180_000);

  test('100 rows under 50 events a second: what is pressed is shown within 200 ms', async () => {
    const page = await sight.open('/queue?owner=all');
    await expect.poll(() => page.getByRole('row').count()).toBe(100);
    await page.evaluate(watchInteractions);
    // Others on the machine can only make it slower: the best of three is what the console needs.
    const tries: number[] = [];
    while (tries.length < 3 && (tries.at(-1) ?? 1_000) >= 200) tries.push(await slowestOf(page));
    expect(Math.min(...tries), `tries: ${tries.join(', ')}`).toBeLessThan(200);
    await page.context().close();
  }, 90_000);
});

/** The same, within a section that has a heading. */
async function tabToWithin(page: Page, section: string, button: string): Promise<void> {
  for (let step = 0; step < 200; step++) {
    await page.keyboard.press('Tab');
    const found = await page.evaluate(
      ([heading, words]) => {
        const at = document.activeElement;
        const title = at?.closest('section')?.querySelector('h2')?.textContent;
        return title === heading && at?.textContent === words;
      },
      [section, button],
    );
    if (found) return;
  }
  throw new Error(`There is no ${button} within ${section}.`);
}

/** Moves by `j` to a row that says so. */
async function onRow(page: Page, words: RegExp): Promise<void> {
  for (let step = 0; step < 100; step++) {
    await page.keyboard.press('j');
    const text = await page.evaluate(() => {
      const at = document.activeElement;
      return at?.getAttribute('role') === 'row' ? at.textContent : '';
    });
    if (words.test(text)) return;
  }
  throw new Error(`No row says ${String(words)}.`);
}

function focusedRow(page: Page): Promise<string> {
  return page.evaluate(() => {
    return (
      document.activeElement?.getAttribute('data-row') ??
      document.activeElement?.getAttribute('data-key') ??
      ''
    );
  });
}

/** Moves with the arrows among the choices of a dialog until one is called so. */
async function choose(page: Page, words: RegExp): Promise<void> {
  await page.getByRole('dialog').waitFor();
  for (let step = 0; step < 8; step++) {
    const label = await page.evaluate(() => {
      const at = document.activeElement;
      return at instanceof HTMLInputElement && at.checked
        ? (at.labels?.[0]?.textContent ?? '')
        : '';
    });
    if (words.test(label)) return;
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`There is no choice like ${String(words)}.`);
}

async function get<T>(path: string): Promise<T> {
  return (await (await fetch(`${sight.url}${path}`)).json()) as T;
}

interface Obligations {
  readonly obligations: readonly { readonly [name in 'id' | 'name' | 'step']: string }[];
  readonly next: string | null;
}

/** The journey that took it. */
async function tell(type: string, data: Readonly<Record<string, string>>): Promise<string> {
  const { now } = await get<{ now: string }>('/v1/dev/clock');
  const [source = ''] = type.split('.');
  const event = {
    specversion: '1.0',
    id: `told.${type}.${data['subject'] ?? ''}`,
    source,
    type,
    time: now,
    data,
  };
  const response = await fetch(`${sight.url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify([event]),
  });
  const { results } = (await response.json()) as Results;
  return results[0]?.journeys[0] ?? '';
}

interface Results {
  readonly results: readonly { readonly journeys: readonly string[] }[];
}

async function isOpen(obligation: string): Promise<boolean> {
  const journey = `jrn_${/^obl_([0-9a-v]+)-/u.exec(obligation)?.[1] ?? ''}`;
  const { obligations } = await get<Obligations>(`/v1/journeys/${journey}`);
  return obligations.some(({ id }) => id === obligation);
}

/** Tasks that rest at a step, the one that is due first standing first. */
async function all(step: string): Promise<readonly string[]> {
  const found: string[] = [];
  let after = '';
  do {
    const page = await get<Obligations>(`/v1/obligations?kind=task&limit=200${after}`);
    found.push(...page.obligations.filter((each) => each.step === step).map(({ id }) => id));
    after = page.next === null ? '' : `&after=${page.next}`;
  } while (after !== '');
  return found;
}

async function act(obligation: string, action: string): Promise<void> {
  const response = await fetch(`${sight.url}/v1/obligations/${obligation}/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ action, actor: 'p-002' }),
  });
  expect(response.status).toBe(200);
}

async function waitingFor(step: string): Promise<number> {
  interface Page_ {
    readonly journeys: readonly object[];
    readonly next: string | null;
  }
  let count = 0;
  let after = '';
  do {
    const page = await get<Page_>(`/v1/journeys?step=${step}&limit=200${after}`);
    count += page.journeys.length;
    after = page.next === null ? '' : `&after=${page.next}`;
  } while (after !== '');
  return count;
}

let sent = 0;

/** Events that change journeys which stand in the list: forms that come again. */
async function sendSome(many: number): Promise<void> {
  const now = (await get<{ now: string }>('/v1/dev/clock')).now;
  const events = Array.from({ length: Math.ceil(many) }, () => {
    sent += 1;
    return {
      specversion: '1.0',
      id: `rain.${sent}`,
      source: '/forms',
      type: 'forms.intake.submitted',
      time: now,
      data: { patient: `patient-${(sent * 37) % 2_000}`, complete: false },
    };
  });
  await fetch(`${sight.url}/v1/events`, {
    method: 'POST',
    headers: { 'content-type': 'application/cloudevents-batch+json' },
    body: JSON.stringify(events),
  });
}

/** Of 40 presses under 50 events a second, the one of which two in a hundred are slower. */
async function slowestOf(page: Page): Promise<number> {
  const rain = setInterval(() => void sendSome(50 / 4), 250);
  try {
    for (let press = 0; press < 40; press++) {
      await page.keyboard.press(press % 5 === 4 ? 'x' : 'j');
      await page.waitForTimeout(60);
    }
  } finally {
    clearInterval(rain);
  }
  return page.evaluate(() => {
    const { interactions } = globalThis as unknown as { interactions: number[] };
    const sorted = interactions.splice(0).toSorted((a, b) => b - a);
    return sorted[Math.floor(sorted.length / 50)] ?? 0;
  });
}

/** Notes how long each press takes until it is painted, as the browser measures it. */
function watchInteractions(): void {
  const interactions: number[] = [];
  (globalThis as unknown as { interactions: number[] }).interactions = interactions;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) interactions.push(duration);
  }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
}
