/**
 * What the programs of the corpus share: calendars, teams with stand-ins, systems and their words.
 */
import { compileObject } from '../../../src/core/index.ts';
import type {
  CommandType,
  Connector,
  EventType,
  FactTypes,
  JourneyInput,
  LookUpType,
  Program,
  ProgramInput,
} from '../../../src/core/index.ts';

function says(data: FactTypes = {}): EventType {
  return { refs: { patient: { system: '', of: 'subject' } }, data };
}

const start: FactTypes = { start: { kind: 'instant' } };
const nothing: CommandType = { args: {}, returns: {} };

interface Words {
  readonly events: Readonly<Record<string, EventType>>;
  readonly commands?: Readonly<Record<string, CommandType>>;
  readonly lookUps?: Readonly<Record<string, LookUpType>>;
}

const clinic: Words = {
  events: {
    referred: says({ urgent: { kind: 'flag' } }),
    booked: says(start),
    moved: says(start),
    cancelled: says(),
    arrived: says(),
    missed: says(),
  },
  commands: {
    verify: { args: {}, returns: { covered: { kind: 'flag' } } },
    chart: nothing,
    update: { args: start, returns: {} },
    book: nothing,
    'cancel-room': nothing,
    assign: nothing,
    release: nothing,
  },
  lookUps: { booking: { events: ['booked'] }, arrival: { events: ['arrived', 'missed'] } },
};

const lab: Words = {
  events: {
    sampled: says(),
    result: says({ score: { kind: 'count', max: 10 }, critical: { kind: 'flag' } }),
    corrected: says({ score: { kind: 'count', max: 10 } }),
    lost: says(),
  },
  commands: { order: nothing },
  lookUps: { result: { events: ['result'] } },
};

const app: Words = {
  events: {
    joined: says({
      topic: { kind: 'code', list: 'topics' },
      plan: { kind: 'one-of', values: ['basic', 'plus'] },
      consent: { kind: 'flag' },
    }),
    answered: says({ yes: { kind: 'flag' } }),
    form: says({ complete: { kind: 'flag' }, risk: { kind: 'count', max: 5 } }),
    reading: says({ level: { kind: 'count', max: 9 } }),
    withdrew: says(),
  },
};

const shop: Words = {
  events: { delivered: says(), returned: says() },
  commands: { ship: nothing, recall: nothing },
};

const receipts = ['delivered', 'read', 'replied', 'confirmed', 'failed'];
const mail: Words = {
  events: Object.fromEntries(
    receipts.map((name) => [`message.${name}`, { refs: {}, data: {} }] as const),
  ),
};

const words = { clinic, lab, app, shop, mail } as const;

function connector(name: keyof typeof words): Connector {
  const manifest = { commands: {}, lookUps: {}, ...words[name], idempotent: true };
  return { name, describe: () => ({ manifest }) };
}

const connectors = {
  clinic: connector('clinic'),
  lab: connector('lab'),
  app: connector('app'),
  shop: connector('shop'),
  mail: connector('mail'),
};

/** A ladder of one accountable rung, and the usual work of the front desk that stands on it. */
export const ladder = { escalate: ['lead'], every: '1d' };
export const desk = { owner: 'desk', within: '1d', overdue: ladder };
export const nurses = {
  owner: 'nurses',
  within: { business: '4h' },
  overdue: { escalate: ['chief'], every: '4h' },
};

/** What one program of the corpus says of its own; the rest is the clinic's. */
export interface Parts {
  readonly program: string;
  readonly systems: readonly (keyof typeof words)[];
  readonly journeys: JourneyInput[];
  /** In place of the clinic's own. */
  readonly calendars?: ProgramInput['calendars'];
  readonly teams?: ProgramInput['teams'];
  readonly roles?: ProgramInput['roles'];
}

/** Compiles one program of the corpus; a problem of any kind is a fault of the corpus. */
export function clinicProgram({ program, systems, journeys, ...own }: Parts): Program {
  const source: ProgramInput = {
    program,
    calendars: {
      office: { zone: 'Europe/Berlin', week: { 'mon-fri': '09:00-17:00' } },
      ward: { zone: 'Europe/Berlin', week: { 'mon-sun': ['06:00-14:00', '14:00-22:00'] } },
    },
    teams: {
      desk: { calendar: 'office', people: ['p-1', 'p-2'], fallback: 'lead' },
      nurses: { calendar: 'ward', people: ['p-3', 'p-4'], fallback: 'chief' },
    },
    roles: {
      lead: { calendar: 'office', people: ['p-5'] },
      chief: { calendar: 'ward', people: ['p-6'] },
    },
    ...own,
    codes: { topics: ['E11.9', 'I10', 'J45'] },
    exceptions: { within: { business: '1d' }, escalate: ['lead'], every: '1d' },
    systems: Object.fromEntries(
      systems.map((name) => [name, { connector: name, owner: 'desk' }] as const),
    ),
    templates: {
      hello: { version: 1, purpose: 'care', channels: ['sms', 'email'] },
      reminder: { version: 1, purpose: 'care', channels: ['sms'] },
    },
    journeys,
  };
  const { program: compiled, problems } = compileObject(source, connectors);
  if (compiled === undefined || problems.length > 0) {
    throw new Error(`${program}: ${JSON.stringify(problems, null, 2)}`);
  }
  return compiled;
}
