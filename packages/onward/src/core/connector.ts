/**
 * The contract of a connector: from one outside system's wire format to closed-type events, and
 * back.
 */
import type { OnwardCode } from './errors.ts';
import type { Plain } from './plain.ts';
import type { CommandType, EventType, Facts, Json, LookUpType, System } from './language/model.ts';
import type { OutcomeClass } from './step/types.ts';

/**
 * What a connector says about itself, given a system's settings in a program. It does not know what
 * the program calls the system: an empty `system` of a ref means this one, and compiling names it.
 */
export interface Manifest {
  readonly events: Readonly<Record<string, EventType>>;
  readonly commands: Readonly<Record<string, CommandType>>;
  readonly lookUps: Readonly<Record<string, LookUpType>>;
  /** The system honours an idempotency key, so that a repeat after an unknown outcome is safe. */
  readonly idempotent: boolean;
  /** The longest silence that is normal, in milliseconds; absent: it speaks only when it has to. */
  readonly quietMs?: number;
  /** It knows people by numbers or addresses, which several of them may share. */
  readonly contacts?: true;
}

/** A problem in a system's settings, as a path into them. */
export interface SettingsProblem {
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Marks what only this edge can have written; after a rotation it still knows its own marks. */
export interface Marker {
  /** 22 characters of base64url (128 bits) over the text and the system. */
  mark(text: string): string;
  isMarked(text: string, mark: string): boolean;
}

/** One system of a program, as a connector sees it. */
export interface SystemSetup {
  readonly name: string;
  readonly system: System;
  /** The program's code lists, for data of a `code` type. */
  readonly codes: Readonly<Record<string, readonly string[]>>;
  /** Resolves the name of a secret (an environment variable); undefined when it is not set. */
  secret(name: string): string | undefined;
  /** Given wherever the system is spoken with; for links that come back to it. */
  readonly marker?: Marker;
}

/** Raw bytes as they came, with what the transport knows; `headers` has lower-case names. */
export interface RawDelivery {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
  /** The query of the address it came to, as it came, without the question mark. */
  readonly query?: string;
  /** Epoch milliseconds, from the injected clock. */
  readonly receivedAt: number;
}

/**
 * An event as a connector extracted it by its allow-list. Outside ids are still in clear here:
 * this type lives at the edge only and is sealed by the gate before anything is kept.
 */
export interface WireEvent {
  /** Name within the system: `payment.succeeded`. */
  readonly event: string;
  /** The system's id of the event as it came; the gate hashes it unless it is well formed. */
  readonly id: string;
  /**
   * What else makes the event the one it is, where the id alone does not say, or is empty: text, or
   * a digest of text that goes no further than its connector. The gate keeps a keyed hash of it.
   * `part`, from 1, tells apart events of one message.
   */
  readonly covers?: { readonly content: string; readonly part?: number };
  /** Epoch milliseconds; absent when the system does not say, and the time of receipt stands in. */
  readonly occurredAt?: number;
  /** Ref name (of the event type) to outside id. */
  readonly refs: Readonly<Record<string, string>>;
  /** Declared data in closed form, but for data of a `ref` type: the outside id in clear. */
  readonly data: Facts;
  /** Our own key given back: the command or message that this event answers. */
  readonly answers?: string;
  /** The system's own version of the record that it tells of, where it is a whole number. */
  readonly version?: number;
}

/** Words of a person; they go no further than the edge. */
export interface Words {
  /** Outside id of who wrote. */
  readonly from: string;
  readonly text: string;
  /** It is an order to the number itself, such as STOP: the event is told in any case. */
  readonly isOrder: boolean;
}

/** What came of one delivery: events, or one refusal; a batch may hold both. */
export type Received =
  | {
      readonly kind: 'event';
      readonly event: WireEvent;
      /** What a person wrote, where the event tells of it: for the edge's assistant alone. */
      readonly words?: Words;
    }
  /** The connector could not read what it needs (a system it must ask is away): send it again. */
  | { readonly kind: 'retry'; readonly code: OnwardCode }
  | {
      readonly kind: 'refused';
      readonly code: OnwardCode;
      /** One sentence with the way out and no value of the input. */
      readonly message: Plain;
      /** The provider's id of the refused item, where it is known and well formed. */
      readonly id?: string;
      /** Where it did not fit: pointers made of declared or protocol names, never of the input. */
      readonly at?: readonly string[];
      /**
       * What `refetch` asks for the item by, in clear; the edge seals it. Given only for an item
       * that was proved to come from the system.
       */
      readonly again?: string;
    };

/** A command on its way out; `subject` and `refs` are opened from the vault at the edge. */
export interface OutboundCommand {
  readonly key: string;
  readonly command: string;
  /** Facts in closed form, but for those of a `ref` type: the outside id, opened from the vault. */
  readonly args: Facts;
  /** Opaque public id of the journey. */
  readonly journey: string;
  /** Outside ids known for the journey's subject, by system. */
  readonly refs: Readonly<Record<string, readonly string[]>>;
  /** Which try this is, from 1. */
  readonly attempt: number;
  /** What the edge itself puts in where an argument names a conversation; it is PHI. */
  readonly papers?: Papers;
}

/** A conversation as it goes into a chart, where a person makes it final. */
export interface Papers {
  readonly note: readonly PaperSection[];
  /** Of the last questionnaire that was answered; absent where none was. */
  readonly form?: {
    /** Canonical address, with `|version` where it has one; absent where it has none. */
    readonly questionnaire?: string;
    readonly answers: readonly PaperAnswer[];
  };
}
export interface PaperSection {
  readonly title: string;
  readonly lines: readonly PaperLine[];
}
/** A sentence, and where what it quotes stands in the conversation. */
export interface PaperLine {
  readonly text: string;
  /** What it says that a code is known for. */
  readonly findings?: readonly PaperFinding[];
  readonly spans: readonly {
    readonly message: number;
    readonly start: number;
    readonly end: number;
  }[];
}
/** A FHIR coding, and whether it was said not to be so. */
export interface PaperFinding {
  readonly system: string;
  readonly code: string;
  readonly isDenied: boolean;
}
/** `value` is FHIR's `value[x]`: one member by its name. */
export interface PaperAnswer {
  readonly linkId: string;
  readonly text: string;
  readonly value: Readonly<Record<string, Json>>;
}

/** Words for a person, as the edge's assistant says them. */
export interface Saying {
  /** Outside id in the system. */
  readonly to: string;
  readonly text: string;
}

/** What the connector saw of one try; `retry` means it was certainly not done. */
export type Attempt =
  | { readonly kind: OutcomeClass; readonly data: Facts; readonly code?: OnwardCode }
  | { readonly kind: 'retry'; readonly code: OnwardCode; readonly afterMs?: number };

export interface LookUpRequest {
  readonly key: string;
  readonly name: string;
  readonly journey: string;
  readonly refs: Readonly<Record<string, readonly string[]>>;
}
/** The system's own answer: events it has for us, or nothing; `retry` when it did not answer. */
export type LookUpAnswer =
  | { readonly kind: 'found'; readonly received: readonly Received[] }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'retry'; readonly code: OnwardCode };

