/**
 * C2: when everyone falls silent, deadlines and failures alone lead to an end or to somebody who is
 * accountable, and never round in circles; and how long that takes at most.
 */
import type { Obligation } from '../step/types.ts';
import type { Journey, Program, Span } from '../language/model.ts';
import type { Findings } from './findings.ts';
import type { Configuration } from './frame.ts';
import { flag } from './edges.ts';
import type { Counts } from './edges.ts';
import type { Graph, Node } from './graph.ts';
import type { Play } from './play.ts';
import { circles } from './progress.ts';
import { components, Ways } from './ways.ts';
import type { Components } from './ways.ts';
import { worstMs } from './worst-span.ts';

export interface SilenceBound {
  readonly ms: number;
  /** Who is told at the latest then; undefined: the journey has ended. */
  readonly owner: string | undefined;
  readonly outcome: string | undefined;
  /** Deadlines that hang on a fact: how long after its time it takes at most. */
  readonly after: ReadonlyMap<string, number>;
}

interface Subject {
  readonly program: Program;
  readonly journey: Journey;
  readonly graph: Graph;
  /** From when calendars are looked at. */
  readonly now: number;
  /** Every owner has working time. */
  readonly isStaffed: boolean;
}

const isSilent: Counts = (flags) =>
  (flags & flag.virtual) === 0 && (flags & (flag.silent | flag.time)) !== 0;

/** What is kept is not kept for ever: whoever goes round by it comes to an end. */
const isCircular: Counts = (flags, edge, from) =>
  isSilent(flags, edge, from) && (flags & flag.fed) === 0;

/** Waiting for the others of a join is part of the way, too. */
const isOnTheWay: Counts = (flags, edge, from) =>
  isSilent(flags, edge, from) || (flags & flag.silent) !== 0;

/** Judges silence; the bound is there when nothing was found. */
export function judgeSilence(subject: Subject, findings: Findings): SilenceBound | undefined {
  const { graph, journey } = subject;
  const circular = new Ways(graph, isCircular);
  const parts = components(circular);
  const component = parts.of;
  for (const { node, then, step } of circles(graph, circular, component)) {
    const spot = { journey: journey.name, step, below: ['overdue'] };
    const says = 'When everyone is silent, deadlines lead round in a circle, and nobody is told.';
    const mend = 'Let a ladder that ends with a role, a park, or an end break the circle.';
    findings.add({ property: 'C2', says, mend, spot, node, then });
  }
  const leads = new Uint8Array(graph.nodes.length);
  const silent = new Ways(graph, isSilent);
  for (const { id } of graph.nodes) {
    for (let at = silent.start(id); at < silent.start(id + 1); at++) {
      const isFed = (graph.edges.flags(silent.edge(at)) & flag.fed) !== 0;
      if (isFed || component[silent.to(at)] !== component[id]) leads[component[id] ?? 0] = 1;
    }
  }
  for (const node of graph.nodes) {
    if (leads[component[node.id] ?? 0] === 1) continue;
    const left = unaccountable(subject, node);
    if (left === undefined) continue;
    const { name, owner } = left;
    const says = `When everyone is silent, ${name} stays with ${owner}; nobody else is ever told.`;
    const mend = 'Let `overdue` escalate to a role, park, or lead to another step.';
    const spot = { journey: journey.name, step: left.step, below: ['overdue'] };
    findings.add({ property: 'C2', says, mend, spot, node });
  }
  const isTold = findings.of('C2') !== undefined || graph.nodes.length === 0;
  if (isTold || !subject.isStaffed) return undefined;
  return new Bounds(subject, parts).longest();
}

/** What is left with somebody who is not accountable. */
function unaccountable(
  { program }: Subject,
  { configuration: { state } }: Node,
): Obligation | undefined {
  if (state.status === 'ended') return undefined;
  return state.obligations.find(({ kind, owner, level }) => {
    return kind !== 'park' && !(level > 0 && program.teams[owner]?.role === true);
  });
}

interface Longest {
  readonly ms: number;
  readonly to: number;
}

/** The longest way through silence: each deadline takes as long as its calendar can make it. */
class Bounds {
  readonly #subject: Subject;
  readonly #component: Int32Array;
  readonly #order: Int32Array;
  readonly #ways: Ways;
  /** How long each slot of each configuration takes, and where that ends; not a number: not yet. */
  readonly #ms: Float64Array;
  readonly #to: Int32Array;
  readonly #slots: number;
  readonly #spans = new Map<string, number>();
  readonly #after = new Map<string, number>();

  constructor(subject: Subject, { of: component, order }: Components) {
    this.#subject = subject;
    this.#component = component;
    this.#order = order;
    this.#ways = new Ways(subject.graph, isOnTheWay);
    const { nodes } = subject.graph;
    const last = nodes.reduce((most, { configuration }) => {
      return Math.max(most, pending(configuration).at(-1)?.slot ?? 0);
    }, 0);
    // -1 stands for where nothing is pending.
    this.#slots = last + 2;
    this.#ms = new Float64Array(nodes.length * this.#slots).fill(Number.NaN);
    this.#to = new Int32Array(nodes.length * this.#slots);
  }

