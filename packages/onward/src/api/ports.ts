/** What the API is handed: the engine, the reads, and a small port for what stands at the edge. */
import type { ReviewDesk } from './review-ports.ts';
import type {
  Clock,
  ObligationName,
  OnwardCode,
  OperationalEvent,
  Page,
  PageVisit,
  Papers,
  Plain,
  Program,
  RawDelivery,
} from '../core/index.ts';
import type {
  Engine,
  Figures,
  HoldDesk,
  Identity,
  OrderBoard,
  PlaceCounter,
  Recovery,
  SourceDesk,
} from '../runtime/index.ts';
import type {
  ActivityStore,
  DrillRow,
  IncidentRow,
  Reads,
  SourceReport,
  WorkStore,
} from '../store/index.ts';

/** An event behind the PHI boundary, or why there is none, without a value of the input. */
export type Taken =
  | {
      readonly kind: 'event';
      readonly event: OperationalEvent;
      /** The id as its sender knows it; the event's own, where it is not given. */
      readonly given?: string;
    }
  | {
      readonly kind: 'refused';
      readonly code: OnwardCode;
      readonly message: Plain;
      /** A pointer of declared names to what was refused. */
      readonly at?: string;
      /** The sender's id of the item, where it is known and well formed. */
      readonly id?: string;
    }
  /** A system did not give now what the delivery is about: it must come again. */
  | { readonly kind: 'retry'; readonly code: OnwardCode };

/** What the edge does: input of every form becomes events of closed types, in the same order. */
export interface Intake {
  /** A raw delivery addressed to one system: verified first, then parsed and mapped. */
  receive(system: string, delivery: RawDelivery): Promise<readonly Taken[]>;
  /** A raw delivery for whichever of a connector's systems it belongs to. */
  receiveLine(connector: string, delivery: RawDelivery): Promise<readonly Taken[]>;
  /** CloudEvents, already parsed as JSON. */
  receiveEvents(items: readonly unknown[], receivedAt: number): Promise<readonly Taken[]>;
  /** The page of a link of the system's messages; undefined where the address is none. */
  page?(system: string, visit: PageVisit): Page | undefined;
  /** The chat of an assistant; its page is shown once what was written is durable. */
  chat?(
    system: string,
    visit: {
      readonly token: string;
      readonly receivedAt: number;
      readonly written?: { readonly text: string; readonly nonce: string };
    },
  ): Promise<{ readonly page: Page; readonly taken: readonly Taken[] } | undefined>;
}

/** What the log is told; nothing of a request's content, path or query is in it. */
export type LogEntry =
  | {
      readonly kind: 'request';
      readonly request: Plain;
      readonly method: Plain;
      /** The pattern of the route, not the path. */
      readonly route: Plain;
      readonly status: number;
      readonly ms: number;
    }
  | {
      readonly kind: 'failure';
      readonly request: Plain;
      readonly route: Plain;
      /** Class of the error and its frames; its message may quote the input and is left out. */
      readonly error: Plain;
      readonly frames: readonly Plain[];
    };

export interface ApiLimits {
  /** Largest body in bytes. */
  readonly bodyBytes: number;
  /** Longest time a body may take to arrive. */
  readonly bodyMs: number;
  /** Longest time until the first bytes of a body arrive. */
  readonly firstMs: number;
  /** Most events in one batch. */
  readonly batch: number;
  /** Requests with a body that are worked on at once; more are told to come again. */
  readonly inFlight: number;
  /** Requests whose body is on its way at once; more are told to come again. */
  readonly reading: number;
  /** Live views connected at once. */
  readonly streams: number;
  /** Commits kept for live views that come back. */
  readonly kept: number;
  /** Time between signs of life on a live view. */
  readonly beatMs: number;
}

/** What an edge in another process may ask, and the token that it asks with. */
export interface EdgeDesk {
  readonly token: string;
  readonly board: Pick<OrderBoard, 'take' | 'finish' | 'order'>;
  /** A version of the program, by its hash. */
  program(hash: string): Promise<Program | undefined>;
  /**
   * Forgets refs, which the edge has erased, of whom a journey is about; the refs still known, or
   * undefined where there is no such journey.
   */
  forget(journey: number, erased: readonly string[]): Promise<readonly string[] | undefined>;
}