/** Whether a system can be reached, and takes our credentials: a refusal is no outage. */
export type Health =
  | { readonly kind: 'well' }
  | { readonly kind: 'refused'; readonly code: OnwardCode }
  | { readonly kind: 'away'; readonly code: OnwardCode };

/** What a system had to say since a cursor of its own making. */
export type CaughtUp =
  | {
      readonly kind: 'page';
      readonly received: readonly Received[];
      /** Where to go on from, once what was received is durable; kept sealed by the edge. */
      readonly cursor: string;
      /** There is another page at once. */
      readonly more: boolean;
    }
  | { readonly kind: 'retry'; readonly code: OnwardCode };

/** A page of all that a look-up knows, whoever it is about. */
export type Listed =
  | {
      readonly kind: 'page';
      readonly received: readonly Received[];
      /** Where the next page is; absent on the last one. Kept by the edge. */
      readonly cursor?: string;
    }
  | { readonly kind: 'retry'; readonly code: OnwardCode };

/** A line of a brief: what is known in the source system now, in its own words. It is PHI. */
export interface BriefLine {
  readonly label: string;
  readonly text: string;
}
export type Briefed =
  | { readonly kind: 'brief'; readonly title: string; readonly lines: readonly BriefLine[] }
  | { readonly kind: 'nothing' }
  | { readonly kind: 'retry'; readonly code: OnwardCode };

/** A visit that a person may move or cancel; ids are outside ids, times epoch milliseconds. */
export interface DiaryVisit {
  readonly id: string;
  readonly start: number;
  /** Where it may go, the soonest first. */
  readonly openings: readonly DiaryOpening[];
}
export interface DiaryOpening {
  /** Of what is free, where the system names it. */
  readonly id?: string;
  readonly start: number;
  readonly end: number;
}
/** The visits to come of one person, the soonest first. */
export type Diary =
  | { readonly kind: 'diary'; readonly visits: readonly DiaryVisit[] }
  | { readonly kind: 'retry'; readonly code: OnwardCode };

/** A two-way stream of bytes to a system; the edge gives a connected socket of Node. */
export interface OutboundSocket extends AsyncIterable<Uint8Array> {
  write(bytes: Uint8Array): boolean;
  end(): void;
  destroy(): void;
}

/**
 * Calls out, injected so that a connector does no I/O of its own. It reaches the hosts that the
 * connector's `hosts` names, and no other.
 */
