/**
 * Makes many journeys fast: copies of real ones, each with numbers, ids and hashes of its own, and
 * written through the store's own statements, so that the engine goes on with them as with any.
 */
import { journeyId } from '../../packages/onward/src/core/index.ts';
import { chainHash, chainStart } from '../../packages/onward/src/runtime/chain.ts';
import { onceKey } from '../../packages/onward/src/runtime/work.ts';
import type {
  InboxRow,
  JournalRow,
  NewJourney,
  Store,
} from '../../packages/onward/src/store/index.ts';
import { makeEvent, together } from '../workload.ts';
import { makeTemplates, storiesTaken } from './templates.ts';
import type { Template } from './templates.ts';

const writers = 2;
const batch = 2_000;
const cell = 0;

/** Fills the store with live journeys, numbered from 0 as events of them are. */
export async function fill(
  store: Store,
  journeys: number,
  say: (text: string) => void,
): Promise<void> {
  const templates = await makeTemplates(store);
  const batches = Math.ceil(journeys / batch);
  const tenth = Math.ceil(batches / 10);
  await together(writers, async (writer) => {
    for (let each = writer; each < batches; each += writers) {
      const from = each * batch;
      await write(store, templates, { from, to: Math.min(journeys, from + batch) });
      if (each > 0 && each % tenth === 0) say(`${from} of ${journeys} journeys are made`);
    }
  });
}

interface Range {
  readonly from: number;
  readonly to: number;
}

async function write(
  store: Store,
  templates: readonly Template[],
  { from, to }: Range,
): Promise<void> {
  const ids = await store.nextIds(cell, 2 * (to - from) + 1);
  const copies = Array.from({ length: to - from }, (_, index): Copy => {
    const template = templates[(from + index) % templates.length];
    const [id = 0, subject = 0] = ids.slice(2 * index, 2 * index + 2);
    if (template === undefined) throw new Error('There is no template.');
    return copyOf(template, { number: from + index, id, subject });
  });
  await store.teach(
    copies.map(({ ref, journey: { subject } }) => ({ ref, subject })),
    Date.now(),
  );
  const created = copies.map(({ journey }) => journey);
  await store.transact(cell, (tx) =>
    tx.write({
      now: Date.now(),
      worker: 0,
      batch: ids.at(-1) ?? 0,
      created,
      changed: [],
      before: new Map(),
      journal: copies.flatMap(({ journal }) => journal),
      inbox: copies.flatMap(({ inbox }) => inbox),
      outbox: [],
      completions: [],
      arm: created,
      disarm: [],
      refs: [],
      unmatched: [],
      placed: [],
      restored: [],
      consents: [],
      receipts: [],
    }),
  );
}

interface Copy {
  readonly ref: string;
  readonly journey: NewJourney;
  readonly journal: readonly JournalRow[];
  readonly inbox: readonly InboxRow[];
}

interface Own {
  /** As the events of the journey count it. */
  readonly number: number;
  readonly id: number;
  readonly subject: number;
}

function copyOf(template: Template, { number, id, subject }: Own): Copy {
  const events = storiesTaken.map((story) => makeEvent(story, number, { at: 0 }));
  const ref = events[0]?.refs[0]?.ref ?? '';
  const replacing: readonly (readonly [string, string])[] = [
    [template.ref, ref],
    [journeyId(template.journey.id), journeyId(id)],
    ...template.eventIds.map((old, index) => [old, events[index]?.id ?? ''] as const),
  ];
  const renamed = (text: string): string =>
    replacing.reduce((sum, [old, own]) => sum.replaceAll(old, own), text);
  let hash = chainStart;
  const journal = template.journal.map((row): JournalRow => {
    const eventId = renamed(row.eventId);
    const own = { ...row, journey: id, eventId, body: renamed(row.body) };
    hash = chainHash(hash, own);
    return { ...own, hash };
  });
  const state = JSON.parse(renamed(JSON.stringify(template.journey.state))) as NewJourney['state'];
  // Once for each subject, by its number.
  const enrolKey = `s:${subject.toString(32)}`;
  const inbox = events.map((event): InboxRow => {
    return { key: onceKey(event.source, event.id), digest: event.digest, journey: id };
  });
  return {
    ref,
    journey: { ...template.journey, id, subject, state, hash, enrolKey },
    journal,
    inbox,
  };
}
