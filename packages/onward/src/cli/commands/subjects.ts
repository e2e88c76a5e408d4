/** `onward subjects`: two that are one person are merged, and taken apart again. */
import type { Command } from 'commander';
import { z } from 'zod';
import { expectShape } from '../client/answers.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import { table } from '../show/table.ts';
import { minute } from '../show/time.ts';
import type { Terminal } from '../terminal.ts';
import { clientOf, wholeNumber, withClient, type ClientFlags } from './client-options.ts';
import { tell } from './journeys.ts';
import type { Run } from './run.ts';

const consequences = z.looseObject({
  token: z.string(),
  refs: z.number(),
  contacts: z.number(),
  journeys: z.array(
    z.looseObject({
      id: z.string(),
      journey: z.string(),
      status: z.string(),
      twice: z.boolean(),
      then: z.string(),
    }),
  ),
  messages: z.number(),
  withdrawn: z.array(
    z.looseObject({ channel: z.string().nullable(), purpose: z.string().nullable() }),
  ),
});
type Consequences = z.output<typeof consequences>;

const merge = z.looseObject({
  id: z.string(),
  at: z.string(),
  actor: z.string(),
  reason: z.string(),
  journeys: z.array(z.string()),
  undone: z.looseObject({ at: z.string() }).nullable(),
});
type Merge = z.output<typeof merge>;

interface DoFlags extends ClientFlags {
  readonly close?: string;
  readonly actor?: string;
  readonly reason?: string;
}

async function mergeTwo(
  [from, into]: readonly [string, string],
  flags: DoFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const { close, actor, reason } = flags;
  const client = clientOf(flags);
  const asked = { from, into, ...(close === undefined ? {} : { close }) };
  const answer = await client.post('/v1/subjects/merges/preview', asked);
  const seen = expectShape(consequences, answer);
  if (actor === undefined || reason === undefined) return show(seen, flags, terminal);
  const body = { ...asked, token: seen.token, actor, reason };
  return did(await client.post('/v1/subjects/merges', body), flags, terminal);
}

async function unmerge(id: string, flags: DoFlags, terminal: Terminal): Promise<ExitCode> {
  const { actor, reason } = flags;
  const client = clientOf(flags);
  const path = `/v1/subjects/merges/${encodeURIComponent(id)}/undo`;
  const seen = expectShape(consequences, await client.get(path));
  if (actor === undefined || reason === undefined) return show(seen, flags, terminal);
  return did(await client.post(path, { token: seen.token, actor, reason }), flags, terminal);
}

function show(seen: Consequences, flags: DoFlags, terminal: Terminal): ExitCode {
  if (flags.json === true) {
    terminal.out(JSON.stringify(seen, null, 2));
    return exitCodes.ok;
  }
  const { refs, contacts, messages, withdrawn, journeys } = seen;
  const lines = table(
    [
      { title: 'journey', of: (row: Consequences['journeys'][number]) => row.id },
      { title: 'of', of: (row) => row.journey },
      { title: 'status', of: (row) => row.status },
      { title: 'then', of: (row) => (row.twice ? `${row.then} (stands twice)` : row.then) },
    ],
    journeys,
    terminal.columns,
  );
  tell(lines, { terminal, none: 'No journey changes.' });
  terminal.out(`${refs} ids and ${contacts} numbers or addresses move; ${messages} messages count`);
  for (const { channel, purpose } of withdrawn) {
    terminal.out(`not written to any more: ${channel ?? 'any channel'}, ${purpose ?? 'anything'}`);
  }
  terminal.note(unchanged);
  return exitCodes.ok;
}

function did(answer: unknown, flags: DoFlags, terminal: Terminal): ExitCode {
  const { id, journeys, undone } = expectShape(merge, answer);
  if (flags.json === true) terminal.out(JSON.stringify(answer, null, 2));
  else if (undone === null) terminal.out(`${id}  merged, ${journeys.length} journeys moved`);
  else terminal.out(`${id}  taken apart, ${journeys.length} journeys went back`);
  return exitCodes.ok;
}

const correction = z.looseObject({
  token: z.string(),
  stands: z.string(),
  wouldStand: z.string(),
  moves: z.boolean(),
  facts: z.array(z.string()),
  milestones: z.array(z.string()),
  asked: z.array(z.string()),
  refused: z.number(),
});

