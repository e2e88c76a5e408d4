/** The chat of an assistant, served by the edge to whoever has a link to it. */
import { z } from 'zod';
import { unknownRoute } from '../dispatch.ts';
import type { ApiContext } from '../context.ts';
import { HttpError } from '../failure.ts';
import { route } from '../route.ts';
import { bodyRefusals, missing, refusals } from '../schemas.ts';
import { take } from './events.ts';

const params = z.object({ system: z.string().describe('An assistant of the program.') });
const responses = {
  200: { description: 'The page; never cached.', type: 'text/html' },
  303: { description: 'What was written is taken; the page shows it.' },
  ...missing,
  ...refusals,
};

const show = route({
  method: 'GET',
  path: '/chat/:system',
  operationId: 'showChat',
  summary: 'The chat of the person whom the link names.',
  access: 'public',
  params,
  responses,
  handle: ({ context, params: { system }, rawQuery }) => visit(context, { system, rawQuery }),
});

const write = route<typeof params, z.ZodObject, Uint8Array>({
  method: 'POST',
  path: '/chat/:system',
  operationId: 'writeChat',
  summary: 'Takes what the person wrote; the page is shown once it is durable.',
  access: 'public',
  params,
  body: { kind: 'raw' },
  responses: { ...responses, ...bodyRefusals },
  handle({ context, params: { system }, rawQuery, body }) {
    const form = new URLSearchParams(Buffer.from(body).toString('utf8'));
    const nonce = form.get('nonce') ?? '';
    if (!/^[0-9a-f]{32}$/u.test(nonce)) {
      const message = 'The form is not that of the page; load it again.';
      throw new HttpError(400, 'ONW-LINK-UNPRESSED', { message });
    }
    const written = { text: form.get('text') ?? '', nonce };
    return visit(context, { system, rawQuery, written });
  },
});

interface Visiting {
  readonly system: string;
  readonly rawQuery: string;
  readonly written?: { readonly text: string; readonly nonce: string };
}

async function visit(
  context: ApiContext,
  { system, rawQuery, written }: Visiting,
): Promise<Response> {
  const { intake, clock } = context.deps;
  const token = new URLSearchParams(rawQuery).get('who') ?? '';
  const at = { token, receivedAt: clock.now() };
  const turn = await intake.chat?.(system, written === undefined ? at : { ...at, written });
  if (turn === undefined) throw unknownRoute();
  const results = await take(context, turn.taken);
  if (results.some(({ status }) => status === 'rejected')) {
    const message = 'What was written is kept, and is told again in a moment.';
    throw new HttpError(503, 'ONW-EVENT-REJECTED', { message, headers: { 'retry-after': '5' } });
  }
  const { page } = turn;
  if (written === undefined || page.status !== 200) {
    return new Response(page.html, { status: page.status, headers: page.headers });
  }
  // Loading the page again is not to send the form again.
  const headers = { location: `?${rawQuery}`, 'cache-control': 'no-store' };
  return new Response(null, { status: 303, headers });
}

export const chatRoutes = [show, write];
