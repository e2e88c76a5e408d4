/** The HTTP application of a running Onward: the API, its console, and in development the sink. */
import { createApi, coordinatorRoutes } from '../../api/index.ts';
import type { Api, ApiDeps, BriefDesk, SystemsDesk } from '../../api/index.ts';
import type { Intake } from '../../edge/index.ts';
import { detectors } from '../../runtime/index.ts';
import type { Engine, Figures, Identity, Recovery } from '../../runtime/index.ts';
import type { OpenStore } from '../../store/index.ts';
import { consoleFiles } from './console-files.ts';
import type { Edge } from './edge.ts';
import { verifies } from './intake.ts';
import { passTime } from './pass-time.ts';
import type { Sink } from './sink.ts';
import type { StartOptions } from './start-options.ts';

export interface AppParts {
  readonly database: Pick<OpenStore, 'reads' | 'store' | 'work'>;
  readonly engine: Engine;
  readonly briefs: BriefDesk;
  /** The edge in this process; without it nothing comes in here but from an edge elsewhere. */
  readonly here?: { readonly edge: Edge; readonly intake: Intake; readonly systems: SystemsDesk };
  readonly recovery: Recovery;
  readonly identity: Identity;
  readonly figures: Figures;
  readonly away?: ApiDeps['edge'];
  readonly watch: ApiDeps['watch'] & object;
  /** Where the edge shows briefs; empty: not known. */
  readonly edgeUrl: () => string;
}

export async function createApp(options: StartOptions, parts: AppParts): Promise<Api> {
  const { clock, token, log, dev } = options;
  const { engine, briefs, here, away, watch, recovery, identity, figures } = parts;
  const { reads } = parts.database;
  const timed = dev === undefined ? undefined : { engine, clock: dev.clock };
  const console = await consoleFiles();
  const deps: ApiDeps = {
    engine,
    reads,
    clock,
    intake: here?.intake ?? nothing,
    delivers: (connector) => here !== undefined && verifies(connector),
    ...(here === undefined
      ? {}
      : {
          sealRef: (system: string, id: string) => here.edge.seal(engine.program, system, id),
          findRefs: (text: string) => here.edge.find(engine.program, text),
        }),
    ...(here === undefined ? {} : { systems: here.systems }),
    briefs,
    watch,
    drills: { detectors, list: () => parts.database.store.drills.list() },
    recovery,
    identity,
    work: {
      store: parts.database.work,
      counts: figures.parts.places,
      activity: figures.parts.figures.activity,
    },
    edgeUrl: () => parts.edgeUrl(),
    figures,
    ...(away === undefined ? {} : { edge: away }),
    ...(token === undefined ? {} : { token }),
    ...(timed === undefined
      ? {}
      : {
          dev: {
            moveClock: (to) => passTime(timed, to).finally(() => timed.clock.save()),
            aheadMs: () => timed.clock.aheadMs,
          },
        }),
    ...(console === undefined ? {} : { console }),
    ready: () => Promise.resolve(true),
    log: (entry) => log.request(entry),
  };
  const api = here === undefined ? createApi(deps, coordinatorRoutes) : createApi(deps);
  return dev === undefined ? api : withSink(api, dev.sink);
}

/** A coordinator whose edge stands elsewhere has no door for what is not sealed. */
const nothing: ApiDeps['intake'] = {
  receive: () => Promise.resolve([]),
  receiveLine: () => Promise.resolve([]),
  receiveEvents: () => Promise.resolve([]),
};

function withSink(api: Api, sink: Sink): Api {
  return {
    ...api,
    fetch: (request) => (sink.takes(request) ? sink.fetch(request) : api.fetch(request)),
  };
}