export interface Outbound {
  /**
   * One request; redirects are not followed and the answer's body is bounded.
   *
   * @throws {RetryError} when certainly nothing was sent (no such name, refused, address not
   * allowed)
   * @throws {OnwardError} of another class when it may have arrived (timeout, reset): outcome
   * unknown
   */
  fetch(request: {
    readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly body?: string;
    readonly timeoutMs: number;
  }): Promise<{
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: Uint8Array;
  }>;
  /**
   * Opens a connection to a host and port, with TLS where it is asked for; errors as with `fetch`.
   * Whoever opens it ends it.
   */
  connect(target: {
    readonly host: string;
    readonly port: number;
    readonly tls: boolean;
    readonly timeoutMs: number;
  }): Promise<OutboundSocket>;
  nowMs(): number;
}

/** A browser at an address of the system's own. */
export interface PageVisit {
  /** The query of the address, without the question mark. */
  readonly query: string;
  /** The languages that the browser asks for, as its header has them. */
  readonly languages?: string;
  /** Epoch milliseconds, from the injected clock. */
  readonly receivedAt: number;
  /** What came of the button; absent before it was pressed. */
  readonly pressed?: 'taken' | 'refused' | 'later';
}
/** A page with nothing of a person in it, and the headers that keep it so. */
export interface Page {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly html: string;
}

/** How a shared line answers a delivery: taken, refused for its content, or to be sent again. */
export type Verdict =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'refused'; readonly code: OnwardCode }
  | { readonly kind: 'retry'; readonly code: OnwardCode };

/** The adapter to one kind of outside system. Everything but `describe` is optional. */
export interface Connector {
  readonly name: string;
  /** Validates settings and says what the system can then say and do. */
  describe(
    settings: Json,
  ): { readonly manifest: Manifest } | { readonly problems: readonly SettingsProblem[] };
  /**
   * The hosts that the system may be called at, as `host` or `host:port`; a connector that calls
   * out names them. Undefined variables leave a host out.
   */
  hosts?(setup: SystemSetup): readonly string[];
  /**
   * Verify raw bytes, parse within bounds, map by allow-list; a notification that only names what
   * changed may ask the system for it. Never throws for bad input. Nothing received means: taken,
   * and it says nothing (a handshake, a heartbeat).
   */
  receive?(
    delivery: RawDelivery,
    setup: SystemSetup,
    out: Outbound,
  ): readonly Received[] | Promise<readonly Received[]>;
  /**
   * Where several systems share one line: is this delivery for the system, because its settings
   * name the sender, or because they name nobody? `receive` then gives one result per message, in
   * order.
   */
  claims?(delivery: RawDelivery, setup: SystemSetup): 'named' | 'anyone' | 'no';
  /**
   * The answer that the line's protocol asks for; it repeats the sender and its message id alone.
   */
  acknowledge?(delivery: RawDelivery, verdict: Verdict): Uint8Array;
  /**
   * The page of a link that went out in a message; undefined where the address is no such link.
   * Showing it does nothing: programs that look for viruses open every link.
   */
  page?(visit: PageVisit, setup: SystemSetup): Page | undefined;
  send?(command: OutboundCommand, setup: SystemSetup, out: Outbound): Promise<Attempt>;
  /** Says something to a person at once: the edge's assistant answers what they wrote. */
  say?(saying: Saying, setup: SystemSetup, out: Outbound): Promise<Attempt>;
  lookUp?(request: LookUpRequest, setup: SystemSetup, out: Outbound): Promise<LookUpAnswer>;
  /** What a look-up would find of everybody, page by page; for look-ups that have a `list`. */
  list?(
    asked: { readonly name: string; readonly cursor?: string | undefined },
    setup: SystemSetup,
    out: Outbound,
  ): Promise<Listed>;
  /** What the system says since a cursor; without one, from now on or from its beginning. */
  catchUp?(cursor: string | undefined, setup: SystemSetup, out: Outbound): Promise<CaughtUp>;
  /** One item that was refused before, by its `again`. */
  refetch?(again: string, setup: SystemSetup, out: Outbound): Promise<LookUpAnswer>;
  /**
   * Asks nothing but whether the system is there and takes our credentials; undefined where its
   * settings give no way to ask.
   */
  probe?(setup: SystemSetup, out: Outbound): Promise<Health | undefined>;
  /** What a person who decides should know of whom the refs name, read from the system now. */
  brief?(request: LookUpRequest, setup: SystemSetup, out: Outbound): Promise<Briefed>;
  /** What whom the refs name may move or cancel, read now: for the edge's assistant alone. */
  diary?(request: LookUpRequest, setup: SystemSetup, out: Outbound): Promise<Diary>;
}
