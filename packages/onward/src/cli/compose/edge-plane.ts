/**
 * The edge at work, in this process or in one of its own: it listens, reads on from where systems
 * were last read, and shows briefs. What it hands on is committed by whoever coordinates.
 */
import { createApi, edgeServerRoutes, serve, type ApiDeps } from '../../api/index.ts';
import { connectors } from '../../connectors/index.ts';
import type { Clock, OperationalEvent, Program } from '../../core/index.ts';
import {
  conversationPapers,
  createBriefs,
  createReview,
  createTalkViews,
  hl7Line,
  startCatchUp,
  startMllp,
  startTellingAgain,
  talkSection,
  tellAgain,
  type BriefsParts,
  type CatchUp,
  type Intake,
  type TalkViewsParts,
} from '../../edge/index.ts';
import type { Engine, EventResult } from '../../runtime/index.ts';
import { vocabulary } from '../assistant/vocabulary.ts';
import type { Closing } from './closing.ts';
import type { Edge } from './edge.ts';
import { refetching, systemsDesk } from './edge-tools.ts';
import { verifies } from './intake.ts';
import type { Log } from './log.ts';
import { portError, speaksHl7 } from './ports.ts';

export interface EdgePlaneParts {
  readonly edge: Edge;
  /** Takes events, and knows the program that runs. */
  readonly engine: Engine;
  readonly intake: Intake;
  readonly reads: ApiDeps['reads'];
  readonly http: { readonly host: string; readonly port: number };
  readonly mllp: { readonly host: string; readonly port: number };
  /** Of senders of events of their own, and of the metrics. */
  readonly token: string | undefined;
  /** Whose pages may ask for briefs. */
  readonly consoleOrigin?: string | undefined;
  readonly briefs: Omit<BriefsParts, 'notes' | 'wrote'> & Pick<TalkViewsParts, 'standing'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly closing: Closing;
}

export interface EdgePlane {
  readonly url: string;
  /** Undefined when no system of the program speaks HL7 v2. */
  readonly mllpPort: number | undefined;
  /** Follows the systems of a program that has just taken over. */
  follow(program: Program): void;
  /** Reads on from a system now. */
  wake(system: string): void;
}

export async function startEdgePlane(parts: EdgePlaneParts): Promise<EdgePlane> {
  const { http, closing, engine } = parts;
  const app = createApi(depsOf(parts), edgeServerRoutes);
  const serving = await serve({ app, ...http }).catch((error: unknown) => {
    throw portError(error, { ...http, option: '--edge-port' });
  });
  closing.add(() => serving.close());
  const mllpPort = speaksHl7(engine.program) ? await startLine(parts) : undefined;
  const following = follower(parts);
  closing.add(() => following.stop());
  following.follow(engine.program);
  const again = refetching(systemsDesk(parts));
  closing.add(() => again.stop());
  const telling = startTellingAgain(
    () => {
      const commit = (events: readonly OperationalEvent[]) => engine.events(events);
      return tellAgain({ ...parts.edge.partsOf(engine.program), commit });
    },
    (code) => parts.log.trouble(code),
  );
  closing.add(() => telling.stop());
  const follow = (program: Program): void => {
    following.follow(program);
    again.soon();
  };
  return { url: serving.url, mllpPort, follow, wake: (system) => following.wake(system) };
}

function depsOf(parts: EdgePlaneParts): ApiDeps {
  const { edge, engine, intake, reads, clock, token, consoleOrigin, log } = parts;
  const talk = talkParts(parts);
  const wrote = (refs: readonly string[]) => talkSection(refs, talk);
  const briefs = createBriefs({ ...parts.briefs, notes: edge.safe.notes, wrote });
  return {
    engine,
    reads,
    clock,
    intake,
    delivers: verifies,
    decision: briefs,
    review: createReview({
      key: parts.briefs.key,
      readings: edge.safe.readings,
      vocabulary,
      nowMs: () => parts.briefs.nowMs(),
    }),
    talk: createTalkViews(talk),
    systems: systemsDesk(parts),
    ...(token === undefined ? {} : { token }),
    ...(consoleOrigin === undefined ? {} : { consoleOrigin }),
    ready: () => Promise.resolve(true),
    log: (entry) => log.request(entry),
  };
}

/** Conversations, with the assistant of whichever program runs now. */
function talkParts({ edge, engine, briefs }: EdgePlaneParts): TalkViewsParts {
  const { conversations } = edge.safe;
  return {
    conversations,
    key: briefs.key,
    nowMs: () => briefs.nowMs(),
    standing: (refs) => briefs.standing(refs),
    record: (reveal) => briefs.record(reveal),
    papersOf: (each) => conversationPapers(each, edge.partsOf(engine.program)),
  };
}

async function startLine({
  engine,
  intake,
  mllp,
  clock,
  closing,
}: EdgePlaneParts): Promise<number> {
  const line = hl7Line({
    intake,
    async commit(events) {
      const results = await engine.events(events);
      return results.flatMap(({ status, code }) =>
        status === 'rejected' ? [code ?? 'ONW-EVENT-REJECTED'] : [],
      );
    },
    nowMs: () => clock.now(),
  });
  const server = await startMllp({ ...mllp, ...line }).catch((error: unknown) => {
    throw portError(error, { ...mllp, option: '--mllp-port' });
  });
  closing.add(() => server.close(5_000));
  return server.port;
}

interface Following {
  follow(program: Program): void;
  wake(system: string): void;
  stop(): Promise<void>;
}

/** Reads on from the systems of one program at a time. */
function follower({ edge, engine }: EdgePlaneParts): Following {
  let current: CatchUp | undefined;
  let stopping = Promise.resolve();
  const commit = (events: readonly OperationalEvent[]): Promise<readonly EventResult[]> =>
    engine.events(events);
  return {
    follow(program) {
      const before = current;
      stopping = stopping.then(() => before?.stop());
      const { cursors, quarantine } = edge.safe;
      const parts = { ...edge.partsOf(program), cursors, quarantine, connectors };
      current = startCatchUp({ ...parts, commit, random: () => Math.random() });
    },
    wake: (system) => current?.wake(system),
    async stop() {
      await current?.stop();
      await stopping;
    },
  };
}
