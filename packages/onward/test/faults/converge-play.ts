/**
 * What a program is given to converge: people, what happens to them in their systems, what systems
 * do that are asked for something, and a staff. Its systems can be read as lists.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { holidays } from '../../src/cli/program/holidays.ts';
import { connectors } from '../../src/connectors/index.ts';
import { compile, declared, driftClasses } from '../../src/core/index.ts';
import type { Connector, Facts, OperationalEvent, Program } from '../../src/core/index.ts';
import type { Order } from '../../src/runtime/index.ts';
import { begin, ref } from '../stage.ts';

export const hour = 3_600_000;

/** Something that happens in a system. */
export interface Happening {
  readonly system: string;
  readonly event: string;
  readonly person: number;
  /** Hours after the beginning. */
  readonly at: number;
  readonly data?: Facts;
  /** Refs of the journey's own things, by name. */
  readonly own?: Readonly<Record<string, string>>;
  readonly answers?: string;
  /** The event whose record it changes: from now on its system tells this one alone. */
  readonly instead?: string;
}

/** What comes of an order. */
export interface Reaction {
  /** What is answered with `done`. */
  readonly data?: Facts;
  /** What the system does in consequence, and tells of. */
  readonly then?: readonly Happening[];
  /** What stands in its books from now on, and is told to whoever asks. */
  readonly writes?: readonly Happening[];
}

export interface Play {
  readonly name: string;
  readonly program: Program;
  /** In the order in which they are compared: first the one by which journeys begin. */
  readonly systems: readonly string[];
  /** Journeys of each person. */
  readonly journeys: number;
  /** What a person does, and their systems tell of it. */
  story(person: number): readonly Happening[];
  react(
    effect: Order['effect'],
    about: { readonly person: number; readonly at: number; readonly key: string },
  ): Reaction;
  readonly staff: readonly string[];
  /** Tasks that the staff sees to; every other one is left until the systems have spoken. */
  readonly seenTo: Readonly<Record<string, string>>;
  /** Those that are seen to by whoever can know, after all systems have spoken. */
  readonly afterwards: Readonly<Record<string, string>>;
  /** Of whom was seen it is not compared when that was believed to be, and how it was known. */
  readonly believed: { readonly facts: readonly string[]; readonly milestones: readonly string[] };
}

/** The connector of a system that tells all it has said, when it is asked. */
function listed(connector: Connector): Connector {
  return {
    ...connector,
    describe(settings) {
      const described = connector.describe(settings);
      if ('problems' in described) return described;
      const { manifest } = described;
      const all = { events: Object.keys(manifest.events), list: 'all' } as const;
      return { manifest: { ...manifest, lookUps: { ...manifest.lookUps, all } } };
    },
  };
}

/** An example as it stands, but that each system is believed in all that it says. */
export function believing(example: string): Program {
  const folder = fileURLToPath(new URL(`../../../../examples/${example}`, import.meta.url));
  const able = Object.fromEntries(
    Object.entries(connectors).map(([name, connector]) => [name, listed(connector)]),
  );
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const { program, problems } = compile({ entry: 'program.yaml', read }, able, holidays);
  if (program === undefined) throw new Error(JSON.stringify(problems));
  const policy = Object.fromEntries(driftClasses.map((each) => [each, 'apply'])) as never;
  const systems = Object.entries(program.systems).map(([name, system]) => {
    return [name, { ...system, reconcile: { all: { perMinute: 60_000, policy } } }] as const;
  });
  return { ...program, systems: Object.fromEntries(systems) };
}

/** The event as its system tells it by itself, or when it is asked. */
export function eventOf(
  { systems }: Program,
  happening: Happening,
  found: boolean,
): OperationalEvent {
  const { system, event, person, at, data = {}, own = {}, answers } = happening;
  const type = systems[system]?.events[event];
  const refs = Object.entries(type?.refs ?? {}).flatMap(([name, { of }]) => {
    const isClinics = ['patient', 'subject', 'attendee'].includes(name);
    const mine = own[name] ?? (of === 'subject' ? `${system}-${name}-${person}` : undefined);
    const id = isClinics ? `patient-${person}` : mine;
    return id === undefined ? [] : [{ name, ref: ref(id), of }];
  });
  const words = JSON.stringify([system, event, person, data, own, answers]);
  const facts = Object.fromEntries(refs.map((each) => [each.name, each.ref]));
  return {
    type: declared(`${system}.${event}`),
    source: declared(system),
    id: declared(`${found ? 'f' : 'd'}-${ref(words)}`),
    occurredAt: begin + at * hour,
    refs,
    data: { ...data, ...facts } as OperationalEvent['data'],
    digest: ref(words),
    ...(answers === undefined ? {} : { answers }),
    ...(found ? { observed: { by: 'look-up', at: begin } } : {}),
  };
}

/** What the systems have written down, as they tell it when they are asked. */
export class Books {
  private readonly program: Program;
  private readonly bySystem = new Map<string, Map<number, Happening[]>>();

  constructor(program: Program) {
    this.program = program;
  }

  write(happening: Happening): void {
    const { system, person, instead } = happening;
    const people = this.bySystem.get(system) ?? new Map<number, Happening[]>();
    this.bySystem.set(system, people);
    const before = people.get(person) ?? [];
    people.set(person, [...before.filter((each) => each.event !== instead), happening]);
  }

  of(system: string, person: number): readonly OperationalEvent[] {
    const said = this.bySystem.get(system)?.get(person) ?? [];
    return said.map((each) => eventOf(this.program, each, true));
  }

  page(
    system: string,
    page: number,
    size: number,
  ): { readonly observed: readonly OperationalEvent[]; readonly more: boolean } {
    const all = [...(this.bySystem.get(system)?.values() ?? [])].flat();
    const part = all.slice(page * size, (page + 1) * size);
    const more = all.length > (page + 1) * size;
    return { observed: part.map((each) => eventOf(this.program, each, true)), more };
  }
}
