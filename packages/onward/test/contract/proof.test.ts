/** The proof is kept with the version of the program that it is of. */
import { afterEach, expect, inject, test } from 'vitest';
import { zoo } from '../../src/core/step/zoo.fixture.ts';
import { openStore, programHash } from '../../src/store/index.ts';
import type { StoredProof } from '../../src/store/index.ts';
import { startEngine } from '../../src/runtime/index.ts';
import { Stage } from '../stage.ts';

const stages: Stage[] = [];
async function set(proof?: StoredProof): Promise<Stage> {
  const engine = proof === undefined ? {} : { proof };
  const stage = await Stage.set({ program: zoo, cells: 2, engine });
  stages.push(stage);
  return stage;
}
afterEach(async () => {
  for (const stage of stages.splice(0)) await stage.leave();
});

const hash = programHash(zoo);
const proof = (checkedAt: number, verdict: StoredProof['verdict'] = 'proved'): StoredProof => {
  return { verdict, checkedAt, journeys: [], accepted: [] };
};

test('a version that is deployed with its proof keeps it, for other processes too', async () => {
  const kept: StoredProof = {
    verdict: 'refuted',
    checkedAt: 5,
    journeys: [
      {
        journey: 'main',
        verdict: 'refuted',
        configurations: 812,
        properties: [
          { id: 'C2', verdict: 'proved', bound: 'chief within 9 d 4 h', boundMs: 792_000_000 },
          { id: 'C5', verdict: 'refuted' },
        ],
      },
    ],
    accepted: [{ property: 'C5', reason: 'the trial ends in May' }],
  };
  const stage = await set(kept);
  expect(await stage.open.reads.proof(hash)).toEqual(kept);
  const other = await openStore({ connection: inject('database'), schema: stage.schema });
  expect(await other.reads.proof(hash)).toEqual(kept);
  await other.store.close();
  expect(await stage.open.reads.proof('0'.repeat(64))).toBeUndefined();
});

test('a newer proof takes the place of an older one, and never the other way round', async () => {
  const stage = await set();
  const now = async (): Promise<StoredProof | undefined> => stage.open.reads.proof(hash);
  expect(await now()).toBeUndefined();
  await stage.engine.deploy(zoo, proof(2, 'refuted'));
  expect((await now())?.verdict).toBe('refuted');
  await stage.engine.deploy(zoo, proof(3));
  expect((await now())?.verdict).toBe('proved');
  await stage.engine.deploy(zoo, proof(1, 'unknown'));
  await stage.engine.deploy(zoo);
  expect(await now()).toEqual(proof(3));
});

test('a version keeps its number in each cell, whatever is proved of it later', async () => {
  const { open } = await set();
  for (const cell of open.store.cells) {
    const first = await open.store.deploy(cell, zoo, { at: 1 });
    expect(await open.store.deploy(cell, zoo, { at: 2, proof: proof(2) })).toBe(first);
  }
});

test('a process that starts without a proof leaves the one there is', async () => {
  const stage = await set(proof(7));
  const engine = await startEngine({
    store: stage.open.store,
    program: zoo,
    clock: { now: () => stage.now },
    random: () => 0.5,
    outlet: { idempotent: () => true, send: () => Promise.resolve({ kind: 'done', data: {} }) },
  });
  await engine.stop();
  expect(await stage.open.reads.proof(hash)).toEqual(proof(7));
});
