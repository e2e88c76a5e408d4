/**
 * Journals for other tools, written as they are read: as a table, or as an object-centric event log
 * (OCEL 2.0, JSON; Berti et al. 2024), whose objects are journeys, obligations and systems.
 */
import { journeyId } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import type { ExportedJourney, FiguresStore } from '../../store/index.ts';

export interface ExportFilter {
  readonly journey?: string;
  readonly from?: number;
  readonly to?: number;
}

export interface ExportParts {
  readonly store: Pick<FiguresStore, 'cells' | 'exported'>;
  readonly program: Program;
}

const pageSize = 200;

async function* journeysOf({ store }: ExportParts, filter: ExportFilter) {
  for (const cell of store.cells) {
    for (let after = 0; ;) {
      const page = await store.exported(cell, { ...filter, after, limit: pageSize });
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < pageSize) break;
      after = last.id;
    }
  }
}

type Row = ExportedJourney['rows'][number];

function isWithin({ at }: Row, { from, to }: ExportFilter): boolean {
  return (from === undefined || at >= from) && (to === undefined || at <= to);
}

const instant = (at: number): string => new Date(at).toISOString();

/** One line for each input that a journey took. No name in it needs quotes. */
export async function* csvOf(parts: ExportParts, filter: ExportFilter): AsyncGenerator<string> {
  yield 'journey,at,occurred_at,type,source,step\n';
  for await (const { id, rows } of journeysOf(parts, filter)) {
    const lines = rows
      .filter((row) => isWithin(row, filter))
      .map(({ at, occurredAt, type, source, step }) =>
        [journeyId(id), instant(at), instant(occurredAt), type, source, step]
          .map(written)
          .join(','),
      );
    if (lines.length > 0) yield `${lines.join('\n')}\n`;
  }
}

/** Names are plain words; should one ever not be, a table that is opened must not run it. */
function written(text: string): string {
  const safe = /^[=+\-@\t\r]/u.test(text) ? `'${text}` : text;
  return /[",\n\r]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

interface Relation {
  readonly objectId: string;
  readonly qualifier: 'of' | 'opened' | 'closed' | 'from';
}
interface OcelObject {
  readonly id: string;
  readonly type: string;
  readonly attributes: readonly { readonly name: string; readonly time: string; value: string }[];
  readonly relationships: readonly Relation[];
}

/** The members of the document come in the order in which they are known. */
export async function* ocelOf(parts: ExportParts, filter: ExportFilter): AsyncGenerator<string> {
  const types = { events: new Set<string>(), journeys: new Set<string>() };
  const systems = new Set<string>();
  const isSystem = (name: string): boolean => Object.hasOwn(parts.program.systems, name);
  yield '{"events":[';
  let comma = '';
  for await (const journey of journeysOf(parts, filter)) {
    const life = new Life(journey);
    for (const row of journey.rows) {
      const relations = life.take(row);
      if (!isWithin(row, filter)) continue;
      types.events.add(row.type);
      types.journeys.add(journey.journey);
      if (isSystem(row.source)) systems.add(row.source);
      const told: readonly Relation[] = isSystem(row.source)
        ? [...relations, { objectId: `system:${row.source}`, qualifier: 'from' }]
        : relations;
      yield comma + JSON.stringify(eventOf(journey.id, row, told));
      comma = ',';
    }
  }
  yield '],"objects":[';
  comma = '';
  for (const system of systems) {
    const object = { id: `system:${system}`, type: 'system', attributes: [], relationships: [] };
    yield comma + JSON.stringify(object);
    comma = ',';
  }
  // Read once more rather than kept: there may be millions.
  for await (const journey of journeysOf(parts, filter)) {
    const life = new Life(journey);
    for (const row of journey.rows) life.take(row);
    for (const object of life.objects(filter)) {
      yield comma + JSON.stringify(object);
      comma = ',';
    }
  }
  yield `],"eventTypes":${JSON.stringify([...types.events].map(eventType))}`;
  yield `,"objectTypes":${JSON.stringify(objectTypes([...types.journeys]))}}`;
}

const text = (name: string) => ({ name, type: 'string' });

function eventType(name: string): object {
  return { name, attributes: [text('source'), text('step'), { name: 'occurred', type: 'time' }] };
}

function objectTypes(journeys: readonly string[]): readonly object[] {
  const obligation = ['kind', 'name', 'owner', 'due'].map(text);
  return [
    ...journeys.map((name) => ({ name, attributes: [] })),
    { name: 'obligation', attributes: obligation },
    { name: 'system', attributes: [] },
  ];
}

function eventOf(journey: number, row: Row, relationships: readonly Relation[]): object {
  const { seq, at, occurredAt, type, source, step } = row;
  return {
    id: `${journeyId(journey)}.${seq}`,
    type,
    time: instant(at),
    attributes: [
      { name: 'source', value: source },
      { name: 'step', value: step },
      { name: 'occurred', value: instant(occurredAt) },
    ],
    relationships,
  };
}

/** Follows the obligations of one journey through its journal. */
class Life {
  private readonly of: ExportedJourney;
  private readonly id: string;
  private readonly owed: (OcelObject & { step: string; name: string; end?: number })[] = [];
  private step = '';

  constructor(of: ExportedJourney) {
    this.of = of;
    this.id = journeyId(of.id);
  }

  take({ seq, at, entries, step: after }: Row): readonly Relation[] {
    const relations: Relation[] = [{ objectId: this.id, qualifier: 'of' }];
    this.step ||= after;
    for (const [index, entry] of entries.entries()) {
      if (entry.kind === 'moved') {
        for (const each of this.owed.filter(({ step, end }) => {
          return step === entry.from && end === undefined;
        })) {
          each.end = at;
          relations.push({ objectId: each.id, qualifier: 'closed' });
        }
        this.step = entry.to;
      } else if (entry.kind === 'opened') {
        const id = `${this.id}.${seq}/${index}`;
        const isBeside = entry.obligation === 'exception' || entry.obligation === 'ad-hoc';
        const told = { kind: entry.obligation, name: entry.name, owner: entry.owner };
        const values = Object.entries({ ...told, due: instant(entry.due) });
        this.owed.push({
          id,
          type: 'obligation',
          attributes: values.map(([name, value]) => ({ name, time: instant(at), value })),
          relationships: [{ objectId: this.id, qualifier: 'of' }],
          ...{ step: isBeside ? '' : this.step, name: entry.name },
        });
        relations.push({ objectId: id, qualifier: 'opened' });
      } else if (entry.kind === 'closed') {
        const owed = this.owed.find(({ name, end }) => name === entry.name && end === undefined);
        if (owed === undefined) continue;
        owed.end = at;
        relations.push({ objectId: owed.id, qualifier: 'closed' });
      }
    }
    return relations;
  }

  /** The journey with what it owed, where something of it is told. */
  objects(filter: ExportFilter): readonly OcelObject[] {
    if (!this.of.rows.some((row) => isWithin(row, filter))) return [];
    const journey = {
      id: this.id,
      type: this.of.journey,
      attributes: [],
      relationships: [],
    };
    const told = this.owed.map(({ step: _at, name: _name, end: _end, ...object }) => object);
    return [journey, ...told];
  }
}
