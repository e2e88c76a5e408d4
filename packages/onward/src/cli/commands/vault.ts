/** `onward vault`: rotate the installation key, and erase a subject, while everything runs. */
import { createInterface } from 'node:readline/promises';
import { parseJourneyId, RejectError, StopError } from '../../core/index.ts';
import type { Rotation } from '../../edge/index.ts';
import { coordinatorAt } from '../compose/coordinator.ts';
import type { DatabasePlace } from '../compose/database.ts';
import {
  eraseSubject,
  forgetSubjectOf,
  openBothBeside,
  openEdgeBeside,
  openKept,
  type ErasedSubject,
  type ErasingParts,
} from '../compose/edge-tools.ts';
import { exitCodes, type ExitCode } from '../exit.ts';
import type { Terminal } from '../terminal.ts';

export interface VaultFlags {
  readonly data: string;
  readonly databaseUrl?: string;
  readonly json?: boolean;
}

export async function rotate(flags: VaultFlags, terminal: Terminal): Promise<ExitCode> {
  const place = placeOf(flags, terminal);
  const store = await openEdgeBeside(place);
  try {
    const safe = await openKept(store, place);
    const { current, old } = safe.keys.ring;
    const report = everySecond((text) => place.onProgress(text));
    const rotation = await safe.rotate({
      onProgress: ({ keys, refs }) => report(`${keys} data keys and ${refs} ids so far`),
    });
    const next = nextOf(rotation, old.length);
    if (flags.json === true) {
      const { keys, refs, left } = rotation;
      const ring = { current: current.id, old: old.map(({ id }) => id) };
      terminal.out(JSON.stringify({ ...ring, keys, refs, left, next: next.step }, null, 2));
    } else {
      for (const line of linesOf(rotation, current.id)) terminal.out(line);
      terminal.out(terminal.paint('strong', next.words));
    }
    return next.step === 'rotate-again' ? exitCodes.transient : exitCodes.ok;
  } finally {
    await store.close();
  }
}

function linesOf({ keys, refs, left }: Rotation, id: string): readonly string[] {
  return [
    `the first key of the ring is ${id}`,
    `brought under it: ${keys} data keys, ${refs} ids`,
    `left under another: ${left.keys} data keys, ${left.refs} ids`,
  ];
}

interface Next {
  readonly step: 'add-new' | 'rotate-again' | 'drop-old';
  readonly words: string;
}

/** The steps of an operator, as `rotate` of the edge says them. */
function nextOf({ left }: Rotation, olds: number): Next {
  if (left.keys + left.refs > 0) {
    const words =
      'Next: see that every process has the new key first (step 2), then rotate again (step 3).';
    return { step: 'rotate-again', words };
  }
  if (olds === 0) {
    const words =
      'There is one key. To change it: give every process ONWARD_KEY="OLD NEW" (step 1), ' +
      'then every process "NEW OLD" (step 2), then rotate (step 3).';
    return { step: 'add-new', words };
  }
  const words =
    'Next: once every process has run with this key first, give each ONWARD_KEY with this key ' +
    'alone, and destroy the others (step 4).';
  return { step: 'drop-old', words };
}

/** Passes on one text a second at the most. */
function everySecond(write: (text: string) => void): (text: string) => void {
  let next = performance.now() + 1_000;
  return (text) => {
    if (performance.now() < next) return;
    next = performance.now() + 1_000;
    write(text);
  };
}

export interface EraseFlags extends VaultFlags {
  readonly reason?: string;
  readonly yes?: boolean;
  readonly coordinator?: string;
  readonly edgeToken?: string;
}

export async function erase(
  journey: string,
  flags: EraseFlags,
  terminal: Terminal,
): Promise<ExitCode> {
  const number = parseJourneyId(journey);
  if (number === undefined) throw noJourney();
  if (flags.yes !== true && !(await isConfirmed(journey))) {
    terminal.note('Nothing is erased.');
    return exitCodes.findings;
  }
  const at = Date.now();
  const place = placeOf(flags, terminal);
  const erased = await (flags.coordinator === undefined
    ? eraseHere(number, { place, at })
    : eraseAway(journey, { place, at, coordinator: flags.coordinator, token: flags.edgeToken }));
  tell(erased, { journey, at: new Date(at).toISOString(), flags, terminal });
  return exitCodes.ok;
}

interface Work {
  readonly place: DatabasePlace;
  readonly at: number;
}

/** Both planes' stores are in one database. */
async function eraseHere(journey: number, { place, at }: Work): Promise<ErasedSubject> {
  const both = await openBothBeside(place);
  try {
    const { vault } = await openKept(both.edge, place);
    const forget: ErasingParts['forget'] = async (erased) => {
      const known = await forgetSubjectOf(both.store, journey, erased);
      if (known === undefined) throw noJourney();
      return known;
    };
    return await eraseSubject({ vault, forget, at });
  } finally {
    await both.close();
  }
}

interface WorkAway extends Work {
  readonly coordinator: string;
  readonly token: string | undefined;
}

/** The vault is here, and the coordinator is asked for what it knows the subject by. */
async function eraseAway(
  journey: string,
  { place, at, coordinator: url, token }: WorkAway,
): Promise<ErasedSubject> {
  if (token === undefined) {
    const message = 'The two planes share a secret: set ONWARD_EDGE_TOKEN here and there.';
    throw new StopError('ONW-EDGE-TOKEN', message);
  }
  const coordinator = coordinatorAt({ url, token });
  const store = await openEdgeBeside(place);
  try {
    const { vault } = await openKept(store, place);
    const forget: ErasingParts['forget'] = (erased) => coordinator.forget(journey, erased);
    return await eraseSubject({ vault, forget, at });
  } finally {
    await store.close();
  }
}

interface Telling {
  readonly journey: string;
  readonly at: string;
  readonly flags: EraseFlags;
  readonly terminal: Terminal;
}

function tell({ refs, ids }: ErasedSubject, { journey, at, flags, terminal }: Telling): void {
  const { reason, json } = flags;
  if (json === true) {
    const why = reason === undefined ? {} : { reason };
    terminal.out(JSON.stringify({ journey, at, ...why, refs, ids }, null, 2));
    return;
  }
  const why = reason === undefined ? '' : `, ${reason}`;
  terminal.out(
    `erased at ${at}${why}: ${ids} ids of the vault, ${refs} refs to whom ${journey} is`,
  );
  terminal.out(
    refs === 0
      ? 'Nothing led to the subject any more.'
      : 'The journeys stay and name nobody; what needs an erased id is refused: ONW-VAULT-UNKNOWN.',
  );
}

/** @throws StopError ONW-ERASE-UNASKED where nobody can be asked */
async function isConfirmed(journey: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) {
    const message = 'What is erased cannot be brought back: say --yes where nobody can be asked.';
    throw new StopError('ONW-ERASE-UNASKED', message);
  }
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const asked = `Erase whom ${journey} is about, in all journeys, for ever? Write yes: `;
    return (await lines.question(asked)).trim() === 'yes';
  } finally {
    lines.close();
  }
}

function placeOf({ data: folder, databaseUrl }: VaultFlags, terminal: Terminal): DatabasePlace {
  return {
    // Where one process has both planes, the edge's store is in its database.
    url: databaseUrl ?? process.env['DATABASE_URL'],
    folder,
    onProgress: (text) => terminal.note(terminal.paint('dim', text)),
  };
}

function noJourney(): RejectError {
  return new RejectError('ONW-JOURNEY-ABSENT', 'There is no such journey; check its id.');
}
