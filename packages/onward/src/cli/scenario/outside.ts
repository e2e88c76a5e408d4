/** What the outside says in a scenario: its short written events as wire events, for the gate. */
import { readFact } from '../../core/index.ts';
import type {
  EventType,
  Facts,
  FactType,
  FactTypes,
  FactValue,
  Program,
  WireEvent,
} from '../../core/index.ts';
import type { WrittenEvent, WrittenValue } from './format.ts';
import { momentAt } from './moment.ts';

/** Told with the difference in plain words; the scenario fails there. */
export class ScenarioFault extends Error {}

export interface Told {
  readonly system: string;
  readonly event: WireEvent;
}

/** Names the outside ids of one scenario, so that scenarios never meet in one database. */
export class Outside {
  readonly #program: Program;
  readonly #key: string;
  readonly #start: number;
  #count = 0;

  constructor(program: Program, { key, start }: { readonly key: string; readonly start: number }) {
    this.#program = program;
    this.#key = key;
    this.#start = start;
  }

  /** @throws ScenarioFault where the program knows no such event, ref or datum. */
  say(written: WrittenEvent, now: number): Told {
    const { system, name, declared } = this.#declared(written.type);
    this.#count += 1;
    const occurred = written['occurred-at'];
    return {
      system,
      event: {
        event: name,
        id: `${this.#key}-${written.id ?? this.#count}`,
        occurredAt: occurred === undefined ? now : this.moment(occurred),
        refs: this.#refs(declared, { system, written }),
        data: this.data(declared.data, written.data ?? {}),
      },
    };
  }

  /** Epoch milliseconds of a written moment. */
  moment(written: string): number {
    const at = momentAt(written, this.#start);
    if (at === undefined) throw new ScenarioFault(`"${written}" is neither \`+2h\` nor an instant`);
    return at;
  }

  /** Written values in the closed types that are declared for them. */
  data(types: FactTypes, written: Readonly<Record<string, WrittenValue>>): Facts {
    return Object.fromEntries(
      Object.entries(written).map(([name, raw]) => {
        const type = types[name];
        if (type === undefined) {
          throw new ScenarioFault(`no datum "${name}" is declared there; ${listed(types)}`);
        }
        return [name, this.value(type, { name, raw })];
      }),
    );
  }

  value(
    type: FactType,
    { name, raw }: { readonly name: string; readonly raw: WrittenValue },
  ): FactValue {
    if (type.kind === 'ref' && typeof raw === 'string') return this.#thing(raw);
    if (type.kind === 'instant' && typeof raw === 'string') return this.moment(raw);
    const value = readFact(type, raw, this.#program.codes);
    if (value === undefined) throw new ScenarioFault(`"${name}" is not of its type, ${type.kind}`);
    return value;
  }

  #declared(type: string): { system: string; name: string; declared: EventType } {
    const [system = ''] = type.split('.', 1);
    const name = type.slice(system.length + 1);
    const events = this.#program.systems[system]?.events;
    const declared = events?.[name];
    if (events === undefined || declared === undefined) {
      const known =
        events === undefined ? `systems are ${list(this.#program.systems)}` : listed(events);
      throw new ScenarioFault(`the program has no event "${type}"; ${known}`);
    }
    return { system, name, declared };
  }

  #refs(
    declared: EventType,
    { system, written }: { readonly system: string; readonly written: WrittenEvent },
  ): Readonly<Record<string, string>> {
    const given = written.refs ?? {};
    const stray = Object.keys(given).find((name) => declared.refs[name] === undefined);
    if (stray !== undefined) {
      throw new ScenarioFault(`${written.type} has no ref "${stray}"; ${listed(declared.refs)}`);
    }
    const refs: Record<string, string> = {};
    for (const [name, type] of Object.entries(declared.refs)) {
      const said = given[name];
      if (said === null) continue;
      const domain = type.system === '' ? system : type.system;
      refs[name] = this.#thing(
        said ?? (type.of === 'subject' ? `${domain}-subject` : `${domain}-1`),
      );
    }
    return refs;
  }

  #thing(id: string): string {
    return `${this.#key}-${id}`;
  }
}

function listed(names: Readonly<Record<string, unknown>>): string {
  return Object.keys(names).length === 0 ? 'there is none' : `there is ${list(names)}`;
}

function list(names: Readonly<Record<string, unknown>>): string {
  return Object.keys(names).join(', ');
}