interface CorrectFlags extends DoFlags {
  readonly seq: number;
  readonly to: string;
}

async function correct(
  journey: string,
  flags: CorrectFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const { seq, to, actor, reason } = flags;
  const client = clientOf(flags);
  const asked = { journey, seq, to };
  const path = '/v1/subjects/corrections';
  let answer = await client.post(`${path}/preview`, asked);
  const seen = expectShape(correction, answer);
  const isDone = actor !== undefined && reason !== undefined;
  if (isDone) answer = await client.post(path, { ...asked, token: seen.token, actor, reason });
  if (flags.json === true) {
    terminal.out(JSON.stringify(answer, null, 2));
    return exitCodes.ok;
  }
  const { stands, wouldStand, moves, facts, milestones, refused } = seen;
  terminal.out(`stands at ${stands}; without the event at ${wouldStand}`);
  if (moves) terminal.out(`${isDone ? 'moved' : 'would be moved'} to ${wouldStand}`);
  const left = [
    ...facts.map((name) => `fact ${name}`),
    ...milestones.map((name) => `milestone ${name}`),
    ...seen.asked.map((name) => `asked ${name}`),
    ...(refused === 0 ? [] : [`${refused} later inputs`]),
  ];
  if (left.length > 0)
    terminal.out(`cannot be taken back, so that its owner is told: ${left.join(', ')}`);
  if (!isDone) terminal.note(unchanged);
  return exitCodes.ok;
}

const unchanged = 'Nothing is changed yet: --actor <person> --reason <code> does it.';

async function list(flags: ClientFlags, terminal: Terminal): Promise<ExitCode> {
  const answer = await clientOf(flags).get('/v1/subjects/merges');
  const { merges } = expectShape(z.looseObject({ merges: z.array(merge) }), answer);
  if (flags.json === true) {
    terminal.out(JSON.stringify(answer, null, 2));
    return exitCodes.ok;
  }
  const lines = table(
    [
      { title: 'merge', of: (row: Merge) => row.id },
      { title: 'at (UTC)', of: (row) => minute(row.at) },
      { title: 'by', of: (row) => row.actor },
      { title: 'why', of: (row) => row.reason },
      { title: 'journeys', of: (row) => String(row.journeys.length) },
      { title: '', of: (row) => (row.undone === null ? '' : `undone ${minute(row.undone.at)}`) },
    ],
    merges,
    terminal.columns,
  );
  tell(lines, { terminal, none: 'Nobody was merged.' });
  return exitCodes.ok;
}

export function addSubjects(cli: Command, run: Run): void {
  const subjects = cli.command('subjects').description('who is who: merged, and taken apart again');
  withClient(subjects.command('merge').description('says that two are one; without --actor tells'))
    .argument('<from>', 'a journey of whom is merged, jrn_…')
    .argument('<into>', 'a journey of whom they are, jrn_…')
    .option('--close <step>', 'the end at which a journey closes that stands twice')
    .option('--actor <person>', 'who says so, by opaque id')
    .option('--reason <code>', 'why: a reason code')
    .action((from: string, into: string, flags: DoFlags) =>
      run((terminal) => mergeTwo([from, into], flags, terminal)),
    );
  withClient(subjects.command('unmerge').description('takes them apart; without --actor tells'))
    .argument('<merge>', 'its id, mrg_…')
    .option('--actor <person>', 'who says so, by opaque id')
    .option('--reason <code>', 'why: a reason code')
    .action((id: string, flags: DoFlags) => run((terminal) => unmerge(id, flags, terminal)));
  withClient(subjects.command('correct').description('gives an event to the journey that it is of'))
    .argument('<journey>', 'the journey that took it, jrn_…')
    .requiredOption('--seq <n>', 'which entry of its journal', wholeNumber(1, 2_000_000_000))
    .requiredOption('--to <journey>', 'the journey that it is of, jrn_…')
    .option('--actor <person>', 'who says so, by opaque id')
    .option('--reason <code>', 'why: a reason code')
    .action((journey: string, flags: CorrectFlags) =>
      run((terminal) => correct(journey, flags, terminal)),
    );
  withClient(subjects.command('merges').description('who was made one, the newest first')).action(
    (flags: ClientFlags) => run((terminal) => list(flags, terminal)),
  );
}