/** How one system stands; times in epoch milliseconds. */
export interface SourceView {
  readonly system: string;
  readonly connector: string;
  readonly state: 'well' | 'quiet' | 'refused' | 'away' | 'unknown';
  readonly lastGood?: number;
  readonly lastHeard?: number;
  readonly lastRefused?: number;
  readonly lastAway?: number;
}

/** A delivery that could not be mapped, without its content; times in epoch milliseconds. */
export interface SetAside {
  /** 32 hex digits. */
  readonly id: string;
  readonly system: string;
  readonly code: OnwardCode;
  /** Bytes of the delivery. */
  readonly size: number;
  /** Where it did not fit: declared or protocol names. */
  readonly pointers: readonly string[];
  readonly receivedAt: number;
  readonly nextAt: number;
  readonly state: 'open' | 'refetched' | 'given-up';
  readonly tries: number;
}

/** The edge in this process, as people look after it. */
export interface SystemsDesk {
  sources(): readonly SourceView[];
  /** A page from new to old. */
  setAside(page: {
    readonly state?: SetAside['state'];
    readonly before?: { readonly at: number; readonly id: string };
    readonly limit: number;
  }): Promise<readonly SetAside[]>;
  /** Asks the systems for what is due; resolves when all of it was tried once. */
  refetch(): Promise<{
    readonly refetched: number;
    readonly givenUp: number;
    readonly left: number;
  }>;
}

/** How the systems stand, where journeys are kept. */
export interface WatchDesk {
  readonly sources: Pick<SourceDesk, 'list'>;
  readonly holds: HoldDesk;
  /** Open ones; with a time, those that have closed since as well. */
  incidents(closedSince: number | undefined): Promise<readonly IncidentRow[]>;
  /** Takes what an edge has seen. */
  report(rows: readonly SourceReport[]): Promise<void>;
}

/** Whom an obligation is about, and what whoever decides should see. */
export interface About {
  /** Public id. */
  readonly journey: string;
  readonly program: Program;
  /** Hashes of the outside ids of the subject. */
  readonly refs: readonly string[];
  /** `system.look-up`. */
  readonly brief: readonly string[];
}

/** Somebody was shown something at the edge, or wrote something down there. */
export interface Reveal {
  readonly obligation: ObligationName;
  readonly person: string;
  readonly reason: string;
  readonly what: 'brief' | 'notes' | 'note-added';
}

/** What the edge shows to whoever holds a pass for the obligation. */
export interface Decision {
  show(obligation: string, pass: string): Promise<readonly ShownSection[]>;
  notes(obligation: string, pass: string): Promise<readonly ShownNote[]>;
  note(obligation: string, pass: string, text: string): Promise<string>;
}
export interface ShownSection {
  readonly system: string;
  readonly title: string;
  readonly lines: readonly { readonly label: string; readonly text: string }[];
  readonly missing?: OnwardCode;
}
export interface ShownNote {
  readonly id: string;
  readonly by: string;
  readonly at: number;
  readonly text: string;
}

/** A conversation without its words; times in epoch milliseconds. */
export interface ShownTalk {
  readonly id: string;
  readonly system: string;
  readonly channel: 'sms' | 'chat';
  readonly state: 'talking' | 'person' | 'closed';
  readonly level: string;
  readonly intent: string;
  readonly language: string;
  readonly begunAt: number;
  readonly lastAt: number;
  readonly messages: number;
}
export interface RevealedTalk extends ShownTalk {
  readonly said: readonly { readonly who: string; readonly at: number; readonly text: string }[];
  readonly readings: readonly object[];
  readonly draft: Papers;
}

/** Conversations, as the edge shows them to whoever holds a pass. */
export interface TalkDesk {
  list(
    pass: string,
    page: {
      readonly state?: ShownTalk['state'];
      readonly level?: string;
      readonly before?: { readonly at: number; readonly id: string };
      readonly limit: number;
    },
  ): Promise<readonly ShownTalk[]>;
  reveal(
    id: string,
    pass: string,
    by: { readonly actor: string; readonly reason: string },
  ): Promise<RevealedTalk | undefined>;
}

/** Where whoever some refs name stands, and what a reveal about them is recorded with. */
export interface StandingNow {
  readonly obligation: string;
  readonly journey: string;
  readonly sentence: string;
}

