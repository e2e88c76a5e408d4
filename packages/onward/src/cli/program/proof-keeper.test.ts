/** Proofs in development: in the background, of the newest version, and never in the way. */
import { expect, test } from 'vitest';
import type { CheckReport } from '../../core/index.ts';
import type { StoredProof } from '../../store/index.ts';
import { proofKeeper } from './proof-keeper.ts';
import type { Prove } from './proving.ts';
import { listening, loaded, nobodyOwns, reportOf } from './report.fixture.ts';

interface Kept {
  readonly program: unknown;
  readonly verdict: StoredProof['verdict'];
}

function keeping(prove: Prove) {
  const { lines, terminal } = listening();
  const kept: Kept[] = [];
  const keep = async (program: unknown, { verdict }: StoredProof): Promise<void> => {
    kept.push({ program, verdict });
  };
  return { lines, kept, keeper: proofKeeper({ prove, terminal, now: () => 5, keep }) };
}

test('a refuted version is told and kept; it goes on running', async () => {
  const { lines, kept, keeper } = keeping(async () => reportOf(nobodyOwns));
  const program = { program: 'p' };
  keeper.begin(loaded(program));
  await keeper.settled();
  expect(lines).toEqual([
    'refuted: C1 first-visit journeys/first-visit.yaml:12:7 nobody owns this',
  ]);
  expect(kept).toEqual([{ program, verdict: 'refuted' }]);
});

test('an older proof under way is broken off by a newer version', async () => {
  const second = { program: 'second' };
  const { lines, kept, keeper } = keeping(async ({ result }, { signal }) => {
    if (Object.is(result.program, second)) return reportOf();
    return new Promise<CheckReport | undefined>((resolve) => {
      // It was nearly done: what it says comes too late.
      signal?.addEventListener('abort', () => resolve(reportOf(nobodyOwns)));
    });
  });
  keeper.begin(loaded({ program: 'first' }));
  await Promise.resolve();
  await Promise.resolve();
  keeper.begin(loaded(second));
  await keeper.settled();
  expect(kept).toEqual([{ program: second, verdict: 'proved' }]);
  expect(lines).toHaveLength(1);
});

test('a proof that breaks off is told, and the next one is made', async () => {
  let tries = 0;
  const { lines, kept, keeper } = keeping(async () => {
    if (++tries === 1) throw new Error('out of memory');
    return reportOf();
  });
  keeper.begin(loaded({}));
  await keeper.settled();
  keeper.begin(loaded({}));
  await keeper.stop();
  await keeper.settled();
  expect(lines[0]).toBe('not proved: the proof broke off');
  expect(kept.length).toBeLessThan(2);
});
