/** The program that new journeys begin with, and the inputs that nobody could place in it. */
import { z } from 'zod';
import { unmatchedId } from '../../core/index.ts';
import type { Program } from '../../core/index.ts';
import { programHash } from '../../store/index.ts';
import { most, pageOf, readCursor } from '../cursor.ts';
import { route } from '../route.ts';
import { instantSchema, named, nextSchema, pageQuery, refusals } from '../schemas.ts';
import { instant, proofView } from '../views.ts';

const verdictSchema = z.enum(['proved', 'refuted', 'unknown']);
const propertySchema = z.string().regex(/^C(?:[1-9]|1[01])$/u);

const proofSchema = named(
  'Proof',
  z.object({
    verdict: verdictSchema,
    checkedAt: instantSchema,
    journeys: z.array(
      z.object({
        journey: z.string(),
        verdict: verdictSchema,
        configurations: z.int().describe('How many were looked at.'),
        properties: z.array(
          z.object({
            id: propertySchema,
            verdict: verdictSchema,
            bound: z.string().nullable().describe('What is proved in figures, in words.'),
            boundMs: z.number().nullable(),
          }),
        ),
      }),
    ),
    accepted: z
      .array(z.object({ property: propertySchema, reason: z.string() }))
      .describe('What a person let pass unproved, and why.'),
  }),
);

const programSchema = named(
  'Program',
  z.object({
    hash: z.string().describe('64 hex digits over the canonical JSON.'),
    program: z
      .looseObject({ format: z.literal(1), program: z.string() })
      .describe('Compiled form.'),
    proof: proofSchema.nullable().describe('Null where none is kept with the version.'),
  }),
);

const hashes = new WeakMap<Program, string>();

const getProgram = route({
  method: 'GET',
  path: '/v1/program',
  operationId: 'getProgram',
  summary: 'The compiled program that new journeys begin with, and what is proved of it.',
  access: 'read',
  responses: { 200: { description: 'The program.', schema: programSchema }, ...refusals },
  async handle({ context: { deps } }) {
    const { program } = deps.engine;
    const hash = hashes.get(program) ?? programHash(program);
    hashes.set(program, hash);
    const proof = await deps.reads.proof(hash);
    return { status: 200, json: { hash, program, proof: proof ? proofView(proof) : null } };
  },
});

const unmatchedSchema = named(
  'UnmatchedPage',
  z.object({
    unmatched: z.array(
      z.object({
        id: z.string(),
        source: z.string(),
        eventId: z.string(),
        type: z.string(),
        occurredAt: instantSchema,
        receivedAt: instantSchema,
        reason: z.string().describe('Code of why it could not be placed.'),
        owner: z.string(),
        due: instantSchema,
      }),
    ),
    next: nextSchema,
  }),
);

const listUnmatched = route({
  method: 'GET',
  path: '/v1/unmatched',
  operationId: 'listUnmatched',
  summary: 'Events that found no journey, each with an owner and a deadline.',
  access: 'read',
  query: z.object(pageQuery),
  responses: { 200: { description: 'One page.', schema: unmatchedSchema }, ...refusals },
  async handle({ context: { deps }, query }) {
    const [after = 0] = query.after === undefined ? [] : readCursor(query.after, [most.id]);
    const found = await deps.reads.unmatched({ after, limit: query.limit + 1 });
    const { rows, next } = pageOf(found, query.limit, ({ id }) => [id]);
    const unmatched = rows.map(({ id, occurredAt, receivedAt, due, ...rest }) => ({
      id: unmatchedId(id),
      ...rest,
      occurredAt: instant(occurredAt),
      receivedAt: instant(receivedAt),
      due: instant(due),
    }));
    return { status: 200, json: { unmatched, next } };
  },
});

export const programRoutes = [getProgram, listUnmatched];
