/** Program versions by content hash; a version never changes, so what was read once is kept. */
import type { Program } from '../../core/index.ts';
import { BugError } from '../../core/index.ts';
import type { StoredProof } from '../proof.ts';
import type { Runner, Statement } from './sql.ts';

/** A version never changes; its proof does, when it is proved again or a person allows more. */
const insert: Statement = {
  name: 'insert-program',
  text: `
    insert into cell.programs as p (hash, name, body, deployed_at, proof)
    values ($1, $2, $3::json, to_timestamp($4::float8 / 1000), $5::json)
        on conflict (hash) do update
       set proof = excluded.proof
     where excluded.proof is not null
       and (p.proof is null
            or (p.proof ->> 'checkedAt')::float8 < (excluded.proof ->> 'checkedAt')::float8)`,
};
const byHash: Statement = {
  name: 'program-by-hash',
  text: `select id from cell.programs where hash = $1`,
};
const byId: Statement = {
  name: 'program-by-id',
  text: `select hash, body from cell.programs where id = $1::bigint`,
};

const proofByHash: Statement = {
  name: 'proof-by-hash',
  text: `select proof from cell.programs where hash = $1`,
};

export interface StoredProgram {
  readonly program: Program;
  readonly hash: string;
}

export interface Programs {
  deploy(
    cell: number,
    program: Program,
    as: {
      readonly hash: string;
      readonly at: number;
      readonly proof?: StoredProof | undefined;
    },
  ): Promise<number>;
  read(cell: number, id: number): Promise<Program>;
  stored(cell: number, id: number): Promise<StoredProgram>;
  /** A version by its hash; undefined where the cell has none. */
  ofHash(cell: number, hash: string): Promise<Program | undefined>;
  /** Read each time: another process may have proved it again. */
  proof(cell: number, hash: string): Promise<StoredProof | undefined>;
}

/** A version that was asked for: one promise of it for all, since every order asks. */
interface Known {
  readonly stored: Promise<StoredProgram>;
  readonly program: Promise<Program>;
}

export function programs(on: (cell: number) => Runner): Programs {
  const known = new Map<number, Map<number, Known>>();
  const keep = (cell: number, id: number, stored: Promise<StoredProgram>): Known => {
    const program = stored.then((read) => read.program);
    let ofCell = known.get(cell);
    if (ofCell === undefined) known.set(cell, (ofCell = new Map<number, Known>()));
    ofCell.set(id, { stored, program });
    // What could not be read is asked for again; whoever waits for it is told.
    program.catch(() => ofCell.delete(id));
    return { stored, program };
  };
  const find = (cell: number, id: number): Known =>
    known.get(cell)?.get(id) ?? keep(cell, id, load(cell, id));
  const load = async (cell: number, id: number): Promise<StoredProgram> => {
    const { rows } = await on(cell).run<{ hash: string; body: Program }>(byId, [id]);
    const row = rows[0];
    if (row === undefined)
      throw new BugError('ONW-PROGRAM-GONE', 'A journey names a program that is not stored.');
    return { program: row.body, hash: row.hash };
  };
  return {
    stored: (cell, id) => find(cell, id).stored,
    ofHash: async (cell, hash) => {
      const { rows } = await on(cell).run<{ id: number }>(byHash, [hash]);
      return rows[0] === undefined ? undefined : find(cell, rows[0].id).program;
    },
    read: (cell, id) => find(cell, id).program,
    proof: async (cell, hash) => {
      const { rows } = await on(cell).run<{ proof: StoredProof | null }>(proofByHash, [hash]);
      return rows[0]?.proof ?? undefined;
    },
    deploy: async (cell, program, { hash, at, proof }) => {
      const runner = on(cell);
      const proved = proof === undefined ? null : JSON.stringify(proof);
      await runner.run(insert, [hash, program.program, JSON.stringify(program), at, proved]);
      const { rows } = await runner.run<{ id: number }>(byHash, [hash]);
      const id = rows[0]?.id;
      if (id === undefined)
        throw new BugError('ONW-PROGRAM-GONE', 'A stored program cannot be read.');
      keep(cell, id, Promise.resolve({ program, hash }));
      return id;
    },
  };
}
