/** People write to examples/03-assistant, by text and on its page; everything else is real, too. */
import { randomBytes } from 'node:crypto';
import type { Composition, QuestionnaireResponse, Task } from '@medplum/fhirtypes';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { dump } from '../phi/dump.ts';
import { Practice } from './assistant/practice.ts';
import type { Shown } from './assistant/practice.ts';

/** A word that stands in what people write, and may be nowhere but at the edge, sealed. */
const canary = 'Quillfeather';
const phone = '+15550100201';
const emergencyPhone = '+15550100202';
const chatPhone = '+15550100203';

/** How long what happens elsewhere may take on a busy machine. */
const patience = { timeout: 20_000, interval: 50 };

let practice: Practice;
beforeAll(async () => {
  practice = await Practice.open();
}, 120_000);
afterAll(async () => {
  await practice.remove();
});

test('a text becomes a task for the right team, and a draft in the chart', async () => {
  const patient = await practice.knows('MRN-1', phone);
  await practice.texts(phone, `my knee is a bit sore after gardening, says ${canary}. No fever.`);
  const inbox = await practice.rests('inbox', 'read-today');
  expect(JSON.stringify(inbox.obligations)).toContain('nurses');
  expect(practice.told(phone).at(-1)).toMatch(/member of our team will read this/u);
  await seen(inbox);
  await practice.act(inbox, 'answered', 'p-101');
  const { repo } = practice.parts.ehr;
  const [note] = await vi.waitFor(async () => {
    const found = await repo.searchResources<Composition>({ resourceType: 'Composition' });
    expect(found).toHaveLength(1);
    return found;
  }, patience);
  expect(note).toMatchObject({
    status: 'preliminary',
    subject: { reference: `Patient/${patient}` },
  });
  const told = note?.section?.map(({ text }) => text?.div).join('') ?? '';
  expect(told).toContain(canary);
  expect(told).toContain('Denies: “No fever.”');
  // Each sentence says where in the conversation it stands.
  expect(note?.section?.[0]?.extension?.[0]?.extension).toMatchObject([
    { url: 'sentence', valueInteger: 0 },
    { url: 'message', valueInteger: 0 },
    { url: 'start', valueInteger: 0 },
    { url: 'end' },
  ]);
  // What is denied is said as a code, too.
  const system = 'http://purl.obolibrary.org/obo/symp.owl';
  const findings = note?.section?.flatMap(({ extension = [] }) =>
    extension.filter(({ url }) => url.endsWith('/finding')),
  );
  expect(findings?.map(({ extension }) => extension)).toContainEqual([
    { url: 'sentence', valueInteger: 0 },
    { url: 'denied', valueBoolean: true },
    { url: 'code', valueCoding: { system, code: 'SYMP:0000613' } },
  ]);
  await vi.waitFor(async () => {
    const tasks = await repo.searchResources<Task>({ resourceType: 'Task' });
    expect(tasks).toMatchObject([{ status: 'requested', priority: 'routine' }]);
  }, patience);
  await vi.waitFor(async () => {
    const { status } = await practice.read<{ status: string }>(`/v1/journeys/${inbox.id}`);
    expect(status).toBe('ended');
  }, patience);
});

interface Pass {
  readonly url: string;
  readonly token: string;
}

const saidPain = expect.objectContaining({ code: 'pain' }) as object;

/** What staff see of it: a list without a word, the words on a pass, and a brief. */
async function seen(inbox: Shown): Promise<void> {
  const by = { actor: 'p-101', reason: 'call-back' };
  const { url, token } = (await practice.post('/v1/conversations/pass', by)).json as Pass;
  const authorization = `Bearer ${token}`;
  const here = `${practice.edge}${new URL(url).pathname}`;
  expect((await fetch(here)).status).toBe(401);
  const list = await fetch(`${here}?level=soon`, { headers: { authorization } });
  const text = await list.text();
  expect(text).not.toContain(canary);
  const { conversations } = JSON.parse(text) as { conversations: { id: string }[] };
  expect(conversations).toMatchObject([
    { level: 'soon', state: 'person', channel: 'sms', language: 'en', messages: 2 },
  ]);
  const path = `${here}/${conversations[0]?.id}/reveal`;
  const ask = (actor: string): Promise<Response> =>
    fetch(path, {
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: JSON.stringify({ ...by, actor }),
    });
  expect((await ask('p-102')).status).toBeGreaterThanOrEqual(400);
  expect(await (await ask('p-101')).json()).toMatchObject({
    said: [{ who: 'person', text: expect.stringContaining(canary) }, { who: 'assistant' }],
    readings: [{ level: 'soon', codes: expect.arrayContaining([saidPain]) }],
    draft: expect.arrayContaining([expect.objectContaining({ title: 'What is denied' })]),
  });
  const shown = await practice.post(`/v1/obligations/${inbox.obligations[0]?.id}/brief`, by);
  const pass = shown.json as Pass;
  const brief = await fetch(`${practice.edge}${new URL(pass.url).pathname}`, {
    headers: { authorization: `Bearer ${pass.token}` },
  });
  expect(await brief.json()).toMatchObject({
    sections: [
      {
        title: 'What they wrote',
        lines: expect.arrayContaining([
          { label: 'Now', text: expect.stringContaining('read-and-answer-today') },
          { label: 'What is denied', text: 'Denies: “No fever.” (message 1)' },
        ]),
      },
    ],
  });
  const { reveals } = await practice.read<{ reveals: object[] }>(
    `/v1/journeys/${inbox.id}/reveals`,
  );
  expect(reveals).toMatchObject([
    { person: 'p-101', reason: 'call-back', what: 'brief' },
    { person: 'p-101', reason: 'call-back', what: 'brief' },
  ]);
}

