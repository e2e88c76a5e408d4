/**
 * Onward as a server in a process of its own, as it is put together for users, but for its way out,
 * which does nothing as in the other systems: `node bench/http-server.ts CONNECTION SCHEMA`, with a
 * channel on which it tells its address, and is asked whether it is idle.
 */
import { createApi, serve } from '../packages/onward/src/api/index.ts';
import { createEdge } from '../packages/onward/src/cli/compose/edge.ts';
import { currentIntake } from '../packages/onward/src/cli/compose/intake.ts';
import { deriveKeys } from '../packages/onward/src/edge/index.ts';
import { openEdgeStore, openStore } from '../packages/onward/src/store/index.ts';
import type { Connection } from '../packages/onward/src/store/index.ts';
import { startBenchEngine } from './onward.ts';

const [, , place = '{}', schema = ''] = process.argv;
const connection = JSON.parse(place) as Connection;
const clock = { now: (): number => Date.now() };
const { store, reads } = await openStore({ connection, schema });
const edgeStore = await openEdgeStore({ connection, schema });
const engine = await startBenchEngine(store);
const edge = await createEdge({
  store: edgeStore,
  keys: deriveKeys(Buffer.alloc(32, 'bench')),
  secrets: () => undefined,
  clock,
  privateHosts: [],
  folder: '',
});
const app = createApi({
  engine,
  reads,
  clock,
  intake: currentIntake(engine, edge),
  ready: () => Promise.resolve(true),
  log: () => undefined,
});
const serving = await serve({ app, host: '127.0.0.1', port: 0, graceMs: 1_000 });

process.on('message', () => {
  void engine.idle().then(() => process.send?.('idle'));
});
process.once('disconnect', () => {
  void stop().finally(() => process.exit());
});
process.on('SIGINT', () => undefined);
process.send?.(serving.url);

async function stop(): Promise<void> {
  await serving.close();
  await engine.stop();
  edge.close();
  await edgeStore.close();
  await store.close();
}
