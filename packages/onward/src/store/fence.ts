/** The fence: after a backup was restored no order leaves until a person has looked. */

/** Why a fence went up. */
export type FenceReason =
  | 'another-cluster'
  | 'another-database'
  | 'another-timeline'
  | 'behind-witness';

export interface Fence {
  /** How often this installation was restored or moved; part of the keys of orders since. */
  readonly epoch: number;
  /** Up: only look-ups leave. */
  readonly closed: boolean;
  /** Epoch milliseconds; absent where no fence ever went up. */
  readonly since?: number;
  readonly reason?: FenceReason;
  /** The database does not tell what it is known by: a restored one would not be seen. */
  readonly blind?: true;
  /** The last restore that lost something, or may have. */
  readonly lost?: Lost;
}

export interface Lost {
  readonly epoch: number;
  /** What happened before may have been acted on already. */
  readonly until: number;
  /** Journeys from this number on have begun since. */
  readonly firstNumber: number;
}

export const noFence: Fence = { epoch: 0, closed: false };

/** How far a database had come when it was last looked at. */
export interface Mark {
  /** Id of the installation. */
  readonly installation: string;
  readonly system: string;
  readonly timeline: number;
  /** Bytes of log that were safely on disk. */
  readonly position: number;
}

/**
 * Remembers, outside the database and outside what is backed up with it, how far it had come. Only
 * so is a copy of the same cluster known to be an older one.
 */
export interface Witness {
  read(installation: string): Promise<Mark | undefined>;
  write(mark: Mark): Promise<void>;
}

/** How a fence was taken down. */
export interface Release {
  readonly at: number;
  readonly by: string;
  readonly reason: string;
  /** The database was moved or upgraded: it has all that it ever had. */
  readonly nothingLost: boolean;
}

/** A journey that went on after a restore. */
export interface RestoredRow {
  readonly journey: number;
  readonly epoch: number;
  /** The last input that it had when it was restored; 0 for one that began since. */
  readonly fromSeq: number;
  /** What it asks for now may have been done in what was lost. */
  readonly doubt: boolean;
}

/** Orders that the fence holds back, by what is certain of them. */
export interface HeldOrders {
  readonly kind: 'command' | 'message';
  readonly system: string;
  /**
   * `before`: the backup holds them as not yet sent; `doubt`: asked for since, for what may have
   * been acted on before; `since`: nothing speaks against them.
   */
  readonly asked: 'before' | 'doubt' | 'since';
  readonly count: number;
}