test('an emergency is answered at once, and owned at once', async () => {
  await practice.texts(emergencyPhone, 'my dad has crushing chest pain and cant breathe');
  expect(practice.told(emergencyPhone)).toEqual([expect.stringContaining('Call 911 now')]);
  const inbox = await practice.rests('inbox', 'emergency');
  expect(inbox.obligations.map(({ name }) => name)).toEqual(['acknowledge-emergency']);
  // Nobody acknowledges it: the next is asked within minutes.
  await practice.pass(3 * 60_000);
  expect(JSON.stringify(await practice.journeys('inbox'))).toContain('nurse-lead');
});

test('an order to the number is obeyed; a cry for help in one is heard', async () => {
  const other = '+15550100204';
  await practice.texts(other, 'STOP');
  expect(practice.told(other)).toEqual([]);
  await practice.texts(other, 'stop texting me im going to kill myself tonight');
  expect(practice.told(other).at(-1)).toContain('988');
});

async function writes(link: string, words: string): Promise<string> {
  const body = new URLSearchParams({ text: words, nonce: randomBytes(16).toString('hex') });
  const taken = await fetch(practice.door(link), { method: 'POST', body, redirect: 'manual' });
  expect(taken.status).toBe(303);
  return page(link);
}

async function page(link: string): Promise<string> {
  const shown = await fetch(practice.door(link));
  expect(shown.status).toBe(200);
  expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
  return shown.text();
}

test('a whole booking on the page: asked one by one, read back, booked, told', async () => {
  await practice.knows('MRN-3', chatPhone);
  const link = await vi.waitFor(() => {
    const found = /https:\S+/u.exec(practice.told(chatPhone).join())?.[0];
    expect(found).toBeDefined();
    return found ?? '';
  }, patience);
  expect(await page(link)).toContain('<label for="text">');
  expect(await writes(link, 'I would like to book an appointment')).toContain('for?');
  expect(await writes(link, 'to look at a form')).toContain('Which day');
  expect(await writes(link, 'next Wednesday')).toContain('What time');
  expect(await writes(link, '3 pm')).toContain('15:00');
  await writes(link, 'yes');
  await vi.waitFor(async () => {
    expect(await page(link)).toContain('You are booked for Wednesday');
  }, patience);
  const [asked] = practice.parts.scheduler.taken.map(({ body }) => JSON.parse(body) as object);
  expect(asked).toMatchObject({ type: 'book', refs: { clinic: ['MRN-3'] } });
  // Then it asks what the practice wants to know before the visit.
  await vi.waitFor(async () => {
    expect(await page(link)).toContain('Do you take any medicines?');
  }, patience);
  expect(await writes(link, 'yes')).toContain('Which ones?');
  expect(await writes(link, 'metformin')).toContain('How shall we reach you?');
  expect(await writes(link, 'text')).toContain('that is all we need');
  const { repo } = practice.parts.ehr;
  await vi.waitFor(async () => {
    const found = await repo.searchResources<QuestionnaireResponse>({
      resourceType: 'QuestionnaireResponse',
    });
    expect(found).toMatchObject([
      {
        status: 'in-progress',
        questionnaire: 'http://clinic.example/Questionnaire/before-visit|1',
        item: [
          { linkId: 'medicines', answer: [{ valueBoolean: true }] },
          { linkId: 'which', answer: [{ valueString: 'metformin' }] },
          { linkId: 'reach', answer: [{ valueString: 'text' }] },
        ],
      },
    ]);
  }, patience);
  await practice.rests('request', 'visit-due');
});

test('what the assistant was unsure of waits in the review queue', async () => {
  await practice.texts('+15550100205', 'hm so about the other thing');
  const by = { actor: 'p-101', reason: 'review' };
  const { url, token } = (await practice.post('/v1/review/pass', by)).json as Pass;
  const queue = await fetch(`${practice.edge}${new URL(url).pathname}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  expect(await queue.text()).toContain('about the other thing');
});

test('a link that was not made here shows nothing', async () => {
  const forged = `${practice.edge}/chat/desk?who=t-zzzzzz-${'0'.repeat(32)}-${'A'.repeat(22)}`;
  expect((await fetch(forged)).status).toBe(404);
});

test('no word of what was written is in any table', async () => {
  await practice.stop();
  const tables = await dump(practice.parts.folder);
  expect(tables.some(({ table }) => table.endsWith('.conversations'))).toBe(true);
  for (const { table, text } of tables) {
    expect(text, table).not.toMatch(/Quillfeather|metformin|crushing|knee/iu);
  }
});
