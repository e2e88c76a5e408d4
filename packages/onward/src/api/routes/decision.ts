/**
 * Served by the edge's own origin, to the browser of the person who acts: what the systems know of
 * a person, and the notes of colleagues. The coordinator serves none of it.
 */
import { z } from 'zod';
import { unknownRoute } from '../dispatch.ts';
import type { ApiContext } from '../context.ts';
import { HttpError } from '../failure.ts';
import type { Decision } from '../ports.ts';
import { jsonRoute, route } from '../route.ts';
import {
  actorSchema,
  bodyRefusals,
  codeSchema,
  instantSchema,
  missing,
  named,
  obligationParams,
  refusals,
  unfit,
} from '../schemas.ts';
import { instant } from '../views.ts';

const answered = { ...missing, ...refusals };

const briefSchema = named(
  'Brief',
  z.object({
    sections: z.array(
      z.object({
        system: z.string(),
        title: z.string(),
        lines: z.array(z.object({ label: z.string(), text: z.string() })),
        missing: codeSchema.optional().describe('Why the system told nothing.'),
      }),
    ),
  }),
);

const brief = route({
  method: 'GET',
  path: '/brief/:id',
  operationId: 'getBrief',
  summary: 'What the systems know, read now, of whom an obligation is about.',
  access: 'pass',
  params: obligationParams,
  responses: { 200: { description: 'It; never cached.', schema: briefSchema }, ...answered },
  async handle({ context, params: { id }, headers }) {
    const sections = await decisionOf(context).show(id, passOf(headers));
    return { status: 200, json: { sections } };
  },
});

const notesSchema = named(
  'Notes',
  z.object({
    notes: z.array(
      z.object({ id: z.string(), by: actorSchema, at: instantSchema, text: z.string() }),
    ),
  }),
);

const listNotes = route({
  method: 'GET',
  path: '/brief/:id/notes',
  operationId: 'listNotes',
  summary: 'Notes of colleagues about the person, the newest first.',
  access: 'pass',
  params: obligationParams,
  responses: { 200: { description: 'At most 100.', schema: notesSchema }, ...answered },
  async handle({ context, params: { id }, headers }) {
    const found = await decisionOf(context).notes(id, passOf(headers));
    const notes = found.map(({ id: note, by, at, text }) => ({
      id: note,
      by,
      at: instant(at),
      text,
    }));
    return { status: 200, json: { notes } };
  },
});

const addNote = jsonRoute({
  method: 'POST',
  path: '/brief/:id/notes',
  operationId: 'addNote',
  summary: 'Keeps a note about the person at the edge, sealed with the person’s own key.',
  access: 'pass',
  params: obligationParams,
  body: z.strictObject({ text: z.string().min(1).max(4_000) }),
  responses: {
    200: { description: 'Kept.', schema: z.object({ id: z.string() }) },
    ...unfit,
    ...bodyRefusals,
    ...answered,
  },
  async handle({ context, params: { id }, body, headers }) {
    const note = await decisionOf(context).note(id, passOf(headers), body.text);
    return { status: 200, json: { id: note } };
  },
});

/** @throws HttpError 401 ONW-BRIEF-PASS where none is given */
export function passOf(headers: Headers): string {
  const given = /^Bearer ([\x21-\x7e]{1,1024})$/iu.exec(headers.get('authorization') ?? '')?.[1];
  if (given !== undefined) return given;
  const message = 'A pass is needed: send it as `Authorization: Bearer …`.';
  throw new HttpError(401, 'ONW-BRIEF-PASS', { message });
}

function decisionOf({ deps }: ApiContext): Decision {
  if (deps.decision === undefined) throw unknownRoute();
  return deps.decision;
}

export const decisionRoutes = [brief, listNotes, addNote];
