/** Journeys with long lines side by side: coupled all together, or in pairs. */
import type { JourneyInput } from '../packages/onward/src/core/index.ts';

type Stages = NonNullable<JourneyInput['stages']>;
type Steps = Stages[string]['steps'];

const ladder = { escalate: ['lead'], every: '1d' };
const work = { owner: 'desk', within: { business: '1d' }, overdue: ladder };

/** A line of steps: its first sets a fact of its group, and it asks for that fact later on. */
interface Line {
  readonly name: string;
  readonly fact: string;
  readonly steps: number;
}

/** Tracks that all read and write one flag, so that nothing can be looked at by itself. */
export function coupledTracks(size: {
  readonly tracks: number;
  readonly steps: number;
}): JourneyInput {
  const names = Array.from({ length: size.tracks }, (_, at) => `line-${at}`);
  return journeyOf(names.map((name) => ({ name, fact: 'alarm', steps: size.steps })));
}

/** Six tracks, each of which shares a flag with one other. */
export function pairedTracks(): JourneyInput {
  const groups = ['heart', 'lung', 'skin'];
  const lines = groups.flatMap((fact) => {
    return ['a', 'b'].map((side) => ({ name: `${fact}-${side}`, fact, steps: 10 }));
  });
  return journeyOf(lines);
}

function journeyOf(lines: readonly Line[]): JourneyInput {
  const facts = Object.fromEntries(lines.map(({ fact }) => [fact, 'flag' as const]));
  const tracks = lines.map((line) => {
    return [line.name, { start: `${line.name}-1`, steps: trackOf(line) }] as const;
  });
  return {
    journey: 'side-by-side',
    subject: 'patient',
    facts,
    enrol: { on: 'sys.referred', 'once-per': 'subject' },
    start: 'all',
    on: { 'sys.withdrew': 'left' },
    stages: {
      only: {
        steps: {
          all: { tracks: Object.fromEntries(tracks) as never, join: 'all', then: 'done' },
          done: { end: 'done' },
          left: { end: 'left' },
        },
      },
    },
  };
}

/** Fives of steps: a message, a task, a question to the shared fact, a command and a wait. */
function trackOf({ name, fact, steps: count }: Line): Steps {
  const at = (number: number): string => `${name}-${Math.min(number, count)}`;
  const steps: Steps = {};
  for (let number = 1; number < count; number += 5) {
    const made: readonly Steps[string][] = [
      {
        message: 'hello',
        via: 'sys',
        owner: 'desk',
        within: '1d',
        then: at(number + 1),
        overdue: { then: at(number + 1) },
      },
      {
        task: 'look',
        ...work,
        actions: {
          well: { to: at(number + 2), set: { [fact]: false } },
          ill: { to: at(number + 2), set: { [fact]: true } },
        },
      },
      { decide: [{ when: { is: { [fact]: true } }, to: at(number + 3) }, { to: at(number + 4) }] },
      {
        command: 'sys.verify',
        owner: 'desk',
        within: '1h',
        done: at(number + 4),
        rejected: at(number + 4),
        exhausted: at(number + 4),
        unknown: at(number + 4),
        late: { ignore: 'nothing hangs on it' },
        overdue: ladder,
      },
      { wait: { for: '1d' }, owner: 'desk', then: at(number + 5) },
    ];
    for (const [offset, step] of made.entries()) {
      if (number + offset < count) steps[at(number + offset)] = step;
    }
  }
  steps[at(count)] = { end: 'ok' };
  return steps;
}