/** Briefs at the point of decision: the coordinator lets somebody look, and never looks itself. */
export interface BriefDesk {
  /** Undefined when the obligation is not open. */
  about(obligation: ObligationName): Promise<About | undefined>;
  /** Resolves once it is durable. */
  reveal(reveal: Reveal): Promise<void>;
  /** What was revealed of a journey, the newest first. */
  reveals(journey: number): Promise<readonly (Reveal & { readonly at: number })[]>;
  /** A short-lived pass to the edge for one person and one obligation. */
  pass(of: Omit<Reveal, 'what'>): BriefPass;
  /** The same for what the edge shows as a whole. */
  lookPass(at: Looked, of: Pick<Reveal, 'person' | 'reason'>): BriefPass;
  /** Undefined where no journey is about any of the refs. */
  standing(refs: readonly string[]): Promise<StandingNow | undefined>;
}

/** What the assistant was unsure of, or the conversations that the edge keeps. */
export type Looked = 'review' | 'conversations';

export interface BriefPass {
  readonly url: string;
  readonly token: string;
  readonly expiresAt: number;
}

/** The detectors, and what came of their drills. */
export interface DrillsDesk {
  readonly detectors: readonly string[];
  readonly list: () => Promise<readonly DrillRow[]>;
}

/** The console as it was built. */
export interface ConsoleFiles {
  readonly html: string;
  /** One of its parts by its name, packed by gzip where that is taken and makes it smaller. */
  asset(name: string, packed: boolean): ConsoleAsset | undefined;
}
export interface ConsoleAsset {
  readonly body: Uint8Array<ArrayBuffer>;
  /** Media type. */
  readonly type: string;
  readonly isPacked: boolean;
}

/** What the console works from, where journeys are kept. */
export interface WorkDesk {
  readonly store: WorkStore;
  readonly counts: Pick<PlaceCounter, 'get' | 'need'>;
  /** What came and went, as far as it is counted. */
  readonly activity: Pick<ActivityStore, 'counted' | 'sums'>;
}

export interface ApiDeps {
  readonly engine: Engine;
  readonly reads: Reads;
  readonly clock: Clock;
  readonly intake: Intake;
  /**
   * True for a connector that proves who sent a delivery; only such ones are delivered to over
   * HTTP without a token. Without this nothing is.
   */
  delivers?(connector: string): boolean;
  /** The keyed hash that stands for an outside id; undefined when it cannot be one. */
  sealRef?(system: string, id: string): Promise<string | undefined>;
  /** The refs that an outside id may stand for, of those that are known; it is kept nowhere. */
  findRefs?(text: string): Promise<readonly string[]>;
  /** Bearer token of `/v1` and `/metrics`; without one only local names are answered. */
  readonly token?: string;
  /** Names, beside the local ones, under which an instance without a token may be called. */
  readonly hosts?: readonly string[];
  /** Given in development only. */
  readonly dev?: {
    /** Moves the clock and resolves when what became due is done. */
    moveClock(to: number): Promise<void>;
    /** How far the clock is ahead of real time. */
    aheadMs?(): number;
  };
  readonly console?: ConsoleFiles;
  /** Given where the edge is a process of its own. */
  readonly edge?: EdgeDesk;
  /** Given where an edge is in this process. */
  readonly systems?: SystemsDesk;
  /** Given where journeys are kept. */
  readonly watch?: WatchDesk;
  /** Given where what failed is recovered from. */
  readonly recovery?: Recovery;
  /** Given where journeys are kept: what is counted over all of them. */
  readonly figures?: Figures;
  /** Given where subjects can be merged. */
  readonly identity?: Identity;
  /** Given where journeys are kept. */
  readonly drills?: DrillsDesk;
  /** Given where journeys are kept. */
  readonly work?: WorkDesk;
  /** Where the edge shows briefs, as browsers reach it; undefined: not known. */
  edgeUrl?(): string | undefined;
  /** Given where an edge shows briefs. */
  readonly briefs?: BriefDesk;
  /** Given to the edge's own server. */
  readonly decision?: Decision;
  /** Given to the edge's own server. */
  readonly review?: ReviewDesk;
  readonly talk?: TalkDesk;
  /** The origin of the console, whose pages may call the edge's server. */
  readonly consoleOrigin?: string;
  /** True when requests can be taken; the database is asked besides. */
  ready(): Promise<boolean>;
  log(entry: LogEntry): void;
  readonly limits?: Partial<ApiLimits>;
}

export const defaultLimits: ApiLimits = {
  bodyBytes: 1_048_576,
  bodyMs: 30_000,
  firstMs: 5_000,
  batch: 1_000,
  inFlight: 256,
  reading: 2_000,
  streams: 200,
  kept: 1_000,
  beatMs: 15_000,
};