  longest(): SilenceBound {
    let longest: Longest = { ms: 0, to: 0 };
    // Edges lead to components of lower numbers: no way is followed deeper than one component.
    for (const id of this.#order) {
      const found = this.#from(this.#subject.graph.node(id));
      if (found.ms > longest.ms) longest = found;
    }
    const { state } = this.#subject.graph.node(longest.to).configuration;
    const owner = state.obligations.find(({ kind, level }) => kind === 'park' || level > 0)?.owner;
    return { ms: longest.ms, owner, outcome: state.outcome, after: this.#after };
  }

  /** Tracks run side by side: the longest of them counts, not their sum. */
  #from(node: Node): Longest {
    const obligations = pending(node.configuration);
    let longest: Longest = { ms: 0, to: node.id };
    if (obligations.length === 0) return this.#along(node, -1);
    for (const { slot } of obligations) {
      const found = this.#along(node, slot);
      if (found.ms > longest.ms) longest = found;
    }
    return longest;
  }

  #along(node: Node, slot: number): Longest {
    const at = node.id * this.#slots + slot + 1;
    const known = this.#ms[at] ?? 0;
    if (!Number.isNaN(known)) return { ms: known, to: this.#to[at] ?? 0 };
    // Where it can only come back to, it has arrived.
    let longest: Longest = { ms: 0, to: node.id };
    this.#ms[at] = 0;
    this.#to[at] = node.id;
    const { graph } = this.#subject;
    for (let way = this.#ways.start(node.id); way < this.#ways.start(node.id + 1); way++) {
      const to = this.#ways.to(way);
      if (this.#component[to] === this.#component[node.id]) continue;
      const edge = this.#ways.edge(way);
      const next = graph.node(to);
      const own = this.#lasts(node, graph.edges.play(edge), slot);
      const isSame = pending(next.configuration).some((each) => each.slot === slot);
      const inside = isSame && (graph.edges.flags(edge) & flag.out) === 0 && slot > 0;
      const rest = inside ? this.#along(next, slot) : this.#from(next);
      const ms = own.ms + rest.ms;
      if (own.after !== undefined) {
        this.#after.set(own.after, Math.max(ms, this.#after.get(own.after) ?? 0));
      } else if (ms > longest.ms) {
        longest = { ms, to: rest.to };
      }
    }
    this.#ms[at] = longest.ms;
    this.#to[at] = longest.to;
    return longest;
  }

  /** How long an edge takes at most, as far as it is about this slot. */
  #lasts(node: Node, play: Play, slot: number): { readonly ms: number; readonly after?: string } {
    if (play.kind === 'time' || !('slot' in play) || play.slot !== slot) return { ms: 0 };
    const { configuration } = node;
    const obligation = pending(configuration).find((each) => each.slot === slot);
    const step = this.#subject.journey.steps[obligation?.step ?? ''];
    if (obligation === undefined || step === undefined) return { ms: 0 };
    const { owner, level, lookUp } = obligation;
    if (lookUp !== undefined && 'overdue' in step) {
      return { ms: step.overdue.lookUp?.withinMs ?? 0 };
    }
    if (level > 0 && 'overdue' in step) {
      const { every } = this.#subject.program.exceptions;
      return { ms: this.#worst(step.overdue.every ?? every, owner) };
    }
    if (!('within' in step)) return { ms: 0 };
    const { within } = step;
    if (isUnshown(play) && step.kind === 'command' && step.readBack !== undefined) {
      const asked = within.kind === 'fact' ? 0 : this.#worst(within, owner);
      return { ms: Math.max(asked, step.readBack.withinMs) };
    }
    if (within.kind !== 'fact') return { ms: this.#worst(within, owner) };
    if (configuration.state.facts[within.fact] === undefined) {
      return { ms: this.#worst(within.otherwise, owner) };
    }
    return { ms: Math.max(0, within.offsetMs), after: within.fact };
  }

  #worst(span: Span, owner: string): number {
    if (span.kind === 'wall') return span.ms;
    const { program, now } = this.#subject;
    const name = program.teams[owner]?.calendar ?? '';
    const key = JSON.stringify([name, span]);
    let ms = this.#spans.get(key);
    if (ms === undefined) {
      const calendar = program.calendars[name];
      ms = calendar === undefined ? 0 : worstMs(calendar, span, now);
      this.#spans.set(key, ms);
    }
    return ms;
  }
}

/** It may have been done, and then be silent for as long as it may be read back. */
function isUnshown(play: Play): boolean {
  return play.kind === 'outcome' && play.outcome === 'unknown';
}

/** What is pending in a configuration, in order of slots. */
function pending(configuration: Configuration): readonly Obligation[] {
  return configuration.frame?.bare.obligations ?? configuration.state.obligations;
}
