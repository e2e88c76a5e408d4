/** Programs of the sizes that the continuity proof must be fast for, made by code. */
import { compileObject } from '../packages/onward/src/core/index.ts';
import type {
  Connector,
  EventType,
  FactTypes,
  JourneyInput,
  Program,
} from '../packages/onward/src/core/index.ts';
import { longJourney } from './check-journey.ts';
import { coupledTracks, pairedTracks } from './check-tracks.ts';

function says(data: FactTypes = {}): EventType {
  return { refs: { patient: { system: '', of: 'subject' } }, data };
}

const receipts = ['delivered', 'read', 'replied', 'confirmed', 'failed'].map((kind) => {
  return [`message.${kind}`, { refs: {}, data: {} }] as const;
});

const world: Connector = {
  name: 'world',
  describe: () => ({
    manifest: {
      events: {
        referred: says({ urgent: { kind: 'flag' } }),
        replied: says({ consent: { kind: 'flag' } }),
        sent: says({ plan: { kind: 'one-of', values: ['basic', 'plus', 'trial'] } }),
        resulted: says({ risk: { kind: 'count', max: 9 } }),
        visited: says(),
        missed: says(),
        withdrew: says(),
        ...Object.fromEntries(receipts),
      },
      commands: { verify: { args: {}, returns: {} } },
      lookUps: { visit: { events: ['visited', 'missed'] } },
      idempotent: true,
    },
  }),
};

/** A program of the proof's bench, and what is asked of its check. */
export interface CheckCase {
  readonly name: string;
  readonly about: string;
  /** What `check` must say of it: anything else and it was not this that was measured. */
  readonly verdict: 'proved' | 'unknown';
  /** What is asked of its median; without it, it only shows how things grow. */
  readonly goalMs?: number;
  /** What is asked of its peak of memory. */
  readonly goalMb?: number;
  readonly make: () => Program;
}

/** The cases, the smaller ones first; the last runs into the cap. */
export const checkCases: readonly CheckCase[] = [
  {
    name: 'journey',
    about: '60 steps in six stages, 8 guard atoms over 5 facts',
    verdict: 'proved',
    goalMs: 50,
    make: () => compiled(longJourney({ keepsFacts: false })),
  },
  {
    name: 'journey-facts',
    about: 'the same, every fact read to the end',
    verdict: 'proved',
    make: () => compiled(longJourney({ keepsFacts: true })),
  },
  {
    name: 'paired',
    about: '6 tracks of 10 steps, in pairs that share a fact',
    verdict: 'proved',
    goalMs: 1_000,
    make: () => compiled(pairedTracks()),
  },
  {
    name: 'coupled',
    about: '3 tracks of 20 steps that share a fact',
    verdict: 'proved',
    goalMs: 1_000,
    make: () => compiled(coupledTracks({ tracks: 3, steps: 20 })),
  },
  {
    name: 'cap',
    about: '6 tracks of 20 steps that share a fact: beyond the cap',
    verdict: 'unknown',
    goalMb: 512,
    make: () => compiled(coupledTracks({ tracks: 6, steps: 20 })),
  },
];

function compiled(journey: JourneyInput): Program {
  const { program, problems } = compileObject(
    {
      program: 'check-bench',
      calendars: { office: { zone: 'Europe/Berlin', week: { 'mon-fri': '09:00-17:00' } } },
      teams: { desk: { calendar: 'office', people: ['p-1', 'p-2'], fallback: 'lead' } },
      roles: { lead: { calendar: 'office', people: ['p-3'] } },
      exceptions: { within: { business: '1d' }, escalate: ['lead'], every: '1d' },
      systems: { sys: { connector: 'world', owner: 'desk' } },
      templates: { hello: { version: 1, purpose: 'care', channels: ['sms', 'email'] } },
      journeys: [journey],
    },
    { world },
  );
  if (program === undefined || problems.length > 0) {
    throw new Error(problems.map(({ code, message }) => `${code} ${message}`).join('\n'));
  }
  return program;
}
