/** What the encoder finds near are candidates: told with their words, and never facts. */
import { beforeAll, expect, test } from 'vitest';
import { gramEncoder } from '../encoder.ts';
import type { Assistant, Reading } from '../assistant.ts';
import { loadEncoder } from '../load.ts';
import { shippedAssistant } from '../shipped.ts';
import { isAtLeast } from '../urgency/level.ts';

let assistant: Assistant;
beforeAll(async () => {
  assistant = shippedAssistant(await loadEncoder());
}, 60_000);

const nowMs = Date.UTC(2026, 10, 23, 12);
const read = (text: string, by = assistant): Promise<Reading> =>
  by.read({ messages: [{ id: '0', who: 'person', atMs: nowMs, text }], nowMs, zone: 'UTC' });

test('a clause without a concept has candidates, with its words and what made them', async () => {
  const text = 'Hello there, a tick bit me';
  const { candidates = [], doc, urgency } = await read(text);
  const [first] = candidates;
  expect(first).toMatchObject({ concept: 'bite-danger', by: { stage: 'neighbours' } });
  expect(text.slice(first?.span.start, first?.span.end)).toBe('a tick bit me');
  const found = doc.annotations.filter(({ kind }) => kind === 'concept');
  expect(JSON.stringify(found)).not.toContain('bite-danger');
  // Somebody looks the same day; no rule has fired for it.
  expect(urgency.level).toBe('soon');
  expect(urgency.reasons).toMatchObject([{ layer: 'unresolved', id: 'neighbour' }]);
});

test('what is understood, and what is no complaint, has none', async () => {
  expect((await read('my knee hurts')).candidates).toBeUndefined();
  expect((await read('which bus goes to the clinic')).candidates).toBeUndefined();
});

test('vectors of another encoder are compared with nothing', async () => {
  const other = shippedAssistant(gramEncoder());
  expect((await read('a tick bit me', other)).candidates).toBeUndefined();
});

test.each(['my face has dropped on one side', 'crushing chest pain', 'a tick bit me'])(
  '%s: what is near raises, and lowers nothing',
  async (text) => {
    const { level } = (await read(text)).urgency;
    const more = await read(`${text}. It went away by itself at once. All is as it was.`);
    expect(isAtLeast(more.urgency.level, level)).toBe(true);
  },
);

test('despair that names nothing is read now, and what only sounds like it is not', async () => {
  const { urgency } = await read("I'd be no loss to anyone");
  expect(urgency.level).toBe('review-now');
  expect(urgency.reasons).toMatchObject([{ layer: 'neighbour', id: 'despair' }]);
  const other = await read('is there any point in ringing before nine');
  expect(isAtLeast(other.urgency.level, 'review-now')).toBe(false);
});
