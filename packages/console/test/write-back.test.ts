/** A drift in which we are right, by keyboard: written back, waited for, and seen to agree. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startEhr, type EhrFixture } from '../../onward/src/connectors/fhir-r4/ehr.fixture.ts';
import { believed, differ, program, timeOf } from '../../onward/test/e2e/write-back/clinic.ts';
import { violations } from './axe.ts';
import { chromiumPath, settled, startSight, type Sight } from './browser.ts';
import { palette, tabTo } from './keyboard.ts';

let sight: Sight;
let ehr: EhrFixture;

describe.skipIf(chromiumPath === undefined)('by keyboard alone', () => {
  beforeAll(async () => {
    ehr = await startEhr();
    sight = await startSight({ people: 0, program, variables: { EHR_URL: ehr.url } });
  }, 240_000);
  afterAll(async () => {
    await sight.close();
    await ehr.close();
  });

  test('we are right: it is written back, and called over when the EHR shows it', async () => {
    const { journey, appointment } = await differ(sight.url, ehr, 'MRN-9');
    // The EHR is away at first: what was asked for is not what is there.
    let refused = 0;
    ehr.faults.before = ({ method }) => (method === 'GET' || ++refused > 2 ? undefined : 503);
    const page = await sight.open('/', { actor: 'p-3' });
    await palette(page, 'Drift');
    const card = page.getByRole('article').filter({ hasText: journey });
    await card.getByText('Changed underneath').waitFor();
    await settled(page);
    expect(await violations(page)).toEqual([]);
    await tabTo(page, /^We are right/u);
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    expect(await violations(page)).toEqual([]);
    await tabTo(page, /^Write it into ehr/u);
    await page.keyboard.press('Enter');
    await card.getByText('Not shown yet').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await timeOf(ehr, appointment)).not.toBe(believed.start);
    expect(await card.getByRole('button', { name: 'We are right' }).count()).toBe(0);
    await card.getByText('Written back, and shown').waitFor({ timeout: 180_000 });
    expect(await timeOf(ehr, appointment)).toBe(believed.start);
    expect(sight.troubles).toEqual([]);
    await page.context().close();
  }, 300_000);

  test('what the EHR refuses is told on the card, and where its exception is', async () => {
    ehr.faults.before = ({ method }) => (method === 'GET' ? undefined : 422);
    const { journey } = await differ(sight.url, ehr, 'MRN-10');
    const page = await sight.open('/drift', { actor: 'p-3' });
    const card = page.getByRole('article').filter({ hasText: journey });
    await card.getByRole('button', { name: /^We are right/u }).press('Enter');
    await page.getByRole('button', { name: /^Write it into ehr/u }).press('Enter');
    const told = card.getByRole('link', { name: /ehr did not take it \(Rejected\)/u });
    await told.waitFor({ timeout: 60_000 });
    expect(await violations(page)).toEqual([]);
    await told.press('Enter');
    await page
      .getByText(/rejected/iu)
      .first()
      .waitFor();
    await page.context().close();
  }, 120_000);
});
