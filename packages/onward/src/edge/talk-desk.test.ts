/** What becomes of a message when something breaks, comes again, or was perhaps not handed on. */
import { describe, expect, onTestFinished, test } from 'vitest';
import { docOf, type Reading } from '../assistant/index.ts';
import { connectors } from '../connectors/index.ts';
import { serveLoopback } from '../connectors/outbound.fixture.ts';
import { compileObject } from '../core/index.ts';
import type { OperationalEvent } from '../core/index.ts';
import type { Conversations } from './conversations.ts';
import { setupsOf } from './edge-parts.ts';
import { createGate } from './gate.ts';
import { createIntake } from './intake.ts';
import { createOutbound } from './outbound.ts';
import { tellAgain } from './talk-again.ts';
import { talked } from './talk-commands.ts';
import type { Reader } from './talk-reader.ts';
import { processOf } from './vault.fixture.ts';
import { deliver, setupAt, text } from '../connectors/twilio/twilio.fixture.ts';

const now = Date.parse('2026-11-02T09:00:00Z');

function program() {
  const { program: made, problems } = compileObject(
    {
      program: 'desk',
      calendars: { always: { zone: 'UTC', week: { 'mon-sun': '00:00-24:00' } } },
      teams: { desk: { calendar: 'always', people: ['p-1'], fallback: 'lead' } },
      roles: { lead: { calendar: 'always', people: ['p-2'] } },
      exceptions: { within: '1d', escalate: ['lead'], every: '1d' },
      systems: {
        sms: {
          connector: 'twilio',
          owner: 'desk',
          settings: { from: 'SMS_FROM', 'public-url': 'SMS_URL', url: 'TWILIO_URL' },
        },
        desk: {
          connector: 'assistant',
          owner: 'desk',
          settings: { texts: 'sms', region: 'us', zone: 'UTC' },
        },
      },
      journeys: [
        {
          journey: 'inbox',
          subject: 'patient',
          owner: 'lead',
          enrol: { on: 'desk.message.read', 'once-per': 'event' },
          start: 'read',
          stages: {
            reading: {
              steps: {
                read: {
                  task: 'read',
                  owner: 'desk',
                  within: '10m',
                  actions: { done: 'over' },
                  overdue: { escalate: ['lead'], every: '10m' },
                },
                over: { end: 'over' },
              },
            },
          },
        },
      ],
    },
    connectors,
  );
  if (made === undefined) throw new Error(JSON.stringify(problems));
  return made;
}

/** Reads nothing of concern, until it breaks. */
function readerOf(read: Reader['read']): Reader {
  return {
    version: 'test',
    read,
    draft: (of) => ({ doc: docOf(of), draft: { sentences: [] }, unsupported: [] }),
  };
}

const calm: Reader['read'] = (of) =>
  Promise.resolve<Reading>({
    doc: docOf(of),
    urgency: { level: 'admin', confidence: 1, reasons: [] },
    broken: [],
  });

async function desk(reader: Reader, url = 'http://127.0.0.1:9') {
  const world = await processOf(undefined, undefined, () => now);
  const clock = { now };
  const out = createOutbound({ nowMs: () => clock.now, allowed: ['loopback'] });
  const { conversations, readings, vault } = world;
  const parts = {
    program: program(),
    connectors,
    gate: createGate({ program: program(), keys: world.keys }),
    vault,
    out,
    secret: (name: string) => setupAt(url).secret(name),
    talk: { conversations, readings, reader },
  };
  return { parts, clock, conversations, intake: createIntake(parts) };
}

async function events(intake: ReturnType<typeof createIntake>, words: string, of = '1') {
  const taken = await intake.receive(
    'sms',
    deliver(text(words, { MessageSid: `SM${of.repeat(32)}` })),
  );
  return taken.flatMap((each) => (each.kind === 'event' ? [each.event] : []));
}

