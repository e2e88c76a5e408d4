/** What is remembered is what would be found again: with a memory and without, the graph is one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Journey, Program } from '../language/model.ts';
import { Explorer } from './explorer.ts';
import { CapReached } from './graph.ts';
import { randomProgram } from './random-program.fixture.ts';
import type { Witness } from './taken.ts';

const nobody: Witness = { found: 0, reached() {}, taken() {}, broke() {}, undoneTwice() {} };

/** Every edge between configurations, by their keys; undefined: there are too many. */
function edgesOf(program: Program, journey: Journey, forgetful: boolean): string[] | undefined {
  const options = { cap: 1_500, witness: nobody, onGrowth: () => undefined, forgetful };
  const explorer = new Explorer(program, journey, options);
  try {
    explorer.run();
  } catch (error) {
    if (error instanceof CapReached) return undefined;
    throw error;
  }
  const { graph } = explorer;
  const name = (id: number): string => {
    const { configuration, part } = graph.node(id);
    return `${part?.number ?? ''} ${configuration.key}`;
  };
  return graph.nodes
    .flatMap(({ id }) =>
      graph.edges.of(id).map(({ to, flags, play }) => {
        return [name(id), name(to), flags, JSON.stringify(play)].join(' | ');
      }),
    )
    .toSorted();
}

test('a journey is explored the same with a memory and without', { timeout: 300_000 }, () => {
  let edges = 0;
  fc.assert(
    fc.property(randomProgram, (program) => {
      for (const journey of Object.values(program.journeys)) {
        const remembered = edgesOf(program, journey, false);
        expect(remembered).toEqual(edgesOf(program, journey, true));
        edges += remembered?.length ?? 0;
      }
    }),
    { numRuns: 300 },
  );
  expect(edges).toBeGreaterThan(10_000);
});
