/**
 * The telehealth program with patients, systems and a staff that acts: what happens outside, in
 * whatever way it is told. Its systems can be read as lists.
 */
import { fileURLToPath } from 'node:url';
import { holidays } from '../../src/cli/program/holidays.ts';
import { connectors } from '../../src/connectors/index.ts';
import { compile, declared, driftClasses } from '../../src/core/index.ts';
import type { Connector, Facts, OperationalEvent, Program } from '../../src/core/index.ts';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { begin, ref } from '../stage.ts';

const folder = fileURLToPath(new URL('../../../../examples/01-telehealth', import.meta.url));
export const hour = 3_600_000;

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

/** The example as it stands, but that each system is believed in all that it says. */
export const telehealth: Program = ((): Program => {
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
})();

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
}

/** What a person does, and their systems tell of it. */
export function story(person: number): readonly Happening[] {
  const from = (person % 48) + 1;
  const visit = from + 96 + (person % 5) * 7;
  const start = begin + visit * hour;
  const own = { appointment: `visit-${person}` };
  const bill = { 'payment-intent': `pi-${person}` };
  const scheduler = { system: 'scheduler', person, own };
  const moved = person % 5 === 0 ? 24 : 0;
  return [
    { system: 'billing', event: 'checkout.completed', person, at: from, own: bill },
    { system: 'billing', event: 'payment.succeeded', person, at: from + 0.2, own: bill },
    {
      ...{ system: 'forms', event: 'intake.submitted', person, at: from + 6 },
      data: { complete: true },
    },
    { ...scheduler, event: 'appointment.booked', at: from + 20, data: { start } },
    ...(moved === 0
      ? []
      : [
          {
            ...scheduler,
            event: 'appointment.rescheduled',
            at: from + 40,
            data: { start: start + moved * hour },
          },
        ]),
    { ...scheduler, event: 'appointment.arrived', at: visit + moved + 0.1 },
  ];
}

/** The event as its system tells it by itself, or when it is asked. */
export function eventOf(happening: Happening, found: boolean): OperationalEvent {
  const { system, event, person, at, data = {}, own = {}, answers } = happening;
  const type = telehealth.systems[system]?.events[event];
  const refs = Object.entries(type?.refs ?? {}).flatMap(([name, { of }]) => {
    const mine = own[name] ?? (of === 'subject' ? `${system}-${name}-${person}` : undefined);
    const id = name === 'patient' || name === 'subject' ? `patient-${person}` : mine;
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
  private readonly bySystem = new Map<string, Map<number, Happening[]>>();

  write(happening: Happening): void {
    const { system, person, event } = happening;
    const people = this.bySystem.get(system) ?? new Map<number, Happening[]>();
    this.bySystem.set(system, people);
    const before = people.get(person) ?? [];
    // A booking that was moved is where it was moved to.
    const isMove = event === 'appointment.rescheduled';
    const kept = isMove ? before.filter((each) => each.event !== 'appointment.booked') : before;
    people.set(person, [...kept, happening]);
  }

  of(system: string, person: number): readonly OperationalEvent[] {
    const said = this.bySystem.get(system)?.get(person) ?? [];
    return said.map((each) => eventOf(each, true));
  }

  page(
    system: string,
    page: number,
    size: number,
  ): { readonly observed: readonly OperationalEvent[]; readonly more: boolean } {
    const all = [...(this.bySystem.get(system)?.values() ?? [])].flat();
    const part = all.slice(page * size, (page + 1) * size);
    const more = all.length > (page + 1) * size;
    return { observed: part.map((each) => eventOf(each, true)), more };
  }
}
