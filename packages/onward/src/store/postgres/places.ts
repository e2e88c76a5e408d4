/**
 * Where obligations rest: the names of a place stand once in a cell, and a row of an obligation
 * holds the number of its place, by which lists find it.
 */
import { hash } from 'node:crypto';
import { texts, int8s } from './arrays.ts';
import type { Change, Statement } from './sql.ts';

/** What people filter by; all of it is declared in a program. */
export interface Place {
  readonly program: string;
  readonly journey: string;
  readonly stage: string;
  readonly step: string;
  readonly owner: string;
  readonly kind: string;
}

/** The numbers of places, for one transaction. */
export interface PlacesOfCell {
  /** The name of a program, by its version's number. */
  programName(version: number): Promise<string>;
  numberOf(place: Place): number;
  /** Places that no transaction of this process has stored yet. */
  readonly fresh: ReadonlyMap<number, Place>;
}

/** Digits of the hash in a number that JavaScript holds exactly. */
const digits = 13;

/** What this process knows to be stored: asked for at each obligation, written once. */
export class Places {
  private readonly numbers = new Map<string, number>();
  private readonly stored = new Map<number, Set<number>>();
  private readonly nameOf: (cell: number, version: number) => Promise<string>;

  constructor(nameOf: (cell: number, version: number) => Promise<string>) {
    this.nameOf = nameOf;
  }

  /** To be told to `keep` when the transaction is committed. */
  of(cell: number): PlacesOfCell {
    const stored = this.storedIn(cell);
    const fresh = new Map<number, Place>();
    return {
      fresh,
      programName: (version) => this.nameOf(cell, version),
      numberOf: (place) => {
        const number = this.numberOf(place);
        if (!stored.has(number)) fresh.set(number, place);
        return number;
      },
    };
  }

  keep(cell: number, { fresh }: PlacesOfCell): void {
    const stored = this.storedIn(cell);
    for (const number of fresh.keys()) stored.add(number);
  }

  private storedIn(cell: number): Set<number> {
    let stored = this.stored.get(cell);
    if (stored === undefined) this.stored.set(cell, (stored = new Set()));
    return stored;
  }

  private numberOf({ program, journey, stage, step, owner, kind }: Place): number {
    const names = `${program}\n${journey}\n${stage}\n${step}\n${owner}\n${kind}`;
    let number = this.numbers.get(names);
    if (number === undefined) {
      number = Number.parseInt(hash('sha256', names, 'hex').slice(0, digits), 16);
      this.numbers.set(names, number);
    }
    return number;
  }
}

const insert: Statement = {
  name: 'insert-places',
  text: `
    insert into cell.places (id, program, journey, stage, step, owner, kind)
    select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[],
                         $7::text[])
        on conflict do nothing`,
};

/** Stores places; in one order for all processes, so that two of them wait and do not lock up. */
export function insertPlaces(places: ReadonlyMap<number, Place>): Change {
  const rows = [...places].toSorted(([a], [b]) => a - b);
  const values = [
    int8s(rows, ([id]) => id),
    texts(rows, ([, { program }]) => program),
    texts(rows, ([, { journey }]) => journey),
    texts(rows, ([, { stage }]) => stage),
    texts(rows, ([, { step }]) => step),
    texts(rows, ([, { owner }]) => owner),
    texts(rows, ([, { kind }]) => kind),
  ];
  return { statement: insert, values };
}
