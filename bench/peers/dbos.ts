/**
 * DBOS: a workflow for each journey that waits for its events (docs.dbos.dev, "Communicating with
 * workflows"), each wait with a durable timeout of seven days, each command a step.
 */
import { DBOS } from '@dbos-inc/dbos-sdk';
import type { WorkflowHandle } from '@dbos-inc/dbos-sdk';
import type { OperationalEvent } from '../../packages/onward/src/core/index.ts';
import { count, openPool } from '../database.ts';
import { expectCount } from '../system.ts';
import type { Open } from '../system.ts';
import { sendSingly } from '../workload.ts';
import { Dispatched } from './dispatched.ts';

/**
 * Tried: 8, 32 and 64 senders, 12 to 48 connections, with no clear difference. Without NOTIFY, of
 * which one after the other commits, it does a fifth more; a wait then looks every 200 ms.
 */
const senders = 32;
const poolSize = 24;
const pollingIntervalMs = 200;
const weekSeconds = 7 * 86_400;
const topic = 'event';
const expected = ['outside.paid', 'outside.form', 'outside.booked', 'outside.visited'];

interface Message {
  readonly id: string;
  readonly type: string;
}

/** Of the system that is open now: a workflow is registered once in a process. */
let dispatched = new Dispatched();
/** Who waits for an event to have moved its journey, by the event's id. */
const moved = new Map<string, () => void>();

/** The last event ends the workflow and sets no deadline: one less than the work asks for. */
async function follow(start: Message): Promise<string> {
  await command(start.id);
  for (const type of expected) {
    const event = await DBOS.recv<Message>(topic, {
      timeoutSeconds: weekSeconds,
      pollingIntervalMs,
    });
    if (event?.type !== type) throw new Error('An event is missing.');
    moved.get(event.id)?.();
    await command(event.id);
  }
  return 'rest';
}

function command(eventId: string): Promise<string> {
  return DBOS.runStep(() => dispatched.take(eventId), { name: 'note' });
}

const journey = DBOS.registerWorkflow(follow, { name: 'journey' });

export const open: Open = async ({ connection, schema }) => {
  dispatched = new Dispatched();
  const systemDatabasePool = openPool(connection, poolSize);
  const pool = openPool(connection, 1);
  DBOS.setConfig({
    name: 'bench',
    systemDatabasePool,
    systemDatabaseSchemaName: `${schema}_dbos`,
    useListenNotify: false,
    logLevel: 'error',
  });
  await DBOS.launch();
  const handles: WorkflowHandle<string>[] = [];
  /** Resolves when the event is durable; its journey moves later. */
  const accept = async ({ id, type, refs }: OperationalEvent): Promise<void> => {
    const workflowID = refs[0]?.ref ?? '';
    if (type === 'outside.start') {
      handles.push(await DBOS.startWorkflow(journey, { workflowID })({ id, type }));
      return;
    }
    await DBOS.send<Message>(workflowID, { id, type }, topic, id);
  };
  const settle = async (): Promise<void> => {
    await Promise.all(handles.map((handle) => handle.getResult()));
  };
  return {
    run: async (workload) => {
      await sendSingly(workload, senders, accept);
      await settle();
    },
    take: async (event) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      if (event.type === 'outside.start') resolve();
      else moved.set(event.id, resolve);
      await accept(event);
      await promise;
      moved.delete(event.id);
    },
    settle,
    verify: async (workload) => {
      dispatched.verify(workload);
      const rows = (table: string, where: string): Promise<number> =>
        count(pool, `select count(*) from ${schema}_dbos.${table} where ${where}`);
      const { events, journeys } = workload;
      expectCount('workflows', await rows('workflow_status', `status = 'SUCCESS'`), journeys);
      const named = `function_name = 'note'`;
      expectCount('steps', await rows('operation_outputs', named), events);
    },
    close: async () => {
      await DBOS.shutdown();
      await systemDatabasePool.end();
      await pool.end();
    },
  };
};
