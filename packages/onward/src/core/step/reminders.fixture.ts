/** A program about appointments: reminders of a step and a stage, of a fact and of a beginning. */
import type { Connector, Manifest } from '../connector.ts';
import { compileObject, defineProgram } from '../language/index.ts';
import type { EventType, FactTypes, Program } from '../language/index.ts';
import { step } from './index.ts';
import type { Entry, EventInput, Input, Reminded, State, StepResult } from './index.ts';

const patient = { patient: { system: '', of: 'subject' } } as const;

function told(data: FactTypes = {}): EventType {
  return { refs: patient, data };
}

const receipts = ['delivered', 'read', 'replied', 'confirmed', 'failed'];

const manifest: Manifest = {
  events: {
    started: told(),
    booked: told({ start: { kind: 'instant' } }),
    cancelled: told(),
    answered: told(),
    arrived: told(),
    ...Object.fromEntries(receipts.map((name) => [`message.${name}`, { refs: {}, data: {} }])),
  },
  commands: {},
  lookUps: {},
  idempotent: true,
};
const connector: Connector = { name: 'desk', describe: () => ({ manifest }) };
const ladder = { escalate: ['lead'], every: '1d' };

const booked = {
  'sys.booked': { to: 'visit', set: { start: 'event.start' } },
  'sys.cancelled': { to: 'form', set: { start: null } },
  'sys.arrived': 'seen',
} as const;

const source = defineProgram({
  program: 'appointments',
  calendars: { office: { zone: 'Europe/Berlin', week: { 'mon-fri': '09:00-17:00' } } },
  teams: { desk: { calendar: 'office', people: ['p-1'], fallback: 'lead' } },
  roles: { lead: { calendar: 'office', people: ['p-2'] } },
  exceptions: { within: '1d', escalate: ['lead'], every: '1d' },
  systems: { sys: { connector: 'desk', owner: 'lead', settings: {} } },
  templates: {
    form: { version: 1, purpose: 'care', channels: ['sms', 'email'] },
    visit: { version: 1, purpose: 'care', channels: ['sms', 'email'] },
    soon: { version: 1, purpose: 'care', channels: ['sms'] },
  },
  journeys: [
    {
      journey: 'main',
      subject: 'patient',
      owner: 'desk',
      facts: { start: 'instant', answered: 'flag' },
      enrol: { on: 'sys.started', 'once-per': 'subject' },
      start: 'form',
      on: booked,
      stages: {
        ahead: {
          reminders: [{ template: 'visit', before: { start: '1d' } }],
          steps: {
            form: {
              task: 'fill-in',
              within: '7d',
              overdue: ladder,
              reminders: [{ template: 'form', after: '1h' }],
              actions: { done: 'sides' },
            },
            visit: {
              await: 'sys.arrived',
              from: 'sys',
              within: { until: 'start', plus: '2h', else: '14d' },
              on: {
                'sys.arrived': 'seen',
                'sys.answered': { set: { answered: true } },
                'sys.booked': { set: { start: 'event.start' } },
              },
              overdue: { then: 'form' },
              reminders: [
                { template: 'visit', before: { start: '3h' } },
                {
                  template: 'soon',
                  before: { start: '2h' },
                  when: { not: { is: { answered: true } } },
                },
              ],
            },
            sides: {
              tracks: {
                one: {
                  start: 'left',
                  steps: {
                    left: {
                      task: 'left',
                      within: '3d',
                      overdue: ladder,
                      reminders: [{ template: 'form', after: '2h' }],
                      actions: { done: 'left-end' },
                    },
                    'left-end': { end: 'ok' },
                  },
                },
                two: {
                  start: 'right',
                  steps: {
                    right: {
                      task: 'right',
                      within: '3d',
                      overdue: ladder,
                      actions: { done: 'right-end' },
                    },
                    'right-end': { end: 'ok' },
                  },
                },
              },
              join: 'all',
              then: 'visit',
            },
          },
        },
        over: { steps: { seen: { end: 'seen' } } },
      },
      ignore: { 'sys.answered': 'nothing was asked', 'sys.started': 'it has begun' },
    },
  ],
});

/** The compiled program. */
export const appointments: Program = compiled(source);

type Written = (typeof source)['journeys'][number];

