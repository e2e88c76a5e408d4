/** What is remembered is what would be found again: with a memory and without, the graph is one. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Guard, Journey, Program, Step, Transition } from '../language/model.ts';
import { Explorer } from './explorer.ts';
import { CapReached } from './graph.ts';
import { factTypes, programOf, randomProgram } from './random-program.fixture.ts';
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

test('what a join writes is not remembered of the track that ended last', () => {
  const base = { stage: 'only', reminders: [], on: {} };
  const known: Guard = { kind: 'known', operand: 'start' };
  const isSet: Guard = { kind: 'is', operand: 'flag', value: true };
  const unset: Transition['set'] = [{ fact: 'flag', to: { kind: 'clear' } }];
  const begun: Transition['set'] = [{ fact: 'start', to: { kind: 'now' } }];
  const waiting = (track: string): Step => ({
    ...base,
    kind: 'wait',
    track,
    owner: 'desk',
    within: { kind: 'wall', ms: 3_600_000 },
    then: [{ when: known, to: `${track}-end`, set: [], run: [] }],
  });
  const end = (track: string): Step => ({ ...base, kind: 'end', track, outcome: 'ok' });
  const journey: Journey = {
    name: 'main',
    subject: 'patient',
    owner: 'lead',
    facts: factTypes,
    enrol: [{ on: 's.begin', oncePer: 'subject', set: [] }],
    start: 'both',
    on: {},
    stages: { only: { on: {} } },
    steps: {
      both: {
        ...base,
        // Once joined, both begin again, and what made y's time count is known from the start.
        on: {
          's.e1': { kind: 'go', transitions: [{ when: isSet, to: 'both', set: unset, run: [] }] },
        },
        kind: 'tracks',
        track: '',
        tracks: { x: 'x', y: 'y' },
        join: 2,
        // It stays, and only writes: no place but the track's has changed.
        then: [{ set: [{ fact: 'flag', to: { kind: 'value', value: true } }], run: [] }],
      },
      x: {
        ...waiting('x'),
        on: { 's.e0': { kind: 'go', transitions: [{ to: 'x-end', set: begun, run: [] }] } },
      },
      'x-end': end('x'),
      y: waiting('y'),
      'y-end': end('y'),
    },
    milestones: [],
  };
  const program = programOf(journey);
  expect(edgesOf(program, journey, false)).toEqual(edgesOf(program, journey, true));
});
