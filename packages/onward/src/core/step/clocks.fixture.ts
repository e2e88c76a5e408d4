/** A program that measures: steps of every turn, tracks, a hold, and clocks of several kinds. */
import type { Connector, Manifest } from '../connector.ts';
import { compileObject, defineProgram } from '../language/index.ts';
import type { Program } from '../language/index.ts';
import type { ClockTold, Run } from '../clocks/index.ts';
import { step } from './index.ts';
import type { Entry, EventInput, Input, State } from './index.ts';

const types = ['started', 'paid', 'formed', 'asked', 'answered', 'arrived', 'moved'];
const patient = { patient: { system: '', of: 'subject' } } as const;
const manifest: Manifest = {
  events: Object.fromEntries(types.map((type) => [type, { refs: patient, data: {} }])),
  commands: {},
  lookUps: {},
  idempotent: true,
};
const connector: Connector = { name: 'desk', describe: () => ({ manifest }) };
const long = { within: '90d', overdue: { escalate: ['lead'], every: '90d' } };

const source = defineProgram({
  program: 'measured',
  calendars: {
    office: {
      zone: 'America/New_York',
      week: { 'mon-fri': '09:00-17:00' },
      holidays: ['2026-11-26'],
    },
  },
  teams: { desk: { calendar: 'office', people: ['p-1'], fallback: 'lead' } },
  roles: { lead: { calendar: 'office', people: ['p-2'] } },
  exceptions: { within: '30d', escalate: ['lead'], every: '30d' },
  systems: { sys: { connector: 'desk', owner: 'lead', settings: {} } },
  journeys: [
    {
      journey: 'main',
      subject: 'patient',
      owner: 'desk',
      enrol: { on: 'sys.started', 'once-per': 'subject' },
      start: 'payment',
      on: { 'sys.arrived': { to: 'seen', milestone: 'seen' } },
      ignore: Object.fromEntries(
        ['started', 'paid', 'formed', 'asked', 'answered', 'moved'].map((type) => {
          return [`sys.${type}`, 'it changes nothing'];
        }),
      ),
      clocks: {
        // All of it, by the clock.
        whole: {},
        'to-visit': {
          starts: { milestone: 'paid' },
          stops: { milestone: 'seen' },
          target: { business: '3d' },
          owner: 'lead',
          warn: 50,
        },
        ours: {
          counts: ['us'],
          pauses: { in: 'sides' },
          resets: { on: 'sys.moved' },
          target: '2d',
        },
        waiting: {
          starts: { enter: 'ahead' },
          stops: { enter: ['call', 'over'] },
          pauses: { from: { on: 'sys.asked' }, until: { on: 'sys.answered' }, parked: false },
          calendar: 'office',
        },
      },
      stages: {
        before: {
          steps: {
            payment: {
              await: 'sys.paid',
              from: 'sys',
              ...long,
              on: { 'sys.paid': { to: 'form', milestone: 'paid' } },
            },
          },
        },
        ahead: {
          steps: {
            form: { await: 'sys.formed', from: 'sys', turn: 'subject', ...long, then: 'call' },
            call: { task: 'call', ...long, actions: { done: 'sides', again: 'form' } },
            sides: {
              tracks: {
                one: {
                  start: 'left',
                  steps: {
                    left: { task: 'left', ...long, actions: { done: 'left-end' } },
                    'left-end': { end: 'ok' },
                  },
                },
                two: {
                  start: 'right',
                  steps: {
                    right: {
                      await: 'sys.answered',
                      from: 'sys',
                      ...long,
                      on: { 'sys.answered': 'right-end' },
                    },
                    'right-end': { end: 'ok' },
                  },
                },
              },
              join: 'all',
              then: 'visit',
            },
            visit: { wait: { for: '60d' }, turn: 'partner', then: 'call' },
          },
        },
        over: { steps: { seen: { end: 'seen' } } },
      },
    },
  ],
});

/** The compiled program. */
export const measured: Program = compiled();

function compiled(): Program {
  const { program, problems } = compileObject(source, { desk: connector });
  if (program === undefined) throw new Error(JSON.stringify(problems, null, 2));
  return program;
}

/** The same program without its clocks. */
export const unmeasured: Program = {
  ...measured,
  journeys: Object.fromEntries(
    Object.entries(measured.journeys).map(([name, { clocks: _measured, ...rest }]) => [name, rest]),
  ),
};

export function say(type: string): EventInput {
  return { kind: 'event', type: `sys.${type}`, source: 'sys', id: 'e', occurredAt: 0, data: {} };
}

/** A journey that is played, with all that its journal says. */
export class Played {
  readonly entries: Entry[] = [];
  readonly inputs: { readonly input: Input; readonly now: number }[] = [];
  readonly program: Program;
  state: State;

  constructor(program: Program, now: number) {
    this.program = program;
    const input: Input = { kind: 'enrol', journey: 'main', event: say('started') };
    const result = step(program, null, input, now);
    if (result.kind === 'refused') throw new Error(result.code);
    this.state = result.state;
    this.entries.push(...result.entries);
    this.inputs.push({ input, now });
  }

  /** Whether the input was taken. */
  take(input: Input, now: number): boolean {
    const result = step(this.program, this.state, input, now);
    if (result.kind === 'refused') return false;
    this.state = result.state;
    this.entries.push(...result.entries);
    this.inputs.push({ input, now });
    return true;
  }

  /** Acts where the journey rests; what is owed beside it is left. */
  act(action: string, now: number): boolean {
    const owed = this.state.obligations.find((each) => each.slot < 63);
    const { slot, opened } = owed ?? { slot: 0, opened: 0 };
    return this.take({ kind: 'act', slot, opened, action, actor: 'p-1', data: {} }, now);
  }

  hold(now: number): boolean {
    const reviewEvery = { kind: 'wall', ms: 40 * 86_400_000 } as const;
    const parking = { owner: 'lead', reason: 'abroad', reviewEvery };
    return this.take({ kind: 'control', control: 'park', actor: 'p-1', parking }, now);
  }

  resume(now: number): boolean {
    return this.take({ kind: 'control', control: 'resume', actor: 'p-1' }, now);
  }

  run(name: string): Run | undefined {
    return this.state.clocks?.runs[name];
  }

  /** What the journal says of a clock. */
  told(name: string): readonly ClockTold[] {
    return this.entries.flatMap((entry) => {
      return entry.kind === 'clock' && entry.clock === name ? [entry] : [];
    });
  }
}
