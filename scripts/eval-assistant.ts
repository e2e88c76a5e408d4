/**
 * `npm run eval:assistant`: each goal beside what is reached, on our own sets and
 * on what stands in ../shared/data/assistant. 1 where one is missed. `--quick` leaves out CLINC150.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  draftOfConversation,
  isFact,
  loadEncoder,
  shippedAssistant,
  slotsIn,
  type Assistant,
} from '../packages/onward/src/assistant/index.ts';
import { evaluateIntents } from '../packages/onward/src/cli/assistant/eval-intents.ts';
import { evaluateUrgency } from '../packages/onward/src/cli/assistant/eval-urgency.ts';
import type { UrgentExample } from '../packages/onward/src/cli/assistant/examples.ts';
import { isMet, tellGoals, type Goal } from '../packages/onward/src/cli/assistant/findings.ts';
import { messagesOf } from '../packages/onward/src/cli/assistant/note.ts';
import { heapFlags } from '../packages/onward/src/cli/compose/memory.ts';
import { consultations, dataFolder, dialogues, slotTurns } from './assistant-data.ts';

const examplesFolder = join(import.meta.dirname, '../packages/onward/src/assistant/examples');
const nowMs = Date.UTC(2026, 10, 20, 12);
const ticks = (): number => performance.now();
const isQuick = process.argv.includes('--quick');

const assistant = shippedAssistant(await loadEncoder());
if (process.argv.includes('--memory')) {
  await readThousand();
  console.log(process.memoryUsage.rss());
  process.exit(0);
}
const goals: Goal[] = [];
for (const [name, title] of [
  ['urgency-development', 'own set'],
  ['urgency-frozen', 'own set, frozen'],
  ['urgency-later', 'own set, later'],
] as const) {
  const found = await evaluateUrgency({ assistant, examples: urgent(name), nowMs, ticks });
  goals.push(...found.goals.map((goal) => ({ ...goal, what: `${title}: ${goal.what}` })));
}
goals.push(await denials(assistant), memory(), coldStart(), ...offline(), ...slots(), ...notes());
const clinc = join(dataFolder, 'clinc150-train-val.json');
if (!existsSync(clinc)) skipped('CLINC150');
else if (!isQuick) {
  const work = { encoder: await loadEncoder(), path: clinc, tell: progress(), ticks };
  const found = await evaluateIntents(work);
  goals.push(...found.goals.map((goal) => ({ ...goal, what: `CLINC150 val: ${goal.what}` })));
}
const plain = (_tone: string, text: string): string => text;
tellGoals(goals, { out: console.log, note: console.error, paint: plain, columns: 120 });
process.exitCode = goals.every(isMet) ? 0 : 1;

function urgent(name: string): readonly UrgentExample[] {
  const groups = read(`${name}.json`) as readonly {
    readonly level: UrgentExample['level'];
    readonly texts: readonly (string | readonly string[])[];
  }[];
  return groups.flatMap(({ level, texts }) =>
    texts.map((text, at) => ({
      id: String(at),
      texts: typeof text === 'string' ? [text] : text,
      ...(level === undefined ? {} : { level }),
    })),
  );
}

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(examplesFolder, name), 'utf8')) as unknown;
}

/** F1 of what is denied, on our own sentences; what is not found at all counts as missed. */
async function denials({ read: readAll }: Assistant): Promise<Goal> {
  const rows = read('denials.json') as readonly (readonly [string, string, boolean])[];
  const counts = { right: 0, wrong: 0, missed: 0 };
  for (const [text, concept, isDenied] of rows) {
    const messages = [{ id: '0', who: 'person' as const, atMs: nowMs, text }];
    const { doc } = await readAll({ messages, nowMs, zone: 'UTC' });
    const found = doc.annotations.flatMap((each) =>
      each.kind === 'concept' && each.concept === concept ? [each.status.isNegated] : [],
    );
    const isFound = found.length > 0 && found.every(Boolean);
    if (isFound && isDenied) counts.right += 1;
    if (isFound && !isDenied) counts.wrong += 1;
    if (!isFound && isDenied) counts.missed += 1;
  }
  return { what: 'own set: denials, F1', reached: f1(counts), least: 0.95 };
}

interface Counts {
  readonly right: number;
  readonly wrong: number;
  readonly missed: number;
}

function f1({ right, wrong, missed }: Counts): number {
  return (2 * right) / (2 * right + wrong + missed);
}

/** What a process of its own takes, that does nothing else than read them. */
function memory(): Goal {
  const { stdout } = spawnSync(process.execPath, [...heapFlags, import.meta.filename, '--memory']);
  const reached = Number(stdout.toString()) / 1e6 || Number.POSITIVE_INFINITY;
  return { what: 'memory after a thousand messages', reached, most: 500, unit: ' MB' };
}

async function readThousand(): Promise<void> {
  for (const { texts } of urgent('urgency-development').slice(0, 1_000)) {
    const messages = texts.map((text, at) => ({
      id: String(at),
      who: 'person' as const,
      atMs: nowMs,
      text,
    }));
    await assistant.read({ messages, nowMs, zone: 'UTC' });
  }
}

/** From nothing to the first answer, in a process of its own. */
function coldStart(): Goal {
  const from = ticks();
  const main = join(import.meta.dirname, '../packages/onward/src/cli/main.ts');
  const { status } = spawnSync(process.execPath, [main, 'assistant', 'explain', 'hello']);
  const seconds = status === 0 ? (ticks() - from) / 1_000 : Number.POSITIVE_INFINITY;
  return { what: 'cold start, to the first answer', reached: seconds, most: 2, unit: ' s' };
}

