/** The words between those who explore, and those who judge what was found. */
import type { StepResult } from '../step/types.ts';
import type { Journey } from '../language/model.ts';
import type { Abstraction } from './configuration.ts';
import type { Configuration } from './frame.ts';
import { flag } from './edges.ts';
import type { KeptEvent } from './edges.ts';
import type { Graph, Node, Origin } from './graph.ts';
import type { Play } from './play.ts';
import type { Plays } from './plays.ts';

/** A step that was taken, as those see it who judge it. */
export interface Taken {
  readonly node: Node;
  readonly play: Play;
  /** What set it off: the play, and what was kept and is taken after it. */
  readonly cause: { readonly play: Play; readonly kept: readonly KeptEvent[] };
  readonly result: Extract<StepResult, { readonly kind: 'stepped' }>;
}

/** A play and the step that followed. */
export type Happened = Pick<Taken, 'play' | 'result'>;

/** Those who judge what is explored. */
export interface Witness {
  /** How many faults were found so far. */
  readonly found: number;
  reached(node: Node): void;
  taken(taken: Taken): void;
  broke(node: Node, play: Play, error: unknown): void;
  undoneTwice(node: Node, play: Play, step: string): void;
}

/** What a play led to. */
export interface Successor {
  /** The play with the data that was chosen. */
  readonly play: Play;
  readonly configuration: Configuration;
  readonly flags: number;
  readonly kept?: readonly KeptEvent[];
}

/** What the explorer of the whole does for those who explore its parts. */
export interface Exploring {
  readonly graph: Graph;
  readonly abstraction: Abstraction;
  readonly plays: Plays;
  take(node: Node, play: Play): readonly Successor[];
  reach(configuration: Configuration, origin: Origin | undefined): number;
  reached(node: Node): void;
}

/** What is true of the edge that a play has led along. */
export function flagsOf({ steps }: Journey, { play, result }: Happened): number {
  const { entries, followed } = result;
  let flags = 0;
  if (play.kind === 'act') flags |= flag.human;
  if (isSilent(play)) flags |= flag.silent;
  for (const entry of entries) {
    if (entry.kind !== 'moved') continue;
    flags |= flag.moved;
    if (steps[entry.to]?.track === '') flags |= flag.out;
  }
  if (followed.some(({ milestone }) => milestone !== undefined)) flags |= flag.milestone;
  return flags;
}

function isSilent(play: Play): boolean {
  if (play.kind === 'outcome') return play.outcome !== 'done';
  if (play.kind === 'receipt') return play.type.endsWith('.failed');
  return play.kind === 'deadline' || play.kind === 'look-up';
}