/** Whoever books, cancels or arrives is told so, in whichever step. */
function withNews(journey: Written): Written {
  const news: Readonly<Record<string, unknown>> = {
    'sys.booked': 'moved',
    'sys.cancelled': ['gone'],
    'sys.arrived': { template: 'thanks', via: 'sys' },
  };
  return JSON.parse(JSON.stringify(journey), (key, value: unknown) => {
    if (!Object.hasOwn(news, key)) return value;
    const way = typeof value === 'string' ? { to: value } : value;
    return Object.assign({}, way, { inform: news[key] });
  }) as Written;
}

/** The same, and its people are told of what becomes of their visits. */
export const informing: Program = compiled({
  ...source,
  templates: {
    ...source.templates,
    moved: { version: 1, purpose: 'care', channels: ['sms', 'email'], facts: ['start'] },
    gone: { version: 1, purpose: 'care', channels: ['sms'] },
    thanks: { version: 1, purpose: 'care', channels: ['sms'] },
  },
  journeys: source.journeys.map(withNews),
});

function compiled(written: typeof source): Program {
  const { program, problems } = compileObject(written, { desk: connector });
  if (program === undefined) throw new Error(JSON.stringify(problems, null, 2));
  return program;
}

/** The same program, whose messages are sent from 08:00 to 21:00 in Berlin. */
export function withHours(program: Program): Program {
  const week = Array.from({ length: 7 }, () => [[480, 1260] as const]);
  const waking = { zone: 'Europe/Berlin', week, holidays: [], overrides: {} };
  const calendars = { ...program.calendars, waking };
  return { ...program, calendars, messages: { hours: 'waking', anyTime: [] } };
}

export function say(type: string, data: EventInput['data'] = {}): EventInput {
  return { kind: 'event', type: `sys.${type}`, source: 'sys', id: 'e', occurredAt: 0, data };
}

type Stepped = Extract<StepResult, { readonly kind: 'stepped' }>;

/** A journey that is lived by hand, and what has become of its messages. */
export class Patient {
  readonly #program: Program;
  #state: State | undefined;
  last: Stepped | undefined;
  /** Everything that was asked for, with when. */
  readonly sent: {
    readonly at: number;
    readonly version: number;
    readonly effect: Stepped['effects'][number];
  }[] = [];
  readonly entries: Entry[] = [];

  constructor(now: number, program: Program = appointments) {
    this.#program = program;
    this.take({ kind: 'enrol', journey: 'main', event: say('started') }, now);
  }

  get state(): State {
    if (this.#state === undefined) throw new Error('The journey has not begun.');
    return this.#state;
  }

  /** Takes an input; false when it is refused. */
  take(input: Input, now: number): boolean {
    const result = step(this.#program, this.#state ?? null, input, now);
    if (result.kind === 'refused') return false;
    this.last = result;
    this.#state = result.state;
    this.entries.push(...result.entries);
    const { version } = result.state;
    for (const effect of result.effects) this.sent.push({ at: now, version, effect });
    return true;
  }

  /** What the last input said of messages, in short and sorted: `planned visit`. */
  said(): readonly string[] {
    const words = reminded(this.last?.entries ?? []).map((entry) => {
      const why = 'reason' in entry ? ` ${entry.reason}` : '';
      return `${entry.how} ${entry.template}${why}`;
    });
    return words.toSorted();
  }

  /** Templates that the last input asked for, with their channels. */
  asked(): readonly string[] {
    return (this.last?.effects ?? []).flatMap((effect) => {
      return effect.kind === 'message' ? [`${effect.template} ${effect.channel}`] : [];
    });
  }

  /** A message that was asked for, by its key. */
  effect(key: string): Extract<Stepped['effects'][number], { readonly kind: 'message' }> {
    const [version, index] = key.split('.').map(Number);
    const found = this.sent.find(({ version: of, effect }) => {
      return of === version && 'index' in effect && effect.index === index;
    });
    if (found?.effect.kind !== 'message')
      throw new Error('No message was asked for under this key.');
    return found.effect;
  }

  /** Key of the last message that was asked for. */
  key(): string {
    const asked = this.entries.findLast((entry) => entry.kind === 'asked');
    return asked?.kind === 'asked' ? asked.key : '';
  }
}

export function reminded(entries: readonly Entry[]): readonly Reminded[] {
  return entries.filter((entry): entry is Reminded => entry.kind === 'reminder');
}
