/** Who and what there is to work with: what a console must know before it shows anything. */
import { z } from 'zod';
import type { Program } from '../../core/index.ts';
import { programHash } from '../../store/index.ts';
import { originOf } from '../content-policy.ts';
import { route } from '../route.ts';
import { instantSchema, named, refusals } from '../schemas.ts';
import { ownersOf } from './desk.ts';

export const sessionSchema = named(
  'Session',
  z.object({
    mode: z.enum(['dev', 'serve']),
    program: z.string(),
    programHash: z.string(),
    now: instantSchema,
    zone: z.string().describe('IANA zone of the first calendar.'),
    clock: z
      .object({ aheadMs: z.int() })
      .nullable()
      .describe('Of a development run, whose clock can be moved.'),
    edgeUrl: z.string().nullable().describe('Origin at which briefs are shown.'),
    people: z.array(
      z.object({ id: z.string(), teams: z.array(z.string()).describe('Teams and roles.') }),
    ),
    owners: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['team', 'role']),
        calendar: z.string(),
        zone: z.string(),
        people: z.array(z.string()),
        fallback: z.string().nullable(),
      }),
    ),
    journeys: z.array(
      z.object({
        name: z.string(),
        stages: z.array(z.string()),
        steps: z.array(z.object({ name: z.string(), stage: z.string(), track: z.string() })),
      }),
    ),
    systems: z.array(z.object({ name: z.string(), connector: z.string(), owner: z.string() })),
  }),
);

const session = route({
  method: 'GET',
  path: '/v1/session',
  operationId: 'readSession',
  summary: 'What runs, what time it is there, and the people, owners and names of the program.',
  access: 'read',
  responses: { 200: { description: 'The session.', schema: sessionSchema }, ...refusals },
  handle({ context: { deps } }) {
    const { program } = deps.engine;
    const { dev } = deps;
    const json = {
      mode: dev === undefined ? 'serve' : 'dev',
      now: new Date(deps.clock.now()).toISOString(),
      clock: dev === undefined ? null : { aheadMs: Math.round(dev.aheadMs?.() ?? 0) },
      edgeUrl: originOf(deps.edgeUrl?.()) ?? null,
      ...namesOf(program),
    };
    return Promise.resolve({ status: 200, json });
  },
});

const known = new WeakMap<Program, ReturnType<typeof readNames>>();

/** Read once for each version. */
function namesOf(program: Program): ReturnType<typeof readNames> {
  const names = known.get(program) ?? readNames(program);
  known.set(program, names);
  return names;
}

function readNames(program: Program) {
  const { calendars, teams, journeys, systems } = program;
  const people = new Set(Object.values(teams).flatMap((team) => team.people));
  return {
    program: program.program,
    programHash: programHash(program),
    zone: Object.values(calendars)[0]?.zone ?? 'UTC',
    people: [...people].toSorted().map((id) => ({ id, teams: ownersOf(program, id) })),
    owners: Object.entries(teams).map(([name, { role, calendar, people: own, fallback }]) => ({
      name,
      kind: role ? 'role' : 'team',
      calendar,
      zone: calendars[calendar]?.zone ?? 'UTC',
      people: own,
      fallback: fallback ?? null,
    })),
    journeys: Object.values(journeys).map(({ name, stages, steps }) => ({
      name,
      stages: Object.keys(stages),
      steps: Object.entries(steps).map(([step, { stage, track }]) => ({
        name: step,
        stage,
        track,
      })),
    })),
    systems: Object.entries(systems).map(([name, { connector, owner }]) => {
      return { name, connector, owner };
    }),
  };
}

export const sessionRoutes = [session];
