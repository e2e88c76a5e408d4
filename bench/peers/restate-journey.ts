/** The journey as Restate runs it, and the endpoint by which its server calls it. */
import { once } from 'node:events';
import { createServer } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { createEndpointHandler, object, rpc } from '@restatedev/restate-sdk';
import type { ObjectContext } from '@restatedev/restate-sdk';
import { nextStep, weekMs } from '../workload.ts';
import type { Dispatched } from './dispatched.ts';

interface Event {
  readonly id: string;
  readonly type: string;
}

interface State {
  readonly step: string;
  readonly version: number;
  readonly due: number;
}

/**
 * The deadline stands in the state; its delayed call is made once, and made again only when it
 * comes before its time. To cancel the last call and make another for each event, as the
 * documentation has it too, needs the id of the call: one more round trip, two more log entries.
 */
function journeyOf(dispatched: Dispatched) {
  const journey = object({
    name: 'journey',
    handlers: {
      event: async (context: ObjectContext, event: Event): Promise<string> => {
        const before = await context.get<State>('state');
        const step = nextStep[event.type] ?? '';
        const due = Date.now() + weekMs;
        context.set<State>('state', { step, version: (before?.version ?? 0) + 1, due });
        if (before === null) arm(context, weekMs);
        return context.run('note', () => dispatched.take(event.id));
      },
      deadline: async (context: ObjectContext): Promise<void> => {
        const now = await context.date.now();
        const { due = now } = (await context.get<State>('state')) ?? {};
        if (due > now) arm(context, due - now);
      },
    },
  });
  const arm = (context: ObjectContext, delay: number): void => {
    context
      .objectSendClient<{ deadline: () => Promise<void> }>({ name: 'journey' }, context.key)
      .deadline(rpc.sendOpts({ delay }));
  };
  return journey;
}

/** Serves the journeys to a server on this machine. */
export async function openEndpoint(
  dispatched: Dispatched,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer(
    createEndpointHandler({ services: [journeyOf(dispatched)], logger: () => undefined }),
  );
  const sessions = new Set<{ destroy(): void }>();
  server.on('session', (session) => {
    sessions.add(session);
    session.once('close', () => sessions.delete(session));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      for (const session of sessions) session.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