/** The same figures in a network namespace of its own, which has no route anywhere. */
function offline(): readonly Goal[] {
  const folder = mkdtempSync(join(tmpdir(), 'onward-offline-'));
  try {
    const file = join(folder, 'later.jsonl');
    const lines = urgent('urgency-later').map(({ texts, ...row }, at) => {
      return JSON.stringify({ ...row, id: String(at), text: texts });
    });
    writeFileSync(file, lines.join('\n'));
    const main = join(import.meta.dirname, '../packages/onward/src/cli/main.ts');
    const line = [process.execPath, main, 'assistant', 'eval', '--urgency', file, '--json'];
    if (spawnSync('unshare', ['-rn', 'true']).status !== 0) {
      console.error('offline: skipped, this machine lets nobody make a network namespace');
      return [];
    }
    const [here, there] = [
      spawnSync(line[0] ?? '', line.slice(1)),
      spawnSync('unshare', ['-rn', ...line]),
    ];
    const told = (output: Buffer): string =>
      /"results":(\[.*?\])/s.exec(output.toString())?.[1] ?? '';
    const isSame = told(there.stdout) !== '' && told(here.stdout) === told(there.stdout);
    return [{ what: 'without a route: reads the same', reached: isSame ? 1 : 0, least: 1 }];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What of SGD's slots is said in words; kinds of doctor and yes-or-no are not. */
function slots(): readonly Goal[] {
  const names: Readonly<Record<string, string>> = {
    appointment_date: 'day',
    appointment_time: 'time',
    city: 'place',
    dentist_name: 'clinician',
    doctor_name: 'clinician',
  };
  const same = (text: string): string => text.toLowerCase().replace(/^the |\.$/g, '');
  return ['train', 'dev'].flatMap((part): readonly Goal[] => {
    const turns = slotTurns(join(dataFolder, `sgd-medical-${part}.json`));
    if (turns.length === 0) return skipped(`SGD ${part}`);
    const counts = { right: 0, wrong: 0, missed: 0 };
    for (const turn of turns) {
      const meant = turn.slots.map(({ slot, text }) => `${names[slot] ?? ''}:${same(text)}`);
      const found = slotsIn(turn.text).map(({ slot, text }) => `${slot}:${same(text)}`);
      counts.right += meant.filter((each) => found.includes(each)).length;
      counts.missed += meant.filter((each) => !found.includes(each)).length;
      counts.wrong += found.filter((each) => !meant.includes(each)).length;
    }
    return [{ what: `SGD ${part}: slots, joint F1`, reached: f1(counts), least: 0.85 }];
  });
}

/**
 * Key facts: the concepts of our lexicon in the note that a person wrote. Of these, the share that
 * the draft holds as a fact or within a sentence of its plan.
 */
function notes(): readonly Goal[] {
  const all = consultations(dataFolder);
  if (all.length === 0) return skipped('primock57');
  const { lexicon } = assistant;
  let key = 0;
  let held = 0;
  let dropped = 0;
  for (const { messages, note } of all) {
    const { doc, draft, unsupported } = draftOfConversation({ messages, nowMs, zone: 'UTC' });
    dropped += unsupported.length;
    const written = [{ id: '0', who: 'person' as const, atMs: nowMs, text: note }];
    const wanted = conceptsOf(draftOfConversation({ messages: written, nowMs, zone: 'UTC' }).doc);
    const spans = draft.sentences.flatMap((each) => each.spans);
    const found = new Set(
      doc.annotations.flatMap((each) =>
        each.kind === 'concept' &&
        spans.some(
          ({ message, start, end }) =>
            message === each.span.message && start <= each.span.start && each.span.end <= end,
        )
          ? [each.concept]
          : [],
      ),
    );
    const keys = wanted.filter((each) => isFact(lexicon, each));
    key += keys.length;
    held += keys.filter((each) => found.has(each)).length;
  }
  return [
    { what: 'primock57: facts not borne out', reached: dropped, most: 0 },
    { what: 'primock57: key facts, recall', reached: held / key, least: 0.8 },
    ...mtsDialog(),
  ];
}

function conceptsOf(doc: ReturnType<typeof draftOfConversation>['doc']): readonly string[] {
  const found = doc.annotations.flatMap((each) => (each.kind === 'concept' ? [each.concept] : []));
  return [...new Set(found)];
}

/** Here only whether all is borne out: its notes are of single sections. */
function mtsDialog(): readonly Goal[] {
  const all = dialogues(join(dataFolder, 'mts-dialog-ValidationSet.csv'));
  if (all.length === 0) return skipped('MTS-Dialog');
  const dropped = all.reduce((sum, text) => {
    const messages = messagesOf(text, nowMs);
    return sum + draftOfConversation({ messages, nowMs, zone: 'UTC' }).unsupported.length;
  }, 0);
  return [{ what: 'MTS-Dialog val: facts not borne out', reached: dropped, most: 0 }];
}

function skipped(what: string): readonly Goal[] {
  console.error(`${what}: skipped, its data is not in ../shared/data/assistant`);
  return [];
}

function progress(): (line: string) => void {
  let last = ticks();
  return (line) => {
    if (ticks() - last < 10_000) return;
    last = ticks();
    console.error(line);
  };
}
