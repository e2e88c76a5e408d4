/**
 * The laws of a connector's contract (core/connector.ts), tried on its recorded deliveries and on
 * what is made of them. A finding names the recording and the law; it repeats nothing of either.
 */
import type { Connector, Json, Received } from '../../core/index.ts';
import { canonicalJson, OnwardError } from '../../core/index.ts';
import type { Bench } from './bench.ts';
import { canary, chanceOf, damaged, placesIn, turned, withCanary } from './hostile.ts';
import type { Trial } from './module.ts';
import type { NamedRecording, Recording } from './recording.ts';
import { toldOf } from './recording.ts';

export interface Finding {
  readonly law: LawName;
  /** File of the recording; absent where it concerns the connector as a whole. */
  readonly recording?: string;
  readonly message: string;
}

/** Each law in the words that it is told by. */
export const laws = {
  described: 'what it can say and do is described in full, and any settings get an answer',
  expected: 'a recorded delivery gives what is expected of it',
  declared: 'every event is declared, with its refs and data in their types',
  forged: 'a copy with one bit turned is refused, and so is one without its proof',
  truncated: 'a copy that is cut short is refused',
  steady: 'whatever comes, it does not throw',
  repeated: 'a repeat gives the same ids',
  silent: 'a refusal repeats nothing of the delivery',
} as const;
export type LawName = keyof typeof laws;

/** What a recording shows against the connector; nothing when it keeps every law. */
export async function tryRecording(
  bench: Bench,
  { name, recording }: NamedRecording,
): Promise<readonly Finding[]> {
  const found: Finding[] = [];
  for (const [law, look] of Object.entries(ofRecordings)) {
    const message = await look(bench, recording).catch(failed);
    if (message !== undefined) found.push({ law: law as LawName, recording: name, message });
  }
  return found;
}

/** Undefined: the law is kept. */
type Look = (bench: Bench, recording: Recording) => Promise<string | undefined>;

const ofRecordings: Readonly<Partial<Record<LawName, Look>>> = {
  expected,
  declared,
  forged,
  truncated,
  steady,
  repeated,
  silent,
};

/** The error of a connector may quote the delivery: only its kind is told. */
function failed(error: unknown): string {
  if (error instanceof OnwardError) return `${error.code}: ${error.message}`;
  return `The connector threw ${error instanceof Error ? error.name : typeof error}.`;
}

async function expected(bench: Bench, recording: Recording): Promise<string | undefined> {
  if (recording.expect === undefined) {
    return 'Nothing is expected yet; say what, or run this with --accept and read it.';
  }
  const told = (await bench.receive(bench.deliver(recording))).map(toldOf);
  const wanted = recording.expect.map((each) => {
    if (!('event' in each) || each.occurredAt === undefined) return each;
    return { ...each, occurredAt: new Date(each.occurredAt).toISOString() };
  });
  const at = differenceOf(asJson(told), asJson(wanted), '');
  return at === undefined ? undefined : `What came differs from what is expected, at ${at || '/'}.`;
}

function asJson(value: unknown): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

/** Pointer to the first difference. */
function differenceOf(
  came: Json | undefined,
  wanted: Json | undefined,
  at: string,
): string | undefined {
  if (came === undefined || wanted === undefined) return came === wanted ? undefined : at;
  if (typeof came !== 'object' || typeof wanted !== 'object' || came === null || wanted === null) {
    return came === wanted ? undefined : at;
  }
  const [left, right] = [membersOf(came), membersOf(wanted)];
  for (const name of new Set([...left.keys(), ...right.keys()])) {
    const inner = differenceOf(left.get(name), right.get(name), `${at}/${name}`);
    if (inner !== undefined) return inner;
  }
  return undefined;
}

function membersOf(value: object): ReadonlyMap<string, Json> {
  return new Map(Object.entries(value) as [string, Json][]);
}

async function declared(bench: Bench, recording: Recording): Promise<string | undefined> {
  const delivery = bench.deliver(recording);
  for (const each of await bench.receive(delivery)) bench.pass(each, delivery.receivedAt);
  return undefined;
}

const mostCopies = 200;

/** A connector of lines takes what its network lets through; the others prove who sent it. */
function proves({ connector }: Bench): boolean {
  return connector.receive !== undefined && connector.claims === undefined;
}

async function forged(bench: Bench, recording: Recording): Promise<string | undefined> {
  if (!proves(bench) || !(await isTaken(bench, recording))) return undefined;
  const delivery = bench.deliver(recording);
  for (const at of placesIn(delivery.body.length, mostCopies)) {
    const copy = { ...delivery, body: turned(delivery.body, at) };
    if (!isRefused(await bench.receive(copy))) return `With byte ${at} changed it is taken.`;
  }
  const bare = await bench.receive({ ...delivery, headers: {} });
  return isRefused(bare) ? undefined : 'Without its headers it is taken.';
}

