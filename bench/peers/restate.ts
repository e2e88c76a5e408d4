/**
 * Restate: a virtual object for each journey (docs.restate.dev, "Virtual Objects"), whose handler
 * is called once for each event by its idempotency key; its state, a delayed call as the deadline,
 * and the command as a durable step. The server keeps a log of its own and runs with its defaults.
 */
import type { OperationalEvent } from '../../packages/onward/src/core/index.ts';
import { openLine } from '../http-line.ts';
import type { HttpLine } from '../http-line.ts';
import { expectCount } from '../system.ts';
import type { Open } from '../system.ts';
import { shareOf, together } from '../workload.ts';
import { Dispatched } from './dispatched.ts';
import { openEndpoint } from './restate-journey.ts';
import { startRestate } from './restate-server.ts';

/** Tried: 32 and 128 connections, which did alike, and 256, which did less. */
const senders = 128;

export const open: Open = async () => {
  const dispatched = new Dispatched();
  const server = await startRestate();
  const endpoint = await openEndpoint(dispatched);
  await server.register(endpoint.url);
  const lines = await Promise.all(Array.from({ length: senders }, () => openLine(server.url, 200)));
  const free = [...lines];
  return {
    run: (workload) =>
      together(senders, async (party) => {
        const line = lines[party];
        for (const [event] of shareOf(workload, { party, parties: senders, chunk: 1 })) {
          if (event !== undefined && line !== undefined) await send(line, event);
        }
      }),
    take: async (event) => {
      const line = free.pop() ?? (await openLine(server.url, 200));
      await send(line, event);
      free.push(line);
    },
    bytes: () => server.bytes(),
    verify: async (workload) => {
      dispatched.verify(workload);
      const states = await server.query(
        `select value_utf8 as value from state where service_name = 'journey' and key = 'state'`,
      );
      const isAtRest = (value: unknown): boolean => {
        const { step, version } = JSON.parse(String(value)) as { step: string; version: number };
        return step === 'rest' && version === 5;
      };
      expectCount(
        'journeys',
        states.filter(({ value }) => isAtRest(value)).length,
        workload.journeys,
      );
      const deadlines = await server.query(
        `select id from sys_invocation
          where target_handler_name = 'deadline' and status = 'scheduled'`,
      );
      expectCount('deadlines', deadlines.length, workload.journeys);
    },
    close: async () => {
      for (const line of new Set([...lines, ...free])) line.close();
      await server.stop();
      await endpoint.close();
    },
  };
};

async function send(line: HttpLine, { id, type, refs }: OperationalEvent): Promise<void> {
  await line.send({
    path: `/journey/${refs[0]?.ref ?? ''}/event`,
    headers: { 'content-type': 'application/json', 'idempotency-key': id },
    body: JSON.stringify({ id, type }),
  });
}
