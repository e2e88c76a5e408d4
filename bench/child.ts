/**
 * One system in a process of its own, so that its memory and its processor time are its own:
 * `node bench/child.ts NAME`, told what to do by the process that started it.
 */
import type { Ready } from './system.ts';
import { measureAlone, measureSteady } from './steady.ts';
import { openerOf } from './systems.ts';
import type { PartyName } from './systems.ts';
import type { Answer, Order } from './party.ts';
import { Workload } from './workload.ts';

const open = await openerOf(process.argv[2] as PartyName);
let ready: Ready | undefined;
let opening: Promise<void> = Promise.resolve();
let workload = new Workload(0);

process.on('message', (order: Order) => {
  void obey(order)
    .catch((error: unknown): Answer => {
      return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
    })
    .then((answer) => process.send?.(answer));
});
// Whoever started this one is gone; what is being opened is closed as soon as it is open.
process.once('disconnect', () => {
  void opening
    .catch(() => undefined)
    .then(close)
    .finally(() => process.exit());
});
// An interrupt from the terminal comes to both; the other one ends this one in order.
process.on('SIGINT', () => undefined);
process.send?.({});

async function obey(order: Order): Promise<Answer> {
  switch (order.kind) {
    case 'open':
      if (workload.journeys !== order.journeys) workload = new Workload(order.journeys);
      opening = open(order.place).then((opened) => {
        ready = opened;
      });
      await opening;
      return {};
    case 'run': {
      const started = performance.now();
      await system().run(workload);
      return { seconds: (performance.now() - started) / 1_000 };
    }
    case 'steady':
      return { waits: await measureSteady(system(), order) };
    case 'alone':
      return { waits: await measureAlone(system(), order) };
    case 'bytes': {
      const bytes = await system().bytes?.();
      return bytes === undefined ? {} : { bytes };
    }
    case 'verify':
      await system().verify(workload);
      return {};
    case 'close':
      await close();
      return {};
  }
}

function system(): Ready {
  if (ready === undefined) throw new Error('Nothing is open.');
  return ready;
}

async function close(): Promise<void> {
  const closing = ready;
  ready = undefined;
  await closing?.close();
}
