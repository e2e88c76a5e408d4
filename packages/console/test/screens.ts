/**
 * `npm run screens`: pictures of every screen of the console, in light and dark, on a desk and on a
 * phone, of a clinic with 2,000 people. They are written to `docs/screens`.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startEhr } from '../../onward/src/connectors/fhir-r4/ehr.fixture.ts';
import { differ, program } from '../../onward/test/e2e/write-back/clinic.ts';
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
  await shootAll(
    sight,
    'p-302',
    screens.map((name) => ({ name, at: addresses[name] ?? name })),
  );
} finally {
  await sight.close();
}
await shootDrift();

/** Two systems that differ, of which one is being given what the other says. */
async function shootDrift(): Promise<void> {
  const ehr = await startEhr();
  const differing = await startSight({ people: 0, program, variables: { EHR_URL: ehr.url } });
  try {
    await differ(differing.url, ehr, 'MRN-1');
    const { journey } = await differ(differing.url, ehr, 'MRN-2');
    ehr.faults.before = ({ method }) => (method === 'GET' ? undefined : 503);
    const listed = await fetch(`${differing.url}/v1/drifts?journey=${journey}`);
    const { drifts } = (await listed.json()) as { readonly drifts: readonly { id: string }[] };
    await fetch(`${differing.url}/v1/drifts/${drifts[0]?.id ?? ''}/decide`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ act: 'write', actor: 'p-3' }),
    });
    await shootAll(differing, 'p-3', [{ name: 'drift', at: 'drift' }]);
  } finally {
    await differing.close();
    await ehr.close();
  }
}

interface Shown {
  readonly name: string;
  readonly at: string;
}

async function shootAll(of: Sight, actor: string, all: readonly Shown[]): Promise<void> {
  for (const theme of looks) {
    for (const size of sizes) {
      const page = await of.open('/today', { actor, theme, ...size });
      for (const { name, at } of all) {
        await page.goto(`${of.url}/${at}`);
        await settled(page);
        await page.waitForTimeout(800);
        await shoot(page, join(folder, `${name}-${theme}-${size.width}.png`));
      }
      await page.context().close();
      console.error(`${all.length} pictures, ${theme}, ${size.width} wide`);
    }
  }
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