describe('a message', () => {
  test('that nobody could read is for a person within minutes', async () => {
    const { intake, conversations } = await desk(
      readerOf(() => Promise.reject(new Error('Canary broke it.'))),
    );
    const [read, ...others] = await events(intake, 'Canary has a question');
    expect(others).toEqual([]);
    expect(read).toMatchObject({
      type: 'desk.message.read',
      data: { level: 'review-now', 'needs-person': true, channel: 'sms' },
    });
    expect(JSON.stringify(read)).not.toContain('Canary');
    const [kept] = await conversations.page({ limit: 9 });
    expect(kept).toMatchObject({ state: 'person', talk: { messages: [{ who: 'person' }, {}] } });
    expect(kept?.talk.readings).toMatchObject([{ broken: ['assistant'] }]);
  });

  test('that comes again is one message, and tells the same', async () => {
    const { intake, conversations } = await desk(readerOf(calm));
    const first = await events(intake, 'hello');
    const again = await events(intake, 'hello');
    expect(again).toEqual(first);
    const [kept, ...others] = await conversations.page({ limit: 9 });
    expect(others).toEqual([]);
    expect(kept?.talk.messages.filter(({ who }) => who === 'person')).toHaveLength(1);
  });

  test('that is urgent is answered again when it comes again, and another is not', async () => {
    const sid = `SM${'1'.repeat(32)}`;
    const texts = await serveLoopback(() => ({ status: 201, body: { sid, status: 'queued' } }));
    onTestFinished(() => texts.close());
    const urgent: Reader['read'] = async (of) => {
      const isUrgent = of.messages.at(-1)?.text.includes('breathe') === true;
      const reading = await calm(of);
      return isUrgent
        ? { ...reading, urgency: { level: 'emergency', confidence: 1, reasons: [] } }
        : reading;
    };
    const { intake } = await desk(readerOf(urgent), texts.url);
    await events(intake, 'hello');
    await events(intake, 'hello');
    const before = texts.taken.length;
    await events(intake, 'I cannot breathe', '2');
    const once = texts.taken.length - before;
    await events(intake, 'I cannot breathe', '2');
    expect(before).toBeLessThanOrEqual(1);
    expect(once).toBeGreaterThan(0);
    expect(texts.taken).toHaveLength(before + 2 * once);
  });

  test('that was perhaps not handed on is told again until it is taken', async () => {
    const { parts, clock, intake } = await desk(readerOf(calm));
    const first = await events(intake, 'hello');
    const told: OperationalEvent[] = [];
    const commit = (each: readonly OperationalEvent[]) => Promise.resolve(told.push(...each));
    expect(await tellAgain({ ...parts, commit })).toBe(0);
    clock.now += 21_000;
    const away = () => Promise.reject(new Error('away'));
    await expect(tellAgain({ ...parts, commit: away })).rejects.toThrow('away');
    expect(await tellAgain({ ...parts, commit })).toBe(1);
    expect(told).toEqual(first);
    expect(await tellAgain({ ...parts, commit })).toBe(0);
  });
});

test('what a journey asks while the person writes is done at once', async () => {
  const { intake, conversations, parts } = await desk(readerOf(calm));
  await events(intake, 'hello');
  const [begun] = await conversations.page({ limit: 9 });
  const late = ['2', '3'];
  const put: Conversations['put'] = async (...given) => {
    const of = late.shift();
    if (of !== undefined) await events(intake, 'and one thing more', of);
    return conversations.put(...given);
  };
  const talk = { ...parts.talk, conversations: { ...conversations, put } };
  const setup = setupsOf(parts).get('desk');
  if (setup === undefined) throw new Error('The program has no desk.');
  const args = { conversation: begun?.id ?? '' };
  const errand = { key: 'o1-1', command: 'close', args, journey: 'o1' };
  const tried = await talked({ errand, setup, known: [] }, { ...parts, talk });
  expect(tried).toEqual({ kind: 'done', data: {} });
  const [kept] = await conversations.page({ limit: 9 });
  expect(kept?.state).toBe('closed');
  expect(kept?.talk.messages.filter(({ who }) => who === 'person')).toHaveLength(3);
});
