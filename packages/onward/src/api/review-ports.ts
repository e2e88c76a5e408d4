/** What the API asks of the review queue at the edge, as its routes show it. */

export interface LabelSaid {
  readonly intent?: string | undefined;
  readonly level?: string | undefined;
  readonly concepts?: readonly string[] | undefined;
}

export interface ShownReading {
  readonly id: string;
  readonly at: number;
  readonly state: 'seen' | 'open' | 'reviewed';
  readonly why?: string;
  readonly text?: string;
  readonly about?: string;
  readonly readAs: {
    readonly intent?: string;
    readonly level: string;
    readonly concepts: readonly string[];
    readonly candidates?: readonly { readonly concept: string; readonly similarity: number }[];
    readonly confidence: number;
    readonly version: string;
  };
}

export interface ShownTopic {
  readonly name: string;
  readonly intent: string;
  readonly concepts: readonly string[];
  readonly total: number;
  readonly weeks: readonly { readonly from: number; readonly count: number }[];
  readonly trend: 'rising' | 'falling' | 'steady';
  readonly levels: Readonly<Record<string, number>>;
  readonly ids: readonly string[];
}

/** Shown to whoever holds a pass for it. */
export interface ReviewDesk {
  queue(
    pass: string,
    page: {
      readonly before?: { readonly at: number; readonly id: string };
      readonly limit: number;
    },
  ): Promise<readonly ShownReading[]>;
  review(
    id: string,
    pass: string,
    said: {
      readonly actor: string;
      readonly label: LabelSaid;
      readonly text?: string | undefined;
    },
  ): Promise<ShownReading>;
  issues(
    pass: string,
    weeks: number,
  ): Promise<{
    readonly at: number;
    readonly weeks: number;
    readonly topics: readonly ShownTopic[];
    readonly isCut: boolean;
  }>;
}