async function truncated(bench: Bench, recording: Recording): Promise<string | undefined> {
  if (!proves(bench) || !(await isTaken(bench, recording))) return undefined;
  const delivery = bench.deliver(recording);
  for (const length of placesIn(delivery.body.length, mostCopies)) {
    const copy = { ...delivery, body: delivery.body.subarray(0, length) };
    if (!isRefused(await bench.receive(copy))) return `Cut to ${length} bytes it is taken.`;
  }
  return undefined;
}

async function isTaken(bench: Bench, recording: Recording): Promise<boolean> {
  const received = await bench.receive(bench.deliver(recording));
  return received.some(({ kind }) => kind === 'event');
}

function isRefused(received: readonly Received[]): boolean {
  return received.length > 0 && received.every(({ kind }) => kind === 'refused');
}

const rounds = 400;

async function steady(bench: Bench, recording: Recording): Promise<string | undefined> {
  const { body } = bench.deliver(recording);
  const chance = chanceOf(1);
  for (let round = 0; round < rounds; round++) {
    const delivery = bench.deliver(recording, { body: damaged(body, chance) });
    const received: unknown = await bench.receive(delivery);
    if (!Array.isArray(received)) return 'It does not give a list.';
    const kinds = (received as readonly Received[]).map(({ kind }) => kind);
    if (!kinds.every((kind) => ['event', 'refused', 'retry'].includes(kind))) {
      return 'It gives an item that is no event, refusal or retry.';
    }
  }
  return undefined;
}

const laterMs = 3_600_000;

/** Systems send again what was not answered: at a later time, and proved anew. */
async function repeated(bench: Bench, recording: Recording): Promise<string | undefined> {
  const first = await bench.receive(bench.deliver(recording));
  const again = await bench.receive(bench.deliver(recording));
  if (idsOf(first) !== idsOf(again)) return 'The same delivery gives other ids.';
  const at = Date.parse(recording.receivedAt) + laterMs;
  const later = await bench.receive(bench.deliver(recording, { receivedAt: at }));
  // Without a way to sign, a later copy is refused for its age.
  if (isRefused(later) || idsOf(first) === idsOf(later)) return undefined;
  return 'An hour later the same body gives other ids.';
}

function idsOf(received: readonly Received[]): string {
  const ids = received.map((each) => {
    if (each.kind !== 'event') return each.kind;
    const { event, id, covers } = each.event;
    return [event, id, covers?.content ?? '', covers?.part ?? 0].join(' ');
  });
  return JSON.stringify(ids);
}

async function silent(bench: Bench, recording: Recording): Promise<string | undefined> {
  const { body } = recording;
  if (body === undefined) return undefined;
  for (const changed of withCanary(body, mostCopies)) {
    const delivery = bench.deliver(recording, { body: Buffer.from(JSON.stringify(changed)) });
    for (const each of await bench.receive(delivery)) {
      if (each.kind !== 'refused') continue;
      const told = JSON.stringify([each.code, each.message, each.at ?? []]);
      if (told.includes(canary)) return 'A refusal holds a value of the delivery.';
    }
  }
  return undefined;
}

const nonsense: readonly Json[] = [null, true, 7, '', [], {}, [[]], { secret: 7 }, { events: [] }];

/** What is found before anything comes: `describe` gives an answer, and says what is there. */
export function tryDescription(
  connector: Connector,
  { settings }: Pick<Trial, 'settings'>,
): readonly Finding[] {
  const found: string[] = [];
  const described = answered(connector, settings);
  if (described === undefined) found.push('`describe` throws for the settings of the trial.');
  if (nonsense.some((each) => answered(connector, each) === undefined)) {
    found.push('`describe` throws for settings of another form; give problems.');
  }
  if (described !== undefined && 'manifest' in described) {
    const { commands, lookUps } = described.manifest;
    const missing = (what: object, how: keyof Connector): boolean =>
      Object.keys(what).length > 0 && !(how in connector);
    if (missing(commands, 'send')) found.push('It declares commands and has no `send`.');
    if (missing(lookUps, 'lookUp')) found.push('It declares look-ups and has no `lookUp`.');
    const calls = ['send', 'lookUp', 'catchUp', 'refetch', 'probe', 'brief'] as const;
    if (calls.some((call) => call in connector) && !('hosts' in connector)) {
      found.push('It calls out and has no `hosts`.');
    }
    const again = answered(connector, settings);
    if (canonicalJson(asJson(described)) !== canonicalJson(asJson(again ?? null))) {
      found.push('`describe` gives another answer the second time.');
    }
  }
  return found.map((message) => ({ law: 'described', message }));
}

function answered(
  connector: Connector,
  settings: Json,
): ReturnType<Connector['describe']> | undefined {
  try {
    const answer: unknown = connector.describe(settings);
    const isAnswer =
      typeof answer === 'object' &&
      answer !== null &&
      ('manifest' in answer || 'problems' in answer);
    return isAnswer ? (answer as ReturnType<Connector['describe']>) : undefined;
  } catch {
    return undefined;
  }
}
