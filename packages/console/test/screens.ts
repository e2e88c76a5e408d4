/**
 * `npm run screens`: pictures of every screen of the console, in light and dark, on a desk and on a
 * phone, of a clinic with 2,000 people. They are written to `docs/screens`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { settled, startSight, type Sight } from './browser.ts';
import { ensureChromium } from '../../../scripts/chromium.ts';
import { requirePinnedNode } from '../../../scripts/pinned-node.ts';

requirePinnedNode('screens');

const folder = join(import.meta.dirname, '../../../docs/screens');
const screens = [
  'today',
  'queue',
  'journey',
  'stalls',
  'flow',
  'load',
  'promises',
  'sources',
  'unmatched',
  'drift',
  'recovery',
  'messages',
  'people',
  'record',
  'conversations',
  'review',
  'issues',
  'inspector',
];
const looks = ['light', 'dark'] as const;
const sizes = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
] as const;

if (ensureChromium() === undefined) {
  console.error('Chromium is not here and cannot be installed: there are no pictures without it.');
  process.exit(3);
}
mkdirSync(folder, { recursive: true });
const sight = await startSight({
  people: 2_000,
  onDay: (day, of) => console.error(`lives day ${day} of ${of}`),
});
try {
  await counted(sight);
  const addresses: Readonly<Record<string, string>> = {
    journey: `journeys/${await journeyToShow(sight)}`,
    today: 'today?since=7d',
  };
  for (const theme of looks) {
    for (const size of sizes) {
      const page = await sight.open('/today', { actor: 'p-302', theme, ...size });
      for (const screen of screens) {
        await page.goto(`${sight.url}/${addresses[screen] ?? screen}`);
        await settled(page);
        await page.waitForTimeout(800);
        await shoot(page, join(folder, `${screen}-${theme}-${size.width}.png`));
      }
      await page.context().close();
      console.error(`${screens.length} pictures, ${theme}, ${size.width} wide`);
    }
  }
} finally {
  await sight.close();
}

/** What happened is counted in the background: until it is, or a minute. */
async function counted({ url }: Sight): Promise<void> {
  for (let second = 0; second < 60; second++) {
    const answer = await fetch(`${url}/v1/today`);
    const { arrived } = (await answer.json()) as { readonly arrived: number | null };
    if (arrived !== null) return;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}

function shoot(page: Page, path: string): Promise<Buffer> {
  return page.screenshot({ path, animations: 'disabled' });
}

/** Somebody to whom much has happened, and whom somebody must see to. */
async function journeyToShow({ url }: Sight): Promise<string> {
  const answer = await fetch(`${url}/v1/obligations?owner=care-team&kind=task&limit=1`);
  const { obligations } = (await answer.json()) as {
    obligations: readonly { readonly journey: string }[];
  };
  return obligations[0]?.journey ?? '';
}
