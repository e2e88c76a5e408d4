/** The written forms of a proof: what `check --json` prints, and the story that `replay` plays. */
import { z } from 'zod';
import { properties } from '../../core/index.ts';
import type { PropertyId } from '../../core/index.ts';

const name = z.string().min(1).max(200);
const words = z.string().max(10_000);
const epochMs = z.int().describe('Epoch milliseconds.');

const fact = z.union([
  z.boolean(),
  z.number(),
  z.string(),
  z.strictObject({ amount: z.int(), currency: z.string().length(3) }),
]);
const facts = z.record(name, fact);

const event = z.strictObject({
  kind: z.literal('event'),
  type: name,
  source: name,
  id: name,
  occurredAt: epochMs,
  data: facts,
  answers: name.exactOptional().describe('`version.index` of the message it is a receipt of.'),
});

const says = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('started') }),
  z.strictObject({ kind: z.literal('milestone'), milestone: name }),
  z.strictObject({ kind: z.literal('ended'), outcome: name, milestones: z.array(name) }),
]);

/** What a story can hold: what the world comes with. Nobody overrides or breaks anything in it. */
const input = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('enrol'), journey: name, event }),
  event,
  z.strictObject({ kind: z.literal('deadline') }),
  z.strictObject({
    kind: z.literal('outcome'),
    key: name.describe('`version.index` of what is answered.'),
    name,
    passing: z.boolean(),
    step: name,
    outcome: z.enum(['done', 'rejected', 'exhausted', 'unknown']),
    data: facts,
  }),
  z.strictObject({
    kind: z.literal('act'),
    slot: z.int().min(0),
    opened: z.int().min(1),
    action: name,
    actor: z.string(),
    data: facts,
  }),
  z.strictObject({ kind: z.literal('signal'), journey: name, says }),
]);

const storyStep = z.strictObject({
  atMs: z.int().min(0).describe('Milliseconds since the story began.'),
  input,
  says: words.describe('The input in words.'),
  then: z.array(words).describe('Where the journey stands then, a line for each place.'),
});

const spot = z.strictObject({
  journey: name.exactOptional(),
  stage: name.exactOptional(),
  step: name.exactOptional(),
  below: z.array(z.union([z.string(), z.int()])),
});
const position = z
  .strictObject({ file: z.string(), line: z.int().min(1), column: z.int().min(1) })
  .describe('Its place; the file is relative to the program file.');

const counterexample = z.strictObject({
  says: words.describe('What is wrong at its end.'),
  mend: words,
  startsAt: epochMs,
  story: z.array(storyStep).max(10_000).describe('Empty where the program itself is the evidence.'),
  endsIn: z
    .string()
    .exactOptional()
    .describe('The configuration at its end; absent where the last step breaks.'),
  spot,
  at: position.exactOptional(),
});

const propertyIds = Object.keys(properties) as [PropertyId, ...PropertyId[]];
const id = z.enum(propertyIds);
const hash = z
  .string()
  .regex(/^[0-9a-f]{64}$/u)
  .describe('Of the compiled program: another one has other stories.');
const verdict = z.enum(['proved', 'refuted', 'unknown']);

const property = z.strictObject({
  id,
  verdict,
  bound: words.exactOptional(),
  boundMs: z.number().exactOptional(),
  reason: words.exactOptional().describe('Why it is unknown.'),
  count: z.int().min(1).exactOptional().describe('How many places refute it.'),
  also: z
    .array(z.strictObject({ says: words, spot, at: position.exactOptional() }))
    .max(50)
    .exactOptional()
    .describe('The other places, up to 50 of them.'),
  counterexample: counterexample.exactOptional(),
});

const journey = z.strictObject({
  journey: name,
  configurations: z.int().min(0),
  ms: z.number().min(0),
  verdict,
  properties: z.array(property),
});

const problem = z.strictObject({
  severity: z.enum(['error', 'warning']),
  code: z.string().regex(/^ONW-[A-Z0-9-]+$/u),
  file: z.string(),
  line: z.int().min(1),
  column: z.int().min(1),
  path: z.string(),
  message: z.string(),
  allowed: z.string().exactOptional(),
});

/** What `onward check --json` prints. */
export const reportSchema = z.strictObject({
  ok: z.boolean().describe('True only when every property is proved.'),
  program: name.nullable(),
  hash: hash.nullable(),
  verdict: z.enum(['proved', 'refuted', 'unknown', 'refused']),
  problems: z.array(problem).describe('Of the compiler; with an error nothing is proved.'),
  journeys: z.array(journey),
});

/** What `onward check --story` writes. */
export const storySchema = z.strictObject({
  story: z.literal(1).describe('The version of this form.'),
  program: name,
  hash,
  journey: name,
  property: id,
  counterexample,
});

export type WrittenReport = z.output<typeof reportSchema>;
export type WrittenStory = z.output<typeof storySchema>;
export type StoryInput = z.output<typeof input>;

/** The JSON Schema of `check --json`, as it is published. */
export function reportJsonSchema(): unknown {
  const { $schema, ...rest } = z.toJSONSchema(reportSchema, { target: 'draft-2020-12' });
  return { $schema, title: 'What onward check found', ...rest };
}
