/** The detectors, and when each last proved that it fires. */
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { unknownRoute } from '../dispatch.ts';
import type { DrillsDesk } from '../ports.ts';
import { route } from '../route.ts';
import { codeSchema, instantSchema, named, refusals } from '../schemas.ts';
import { instant } from '../views.ts';

const watchdogSchema = named(
  'Watchdog',
  z.object({
    detector: z
      .string()
      .describe('overdue: deadlines · silence: systems · drift: belief · audit: the database.'),
    triedAt: instantSchema.nullable().describe('When it was last tripped on purpose.'),
    firedAt: instantSchema.nullable().describe('When it last fired; null: it never has.'),
    tookMs: z.int().nullable(),
    code: codeSchema.nullable().describe('Why it did not fire, the last time.'),
  }),
);

const watchdogs = route({
  method: 'GET',
  path: '/v1/watchdogs',
  operationId: 'listWatchdogs',
  summary: 'When each detector was last tripped on purpose, and fired.',
  access: 'read',
  responses: {
    200: {
      description: 'Every detector.',
      schema: z.object({
        well: z
          .boolean()
          .describe('Each fired when it was last tripped, and nothing stands still.'),
        still: z
          .array(z.string())
          .describe('What this process does by and by, and has not done for too long.'),
        watchdogs: z.array(watchdogSchema),
      }),
    },
    ...refusals,
  },
  async handle({ context }) {
    const { detectors, list } = deskOf(context);
    const rows = await list();
    const shown = detectors.map((detector) => {
      const {
        triedAt,
        firedAt,
        tookMs = null,
        code = null,
      } = rows.find((each) => each.detector === detector) ?? {};
      return { detector, triedAt: at(triedAt), firedAt: at(firedAt), tookMs, code };
    });
    const still = context.deps.engine.still();
    const fired = shown.every(({ firedAt, code }) => firedAt !== null && code === null);
    const well = fired && still.length === 0;
    return { status: 200, json: { well, still, watchdogs: shown } };
  },
});

function at(time: number | undefined): string | null {
  return time === undefined ? null : instant(time);
}

function deskOf({ deps }: ApiContext): DrillsDesk {
  if (deps.drills === undefined) throw unknownRoute();
  return deps.drills;
}

export const watchdogRoutes = [watchdogs];
