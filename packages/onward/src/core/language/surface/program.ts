/** The written form of a program and of a journey, as YAML, JSON or TypeScript state it. */
import { z } from 'zod';

import { holidayKinds } from '../../holidays.ts';
import { expected } from './expected.ts';
import {
  codeSchema,
  dateSchema,
  factTypesSchema,
  fromOneSchema,
  guardSchema,
  nameSchema,
  oneOrMany,
  personSchema,
  qualifiedSchema,
  durationSchema,
  spanSchema,
  tellingSchema,
  valueSchema,
} from './parts.ts';
import { clockSchema } from './clocks.ts';
import { reconcileSchema } from './reconcile.ts';
import { handlerParts, ownerPart, reminderSchema, stepSchema } from './steps.ts';

const stageSchema = z
  .strictObject({
    target: spanSchema.optional().describe('Flow target; beyond it the journey counts as slow.'),
    owner: ownerPart.optional(),
    reminders: z
      .array(reminderSchema)
      .optional()
      .describe('Messages planned in every step of the stage, relative to a fact.'),
    ...handlerParts,
    steps: z.record(nameSchema, stepSchema).describe('The steps of the stage, by name.'),
  })
  .meta({ id: 'Stage', description: 'A part of the journey that people speak of.' });

const enrolSchema = z
  .strictObject({
    on: qualifiedSchema.describe('The event that begins a journey.'),
    'once-per': z
      .union(
        [
          z.enum(['subject', 'event'], { error: expected.once }),
          z.strictObject({ ref: nameSchema.describe('A ref of that event.') }),
        ],
        { error: expected.once },
      )
      .describe('What must not begin it twice.'),
    when: guardSchema.optional().describe('Begins only when this holds.'),
    set: z.record(nameSchema, valueSchema).optional().describe('Facts known from the beginning.'),
  })
  .meta({ id: 'Enrolment', description: 'How a journey begins, and that it begins once.' });

export const journeySchema = z.strictObject({
  journey: nameSchema.describe('The name of the journey.'),
  subject: nameSchema.describe('Whose journey it is.'),
  owner: ownerPart.optional().describe('The team or role for steps and stages that name none.'),
  facts: factTypesSchema.optional().describe('What the journey may know, in closed types.'),
  enrol: oneOrMany(enrolSchema).describe('How it begins.'),
  start: nameSchema.describe('The step it begins with.'),
  ...handlerParts,
  stages: z.record(nameSchema, stageSchema).describe('Its stages, in order.'),
  clocks: z.record(nameSchema, clockSchema).optional().describe('What is measured, by name.'),
});

const shiftSchema = z
  .string({ error: expected.shift })
  .regex(/^\d{2}:\d{2}-\d{2}:\d{2}$/u, { error: expected.shift });
const shiftsSchema = z.union([shiftSchema, z.array(shiftSchema, { error: expected.shift })], {
  error: expected.shift,
});
const weekDay = '(?:mon|tue|wed|thu|fri|sat|sun)';
const daysSchema = z
  .string()
  .regex(new RegExp(`^${weekDay}(?:-${weekDay})?$`, 'u'), { error: expected.days });

const placeSchema = z.string({ error: expected.place }).max(64, { error: expected.place });
const holidaysSchema = z
  .strictObject({
    of: oneOrMany(placeSchema, expected.place).describe(
      'A country or a part of one (`us`, `us-ny`): its whole-day holidays, 2024 to 2040.',
    ),
    kinds: z
      .array(z.enum(holidayKinds, { error: expected.holidayKind }))
      .min(1)
      .optional()
      .describe('Which of them; the public ones unless said.'),
    except: z.array(dateSchema).optional().describe('Of these dates those that are worked.'),
    also: z.array(dateSchema).optional().describe('More dates on which nobody works.'),
  })
  .meta({ id: 'Holidays', description: 'The holidays of a place, substitute days included.' });

export const calendarSchema = z
  .strictObject({
    zone: z.string({ error: expected.zone }).max(64).describe('An IANA time zone.'),
    week: z.record(daysSchema, shiftsSchema).describe('Shifts by day or range of days.'),
    holidays: z
      .union([z.array(dateSchema), holidaysSchema], { error: expected.holidays })
      .optional()
      .describe('Dates on which nobody works, or the place whose holidays they are.'),
    overrides: z
      .record(dateSchema, shiftsSchema)
      .optional()
      .describe('Shifts of single dates; they win over week and holidays.'),
  })
  .meta({ id: 'Calendar', description: 'When a team works.' });

const teamParts = {
  calendar: nameSchema.describe('Its working time.'),
  fallback: nameSchema.optional().describe('Who is asked when nobody of it is there.'),
};
const people = z.array(personSchema).min(1).describe('Opaque ids of people.');
const teamSchema = z.strictObject({ ...teamParts, people }).meta({ id: 'Team' });
const roleSchema = z
  .strictObject({ ...teamParts, people: people.max(2).describe('One person, or two.') })
  .meta({ id: 'Role', description: 'One or two people who are accountable by name.' });

