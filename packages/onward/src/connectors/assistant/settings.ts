/** What a program says about an assistant: whom it listens to, where it stands, what it asks. */
import * as z from 'zod';
import { isZone } from '../templates/language.ts';
import { name, settingsReader, variable } from '../problems.ts';
import { checkTemplates, templateSettings } from '../templates/settings.ts';
import { questionnaire } from './questionnaire.ts';

/** Regions whose numbers for emergencies are known. */
const regionNames = ['us', 'ca', 'gb', 'ie', 'au', 'nz', 'eu'] as const;

const schema = z
  .strictObject({
    /** The system of texts, whose replies it reads. */
    texts: name,
    /** The system by whose ids links to the chat may name people, beside their numbers. */
    patients: name.optional(),
    /** The system that knows visits and what is free, so that people move and cancel theirs. */
    diary: name.optional(),
    /** The numbers that are told in an emergency. */
    region: z.enum(regionNames),
    /** Zone in which days and hours are meant. */
    zone: z.string().refine(isZone, 'Write an IANA time zone, such as Europe/Berlin.'),
    /** The public address of the edge, for links to the chat. */
    'public-url': variable.optional(),
    /** Questionnaires that it can ask, by name: FHIR R4, in JSON or YAML. */
    forms: z.record(name, questionnaire).default({}),
    templates: templateSettings.templates,
    values: templateSettings.values,
    args: templateSettings.args,
    language: templateSettings.language,
  })
  .superRefine((settings, context) => checkTemplates(settings, context));

export type AssistantSettings = z.infer<typeof schema>;

/** Validates settings; the same object is validated once. */
export const assistantSettings = settingsReader<AssistantSettings>(schema);
