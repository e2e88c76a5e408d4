/** What a program says about the forms that a system sends. */
import * as z from 'zod';
import type { FactType, FactTypes, RefType } from '../../core/index.ts';
import { duration } from '../duration.ts';
import { factType, name, settingsReader } from '../problems.ts';
import { signedBody } from '../signed-body/settings.ts';
import { place } from '../webhook/place.ts';
import { condition, mappedRef, refTypes } from '../webhook/settings.ts';

const literal = z.union([z.string().max(256), z.number(), z.boolean()]);

/** What is read of an answer: its value, whether it is there, or whether one choice is in it. */
const read = {
  type: factType.optional(),
  /** What a system writes, to the name of the type: `LA6568-5: not-at-all`. */
  of: z.record(z.string().max(256), z.string().max(64)).optional(),
  /** A number is multiplied by it and rounded: 36.6 at 10 counts 366. */
  scale: z.int().min(1).max(1_000_000).optional(),
  /** Only whether there is an answer: all that is ever read of free text. */
  presence: z.literal(true).optional(),
  /** Only whether this is among the choices. */
  has: z.string().min(1).max(256).optional(),
};

function checkRead(answer: Reading, context: z.RefinementCtx): void {
  const { type, of, scale, presence, has } = answer;
  const issue = (path: string, message: string): void =>
    context.addIssue({ code: 'custom', path: [path], message });
  const ways = [type, presence, has].filter((each) => each !== undefined);
  if (ways.length !== 1) issue('type', 'Give one of `type`, `presence: true` and `has`.');
  if (scale !== undefined && type?.kind !== 'count') issue('scale', 'Only a count has a scale.');
  if (type?.kind === 'ref') issue('type', 'An answer is no ref; declare it under `refs`.');
  if (of === undefined) return;
  if (type?.kind !== 'one-of' && type?.kind !== 'code') {
    issue('of', 'Only a type with names has them.');
  } else if (type.kind === 'one-of') {
    const other = Object.values(of).find((each) => !type.values.includes(each));
    if (other !== undefined) issue('of', 'Each name must be one of the type.');
  }
}

/** How an answer is read, wherever it stands. */
export interface Reading {
  readonly type?: FactType | undefined;
  readonly of?: Readonly<Record<string, string>> | undefined;
  readonly scale?: number | undefined;
  readonly presence?: true | undefined;
  readonly has?: string | undefined;
}

const linkId = z.string().min(1).max(256);
const fhirForm = z.strictObject({
  /** Address of the questionnaire; with `|version`, of that version alone. */
  questionnaire: z.string().min(1).max(512),
  answers: z
    .record(name, z.strictObject({ link: linkId, ...read }).superRefine(checkRead))
    .default({}),
});

const literals = z.array(literal).min(1);
const jsonForm = z.strictObject({
  when: condition.default([]),
  /** Where the body says how far the form came; absent: whatever comes is submitted. */
  state: z
    .strictObject({
      path: place,
      submitted: literals,
      updated: literals.optional(),
      abandoned: literals.optional(),
    })
    .optional(),
  refs: z.record(name, mappedRef).default({}),
  answers: z
    .record(name, z.strictObject({ path: place, ...read }).superRefine(checkRead))
    .default({}),
});

const fhir = z.strictObject({
  ...signedBody,
  format: z.literal('fhir'),
  rhythm: duration.optional(),
  /** Base of the server, where references are written in full. */
  base: z.string().min(1).max(512).optional(),
  /** The system whose ids the patients' are; absent: this one. */
  'patient-system': name.default(''),
  /** Which identifier of the subject is the outside id; absent: the id of the Patient. */
  'identifier-system': z.string().min(1).max(512).optional(),
  /** The system whose ids the other resources' are; absent: this one. */
  'ehr-system': name.default(''),
  forms: z.record(name, fhirForm),
});

const json = z
  .strictObject({
    ...signedBody,
    format: z.literal('json').default('json'),
    rhythm: duration.optional(),
    id: place.optional(),
    time: place.optional(),
    forms: z.record(name, jsonForm),
  })
  .superRefine(({ forms }, context) => {
    for (const [form, { refs, answers }] of Object.entries(forms)) {
      for (const answer of Object.keys(answers)) {
        if (!Object.hasOwn(refs, answer)) continue;
        const path = ['forms', form, 'answers', answer];
        context.addIssue({ code: 'custom', path, message: 'A ref has this name already.' });
      }
    }
  });

/** Settings of a system that sends FHIR's QuestionnaireResponse. */
export type FhirFormSettings = z.infer<typeof fhir>;
/** Settings of a system that sends JSON of its own. */
export type JsonFormSettings = z.infer<typeof json>;
/** Settings that were validated. */
export type FormSettings = FhirFormSettings | JsonFormSettings;

/** Validates settings; the same object is validated once. */
export const formSettings = settingsReader<FormSettings>((settings) => {
  const isFhir = typeof settings === 'object' && settings !== null && 'format' in settings;
  return isFhir && settings['format'] === 'fhir' ? fhir : json;
});

/** Answers of a form, by the names of their facts. */
export type Answers = Readonly<Record<string, Reading>>;

/** The types of answers. */
export function answerTypes(answers: Answers): FactTypes {
  return Object.fromEntries(
    Object.entries(answers).map(([answer, { type }]) => [answer, type ?? { kind: 'flag' }]),
  );
}

/** The refs of a form, as a program sees them. */
export function formRefs(settings: FormSettings, form: string): Readonly<Record<string, RefType>> {
  if (settings.format === 'json') return refTypes(settings.forms[form]?.refs ?? {});
  const resource: RefType = { system: settings['ehr-system'], of: 'journey' };
  const patient: RefType = { system: settings['patient-system'], of: 'subject' };
  return { patient, form: resource, encounter: resource, order: resource };
}