const systemSchema = z
  .strictObject({
    connector: nameSchema.describe('The connector it speaks through.'),
    owner: nameSchema.describe('The team that answers for it.'),
    settings: z
      .record(z.string(), z.json())
      .optional()
      .describe("The connector's own settings; a secret stands as the name of its variable."),
    reconcile: z
      .record(nameSchema, reconcileSchema)
      .optional()
      .describe('By look-up: how often it is compared, and what follows a difference.'),
  })
  .meta({ id: 'System', description: 'An outside system.' });

const templateSchema = z
  .strictObject({
    version: fromOneSchema.describe('Counts up with every change of its text.'),
    purpose: nameSchema.describe('What it is sent for; consent is given by purpose.'),
    channels: z.array(nameSchema).min(1).describe('In the order they are tried.'),
    facts: z
      .array(nameSchema)
      .min(1)
      .optional()
      .describe('Facts that its text states; every journey that sends it has them.'),
  })
  .meta({ id: 'Template', description: 'A message whose text stands outside.' });

const purposes = z.array(nameSchema).optional();
export const messagesSchema = z
  .strictObject({
    hours: nameSchema.describe(
      "A calendar in the recipients' zone; outside its shifts, and on its holidays, none is sent.",
    ),
    'any-time': purposes.describe('Purposes that wait for nothing, such as what concerns safety.'),
    caps: z
      .strictObject({
        day: fromOneSchema.max(100).describe('In one day of the recipient.'),
        week: fromOneSchema.max(700).describe('In seven days on end.'),
      })
      .optional()
      .describe('Messages to one person from all journeys; `{ day: 1, week: 3 }` unless said.'),
    priority: purposes.describe('Purposes, the most important first; others come after them.'),
    merge: durationSchema
      .optional()
      .describe('The same words again within so long are said once; `1h` unless said.'),
    'opt-in': purposes.describe('Purposes for which a person must have said yes.'),
    recipient: z
      .strictObject({
        zone: nameSchema.optional().describe('A fact of type zone: where the person is.'),
        region: nameSchema.optional().describe('A fact that is a list of regions, such as us-fl.'),
        language: nameSchema.optional().describe('A fact that is a list of languages.'),
      })
      .optional()
      .describe('Facts of the journeys that tell of their people.'),
    regions: z
      .record(nameSchema, z.record(daysSchema, shiftsSchema))
      .optional()
      .describe('Hours by region, in the zone of the recipient; beside those that are known.'),
    answers: z
      .strictObject({
        stop: tellingSchema.optional().describe('Said once to who wants no more.'),
        start: tellingSchema.optional().describe('Said once to who wants messages again.'),
      })
      .optional()
      .describe('What is said in answer to a word on consent.'),
  })
  .meta({ id: 'MessagePolicy', description: 'When messages may be sent, how many, to whom not.' });

const exceptionsSchema = z.strictObject({
  within: spanSchema.describe('By when someone must look at it.'),
  escalate: z.array(nameSchema).min(1).describe('Who is told, in order; the last is a role.'),
  every: spanSchema.describe('Time between the rungs of the ladder.'),
});

const programParts = {
  program: nameSchema.describe('The name of the program.'),
  calendars: z.record(nameSchema, calendarSchema).describe('Working times, by name.'),
  teams: z.record(nameSchema, teamSchema).optional().describe('Who does the work.'),
  roles: z.record(nameSchema, roleSchema).optional().describe('Who is accountable.'),
  codes: z
    .record(nameSchema, z.array(codeSchema).min(1))
    .optional()
    .describe('Code lists, by name.'),
  systems: z.record(nameSchema, systemSchema).describe('Outside systems, by name.'),
  templates: z.record(nameSchema, templateSchema).optional().describe('Messages, by name.'),
  messages: messagesSchema
    .optional()
    .describe('When messages may be sent, and how many; all, at any time, unless said.'),
  exceptions: exceptionsSchema.describe('What happens with whatever nobody planned for.'),
};

const fileName = z
  .string({ error: expected.file })
  .max(200, { error: expected.file })
  .regex(/^(?:[A-Za-z0-9][A-Za-z0-9._-]*\/)*[A-Za-z0-9][A-Za-z0-9._-]*\.(?:yaml|yml|json)$/u, {
    error: expected.file,
  });

/** A program file: its journeys stand in files of their own. */
export const programSchema = z.strictObject({
  ...programParts,
  journeys: z.array(fileName).min(1).describe('The files of the journeys.'),
});

/** A program as one object: its journeys stand in it. */
export const programObjectSchema = z.strictObject({
  ...programParts,
  journeys: z.array(journeySchema).min(1).describe('The journeys.'),
});

export type WrittenProgram = Omit<z.output<typeof programSchema>, 'journeys'>;
export type WrittenJourney = z.output<typeof journeySchema>;
export type WrittenStage = z.output<typeof stageSchema>;
export type WrittenEnrolment = z.output<typeof enrolSchema>;
export type WrittenCalendar = z.output<typeof calendarSchema>;
export type WrittenHolidays = NonNullable<WrittenCalendar['holidays']>;
export type WrittenReconcile = z.output<typeof reconcileSchema>;
export type WrittenSystem = z.output<typeof systemSchema>;
/** What TypeScript authors write; the same as YAML, checked by the same schema. */
export type ProgramInput = z.input<typeof programObjectSchema>;
export type JourneyInput = z.input<typeof journeySchema>;
